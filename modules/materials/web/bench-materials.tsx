import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { DueTag } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listMaterials } from '../api.ts'
import { listLists } from '../api-lists.ts'
import { MaterialDue, Urgent } from './shown.tsx'

/** Each desk's morning: what waits for a signature, for a match, for a word of the court. */
const BenchMaterials = (): ReactNode => {
  const { roles, permissions } = useMe()
  if (!permissions.has('materials.read')) return null
  if (roles.some((r) => r === 'judge' || r === 'clerk')) return <ToSign />
  if (roles.includes('filingOfficer')) return <Some view="escalated" />
  if (roles.includes('teamLead')) return <Both />
  return null
}
const Both = (): ReactNode => (
  <>
    <Some view="pool" />
    <Some view="unsigned" />
  </>
)
const ToSign = (): ReactNode => {
  const { t } = useTranslation('materials')
  const { data } = useCall(listLists, { query: { view: 'mine', limit: 8 } })
  if (!data?.items.length) return null
  return (
    <Panel title={t('bench.sign')} extra={<Go to="/materials/lists?view=mine">{t('bench.all')}</Go>}>
      <Lines
        rows={data.items.map((l) => ({
          key: l.id,
          what: (
            <>
              <Go to={`/materials/lists/${l.id}`}>{l.number}</Go>{' '}
              <span className="bw-quiet">{t('lists.openOf', { open: l.open, n: l.lines })}</span> <Urgent urgent={l.urgent} />
            </>
          ),
          stands: <DueTag due={l.dueAt} />,
        }))}
      />
    </Panel>
  )
}
const Some = ({ view }: { view: 'escalated' | 'pool' | 'unsigned' }): ReactNode => {
  const { t } = useTranslation('materials')
  const { data } = useCall(listMaterials, { query: { view, limit: 8 } })
  if (!data?.items.length) return null
  return (
    <Panel title={t(`bench.${view}`)} extra={<Go to={`/materials?view=${view}`}>{t('bench.all')}</Go>}>
      <Lines
        rows={data.items.map((m) => ({
          key: m.id,
          what: (
            <>
              {m.senderName ? <Go to={`/materials/${m.id}`}>{m.number}</Go> : m.number}{' '}
              <span className="bw-quiet">{view === 'unsigned' ? m.recipientName : (m.senderName ?? '')}</span> <Urgent urgent={m.urgent} />
            </>
          ),
          stands: <MaterialDue m={m} />,
        }))}
      />
    </Panel>
  )
}
export default BenchMaterials
