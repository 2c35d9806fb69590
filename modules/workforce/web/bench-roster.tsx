import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listRoster } from '../api.ts'

/** Who may not work yet, or not any more, and what is missing (6.6.1): for whoever answers for people. */
const BenchRoster = (): ReactNode => (useMay()('workforce.see') ? <Roster /> : null)
const Roster = (): ReactNode => {
  const { t } = useTranslation('workforce')
  const { data } = useCall(listRoster, { query: { admitted: 'no', limit: 6 } })
  return (
    <Panel title={t('bench.title')} extra={<Go to="/workforce?admitted=no">{t('bench.all')}</Go>}>
      <Lines
        none={t('bench.none')}
        rows={data?.items.map((r) => ({
          key: r.personId,
          what: (
            <>
              <Go to={`/workforce/${r.personId}`}>{r.name}</Go>{' '}
              <span className="bw-quiet">
                {r.vetoed ? r.team : listText(r.missing.map((m) => t(`factKind.${m}`, { defaultValue: t(`item.${m}`) })))}
              </span>
            </>
          ),
          stands: r.vetoed ? <StateTag tone="late">{t('vetoed')}</StateTag> : <StateTag tone="soon">{t('notAdmitted')}</StateTag>,
        }))}
      />
    </Panel>
  )
}
export default BenchRoster
