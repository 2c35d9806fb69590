import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listReplacements, listVacancies } from '../api.ts'
import { requestTone } from './replacements.tsx'

const SHOWN = 6
/** What is below its minimum, and which replacements are asked for or wait for the court. Says nothing when all is filled. */
const BenchStaffing = (): ReactNode => (useMay()('staffing.requests') ? <Short /> : null)
const Short = (): ReactNode => {
  const { t } = useTranslation('staffing')
  const vacancies = useCall(listVacancies, { query: { open: 'yes', limit: SHOWN } }).data?.items ?? []
  const asked = useCall(listReplacements, { query: { state: 'asked', limit: SHOWN } }).data?.items ?? []
  const offered = useCall(listReplacements, { query: { state: 'offered', limit: SHOWN } }).data?.items ?? []
  const rows = [
    ...vacancies.map((v) => ({
      key: `v${v.id}`,
      what: (
        <>
          <Go to="/staffing">{v.post ?? t('whole')}</Go> <span className="bw-quiet">{v.engagement}</span>
        </>
      ),
      stands: <StateTag tone="late">{t('missingN', { n: v.missing })}</StateTag>,
    })),
    ...[...asked, ...offered].map((r) => ({
      key: `r${r.id}`,
      what: (
        <>
          <Go to="/staffing/replacements">{t('replaceWhat', { what: r.person ?? r.post ?? t('whole') })}</Go>{' '}
          <span className="bw-quiet">{t('until', { date: dateText(r.dueOn) })}</span>
        </>
      ),
      stands: <StateTag tone={requestTone(r)}>{r.overdue ? t('overdue') : t(`state.${r.state}`)}</StateTag>,
    })),
  ].slice(0, SHOWN)
  if (rows.length === 0) return null
  return (
    <Panel title={t('bench')} extra={<Go to="/staffing">{t('benchAll')}</Go>}>
      <Lines rows={rows} />
    </Panel>
  )
}
export default BenchStaffing
