import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, Moment, monthText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useStepName } from './shown.tsx'

interface Told {
  id: number
  kind: string
  data: Record<string, unknown>
  link: string | null
  at: string
  readAt: string | null
  task: { nameZh: string; nameEn: string; caseNumber: string | null } | null
}
interface Group {
  first: Told
  all: Told[]
  /** What all of them say: the kind and the step, without the case. */
  words: string
}

/** Days and months come as they are kept; a notice says them as people do. */
const spoken = (data: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([k, v]) => [
      k,
      typeof v !== 'string'
        ? v
        : /^\d{4}-(Q\d|\d{2})$/.test(v)
          ? monthText(v)
          : /^\d{4}-\d{2}-\d{2}$/.test(v)
            ? dateText(v, { short: true })
            : v,
    ]),
  )

/** Equal notices fold into one line with their number: a hundred lines "a task waits" tell less than one. The newest of each stands in its place. */
export const useFolded = (items: readonly Told[] | undefined): Group[] | undefined => {
  const { t } = useTranslation('worklist')
  const step = useStepName()
  if (!items) return undefined
  const groups = new Map<string, Group>()
  for (const n of items) {
    const what = t(`notice.${n.kind}`, { ...spoken(n.data), defaultValue: t('notice.other') })
    const words = n.task ? t('noticeOf', { what, of: step(n.task) }) : what
    const key = `${words} ${n.readAt === null}`
    const group = groups.get(key)
    if (group) group.all.push(n)
    else groups.set(key, { first: n, all: [n], words })
  }
  return [...groups.values()]
}

const line = { display: 'flex', gap: 10, justifyContent: 'space-between', flexWrap: 'wrap' } as const

/** One line; of several, the line opens to the single ones, each with its case number where the reader may see it. */
export const NoticeGroup = ({ group: g, mark }: { group: Group; mark?: ReactNode }): ReactNode => {
  const { t } = useTranslation('worklist')
  const one = (n: Told, words: string): ReactNode => (n.link ? <Go to={n.link}>{words}</Go> : <span>{words}</span>)
  // Nothing to choose between: one notice, or several that lead to the same page.
  if (g.all.every((n) => n.link === g.first.link))
    return (
      <div style={line}>
        <span>
          {mark} {one(g.first, g.words)}
          {g.all.length > 1 ? <strong className="bw-figures"> ×{g.all.length}</strong> : null}
          {g.first.task?.caseNumber ? <span className="bw-quiet bw-figures"> {g.first.task.caseNumber}</span> : null}
        </span>
        <span className="bw-quiet">
          <Moment at={g.first.at} />
        </span>
      </div>
    )
  return (
    <details>
      <summary style={{ cursor: 'pointer' }}>
        <span style={{ ...line, display: 'inline-flex', width: 'calc(100% - 20px)', verticalAlign: 'top' }}>
          <span>
            {mark} {g.words} <strong className="bw-figures">×{g.all.length}</strong>
          </span>
          <span className="bw-quiet">
            <Moment at={g.first.at} />
          </span>
        </span>
      </summary>
      <ul style={{ listStyle: 'none', margin: 0, padding: '4px 0 0 18px' }}>
        {g.all.map((n) => (
          <li key={n.id} style={{ ...line, padding: '4px 0' }}>
            {one(n, n.task?.caseNumber ?? t('task'))}
            <span className="bw-quiet">
              <Moment at={n.at} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
