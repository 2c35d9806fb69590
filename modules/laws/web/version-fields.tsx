import type { TFunction } from 'i18next'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Problem } from '../../../platform/ui/call.ts'

/** Fields of a version; dates are optional on purpose: what is not known stays empty. */
export const versionFields = (t: TFunction): Field[] => [
  { name: 'label', kind: 'text', label: t('laws:version'), required: true, max: 100 },
  { name: 'number', kind: 'text', label: t('laws:number'), max: 100 },
  { name: 'year', kind: 'number', label: t('laws:year'), min: 1900, max: 2200 },
  { name: 'promulgatedOn', kind: 'date', label: t('laws:promulgatedOn') },
  { name: 'effectiveOn', kind: 'date', label: t('laws:effectiveOn') },
  { name: 'articles', kind: 'longtext', label: t('laws:articles'), hint: t('laws:articlesHint'), wide: true, rows: 3 },
  { name: 'note', kind: 'longtext', label: t('laws:note'), max: 1000, wide: true },
]
export const versionCodes = { 'law-label-taken': 'label', 'law-dates-reversed': 'effectiveOn', 'law-article-twice': 'articles' }

interface Row {
  topic: string
  number: string
  certain: boolean
}
export const articleLines = (rows: readonly Row[]): string => rows.map((r) => `${r.topic} = ${r.number}`).join('\n')
/** 'matter = number', one a line; what stood there before keeps whether it is certain. */
export const readArticles = (text: unknown, before: readonly Row[] = []): Row[] =>
  String(text ?? '')
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)
    .map((l) => {
      const m = /^(.+?)\s*[=＝]\s*(.+)$/.exec(l)
      if (!m) throw new Problem('article-line', 422)
      const [topic, number] = [m[1]!.trim(), m[2]!.trim()]
      return { topic, number, certain: before.find((b) => b.topic === topic && b.number === number)?.certain ?? true }
    })
