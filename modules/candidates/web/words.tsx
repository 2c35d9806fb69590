import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import type { CandidateState } from '../rules/candidate.ts'

export const stateTone: Record<CandidateState, Tone> = {
  draft: 'plain',
  proposed: 'active',
  reviewed: 'active',
  accepted: 'done',
  rejected: 'late',
  closed: 'closed',
  erased: 'closed',
}
/** Why somebody stands where he stands in the list (7.1.1.3). */
export const RankTags = ({ law, years }: { law: boolean; years: number }): ReactNode => {
  const { t } = useTranslation('candidates')
  if (!law && years === 0) return <span className="bw-quiet">—</span>
  return (
    <span>
      {law ? <StateTag tone="done">{t('lawTag')}</StateTag> : null}{' '}
      {years > 0 ? <StateTag tone="done">{t('yearsTag', { n: years })}</StateTag> : null}
    </span>
  )
}
