import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { language, listText } from '../../../platform/ui/i18n.ts'
import type { Reply } from '../../../platform/ui/call.ts'
import type { checkProcess } from '../api.ts'
import { forms, stages } from '../rules/forms.ts'
import { lintLocale } from './lint-locale.ts'
import { valueText } from './value-words.ts'

export type FindingItem = Reply<typeof checkProcess>['findings'][number]

/** The offending word as people know it: a form by its title, a category by its name; what nobody knows is shown as it is written. */
const detailText = (f: FindingItem): string => {
  // Whoever writes a step by hand cannot know which forms there are.
  if (f.code === 'form-missing')
    return listText(Object.entries(forms).map(([key, form]) => `${key} ${language() === 'zh' ? form.titleZh : form.titleEn}`))
  const detail = f.detail ?? ''
  const kind = f.code.startsWith('form-')
    ? 'form'
    : f.code === 'sensitive-to-contractor'
      ? /^C\d$/.test(detail)
        ? 'fields'
        : 'categories'
      : f.code.startsWith('role-')
        ? 'role'
        : null
  return kind ? valueText(kind, detail, language(), () => null) : detail
}

/** The sentence of a finding; the element it is about is shown beside it. */
export const findingText = (f: FindingItem): string => {
  const words = (lintLocale as Record<string, { zh: string; en: string } | undefined>)[f.code]
  return (
    (words?.[language()] ?? f.code)
      .replaceAll('{{detail}}', detailText(f))
      // Who writes a step by hand needs the key, and what it means.
      .replaceAll('{{stages}}', listText(stages.map((s) => `${s} ${valueText('stage', s, language(), () => null)}`)))
  )
}

/** What keeps a file from running or from being published, with the element named; choosing one shows it on the diagram. */
export const Findings = ({ findings, onPick }: { findings: readonly FindingItem[]; onPick?: (id: string) => void }): ReactNode => {
  const { t } = useTranslation('processes')
  if (findings.length === 0) return <Alert type="success" showIcon role="status" title={t('lint.clean')} />
  return (
    <section className="bw-sheet bw-pad" aria-label={t('lint.title')}>
      <h2 className="bw-h2">{t('lint.found', { n: findings.length })}</h2>
      <ul>
        {findings.map((f, i) => (
          // Findings have no id; two of one kind on one element are told apart by their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={i}>
            {f.elementId ? (
              <>
                {onPick ? (
                  <button
                    type="button"
                    className="bw-sort"
                    style={{ fontWeight: 600, textDecoration: 'underline' }}
                    onClick={() => onPick(f.elementId ?? '')}
                  >
                    {f.elementName || f.elementId}
                  </button>
                ) : (
                  <strong>{f.elementName || f.elementId}</strong>
                )}{' '}
              </>
            ) : null}
            {findingText(f)}
          </li>
        ))}
      </ul>
    </section>
  )
}
