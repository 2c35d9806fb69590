import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { monthText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listMonths, listStatements, wageStandings } from '../api.ts'
import { tones } from './months-list.tsx'
import { periodText } from './period.ts'

const SHOWN = 6
/** What of wages and expenses waits for the court. Says nothing to others, and nothing when nothing waits. */
const BenchWages = (): ReactNode => (useMay()('wages.decide') ? <Waiting /> : null)
const Waiting = (): ReactNode => {
  const { data } = useCall(wageStandings, {})
  return data?.toDecide ? <Lists n={data.toDecide} /> : null
}
const Lists = ({ n }: { n: number }): ReactNode => {
  const { t } = useTranslation('wages')
  const months = useCall(listMonths, { query: { waiting: 'yes', limit: SHOWN } }).data?.items ?? []
  const statements = useCall(listStatements, { query: { state: 'submitted', limit: SHOWN } }).data?.items ?? []
  return (
    <Panel title={t('bench', { n })} extra={<Go to="/wages?waiting=yes">{t('benchAll')}</Go>}>
      <Lines
        rows={[
          ...months.map((m) => ({
            key: `${m.engagementId} ${m.month}`,
            what: (
              <>
                <Go to={`/wages/${m.engagementId}/${m.month}`}>{t('benchMonth', { month: monthText(m.month) })}</Go>{' '}
                <span className="bw-quiet">{m.contractor}</span>
              </>
            ),
            stands: <StateTag tone={tones[m.state]}>{m.state === 'submitted' ? t('state.submitted') : t('causeAsked')}</StateTag>,
          })),
          ...statements.map((s) => ({
            key: s.id,
            what: (
              <>
                <Go to={`/expense-statements/${s.id}`}>
                  {t('statementTitle', { period: periodText(t, s.period), kind: t(`statementShort.${s.kind}`) })}
                </Go>{' '}
                <span className="bw-quiet">{s.contractor}</span>
              </>
            ),
            stands: <StateTag tone={tones[s.state]}>{t(`state.${s.state}`)}</StateTag>,
          })),
        ].slice(0, SHOWN)}
      />
    </Panel>
  )
}
export default BenchWages
