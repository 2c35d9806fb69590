import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'

/** How a post stands: filled, or how many are missing, since when, to be filled by when. */
export const Stands = ({ missing, since, dueAt }: { missing: number; since: string | null; dueAt: string | null }): ReactNode => {
  const { t } = useTranslation('staffing')
  if (missing === 0 || !since) return <StateTag tone="done">{t('full')}</StateTag>
  return (
    <span>
      <StateTag tone="late">{t('missingN', { n: missing })}</StateTag>{' '}
      <span className="bw-quiet">
        {t('since')} <Moment at={since} />
        {dueAt ? ` · ${t('fillBy', { date: dateText(dueAt) })}` : null}
      </span>
    </span>
  )
}
