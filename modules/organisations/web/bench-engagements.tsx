import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listEngagements } from '../api.ts'
import { engagementTone } from './engagements-list.tsx'

/** The contractor's office: where we work, until when, and whether enough of us are there. */
const BenchEngagements = (): ReactNode => {
  const may = useMay()
  return useMe().side === 'contractor' && may('organisations.contractors.see') ? <Ours /> : null
}
const Ours = (): ReactNode => {
  const { t } = useTranslation('organisations')
  const { data } = useCall(listEngagements, { query: { limit: 20 } })
  return (
    <Panel title={t('engagements.title')} extra={<Go to="/engagements">{t('engagements.all')}</Go>}>
      <Lines
        none={t('engagements.none')}
        rows={data?.items
          .filter((e) => e.state !== 'ended')
          .map((e) => ({
            key: `${e.courtId}-${e.id}`,
            what: (
              <>
                <Go to={`/engagements/${e.id}`}>{e.title}</Go> <span className="bw-quiet">{e.courtName}</span>
                <br />
                <span className="bw-quiet">
                  {t('engagements.benchLine', { until: dateText(e.untilDate), staff: e.staff, min: e.minStaff })}
                </span>
              </>
            ),
            stands:
              e.staff < e.minStaff ? (
                <StateTag tone="late">{t('engagements.tooFew')}</StateTag>
              ) : (
                <StateTag tone={engagementTone[e.state]}>{t(`state.${e.state}`)}</StateTag>
              ),
          }))}
      />
    </Panel>
  )
}
export default BenchEngagements
