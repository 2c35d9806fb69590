import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listLeaves } from '../api.ts'
import { leaveTone, SpanText } from './shown.tsx'

/** Who leads people sees what waits for a decision and who is away now. Says nothing when there is neither. */
const BenchLeaves = (): ReactNode => (useMay()('attendance.lead') ? <Waiting /> : null)
const Waiting = (): ReactNode => {
  const { t } = useTranslation('attendance')
  const asked = useCall(listLeaves, { query: { state: 'asked', limit: 6 } }).data?.items ?? []
  const away = useCall(listLeaves, { query: { running: 'yes', limit: 6 } }).data?.items ?? []
  const rows = [...asked, ...away].slice(0, 6)
  if (rows.length === 0) return null
  return (
    <Panel title={t('leaves')} extra={<Go to="/attendance/leaves">{t('all')}</Go>}>
      <Lines
        rows={rows.map((r) => ({
          key: r.id,
          what: (
            <>
              <Go to={`/attendance/leaves/${r.id}`}>{r.name}</Go>{' '}
              <span className="bw-quiet">
                <SpanText of={r} />
              </span>
            </>
          ),
          stands: <StateTag tone={leaveTone(r)}>{r.running ? t('running') : t(`states.${r.state}`)}</StateTag>,
        }))}
      />
    </Panel>
  )
}
export default BenchLeaves
