import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listAgreements } from '../api.ts'
import type { Stand } from '../rules.ts'
import { standTone } from './agreements-list.tsx'

const SHOWN = 6
/** 附录 E: who has not signed, whose paper waits to be checked, who must sign the new version by a day. Says nothing when all is signed. */
const BenchAgreements = (): ReactNode => (useMay()('agreements.see') ? <Agreements /> : null)
const useStand = (stand: Stand) => useCall(listAgreements, { query: { stand, limit: SHOWN } }).data?.items ?? []
const Agreements = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const [lapsed, none, waiting, due] = [useStand('lapsed'), useStand('none'), useStand('waiting'), useStand('due')]
  const rows = [...lapsed, ...none, ...waiting, ...due].slice(0, SHOWN)
  if (rows.length === 0) return null
  return (
    <Panel title={t('bench.title')} extra={<Go to="/agreements">{t('bench.all')}</Go>}>
      <Lines
        rows={rows.map((r) => ({
          key: r.personId,
          what: (
            <>
              {r.waitingId ? <Go to={`/agreements/${r.waitingId}`}>{r.name}</Go> : <Go to={`/workforce/${r.personId}`}>{r.name}</Go>}
              {r.mustBy ? <span className="bw-quiet"> · {t('bench.mustBy', { date: dateText(r.mustBy) })}</span> : null}
            </>
          ),
          stands: <StateTag tone={standTone[r.stand]}>{t(`stand.${r.stand}`)}</StateTag>,
        }))}
      />
    </Panel>
  )
}
export default BenchAgreements
