import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { type DutyItem, listDuties } from '../api.ts'
import { DutyDue, nameOf, SubjectName } from './shown.tsx'

const SHOWN = 6
/** Who answers for a side sees what it owes and what either side missed; everybody else only what is his own, if there is any. */
const answering = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'hr', 'finance']

const BenchDuties = (): ReactNode => {
  const may = useMay()
  const me = useMe()
  if (!may('duties.read')) return null
  return me.roles.some((r) => answering.includes(r)) ? <Sides /> : <Own />
}
const rowOf = (note: string | null) => (d: DutyItem) => ({
  key: d.id,
  what: (
    <>
      <Go to={`/duties/${d.id}`}>{nameOf(d)}</Go>{' '}
      <span className="bw-quiet">
        {note ? `${note} · ` : ''}
        <SubjectName duty={d} />
      </span>
    </>
  ),
  stands: <DutyDue duty={d} />,
})
const Sides = (): ReactNode => {
  const { t } = useTranslation('duties')
  const { data: ours } = useCall(listDuties, { query: { tab: 'ours', limit: SHOWN } })
  const { data: missed } = useCall(listDuties, { query: { tab: 'theirs', state: 'breached', limit: SHOWN } })
  const rows = ours && missed ? [...ours.items.map(rowOf(t('tab.ours'))), ...missed.items.map(rowOf(t('tab.theirs')))] : undefined
  return (
    <Panel title={t('bench.title')} extra={<Go to="/duties?tab=ours">{t('bench.all')}</Go>}>
      <Lines rows={rows?.slice(0, SHOWN + 2)} none={t('bench.none')} />
    </Panel>
  )
}
const Own = (): ReactNode => {
  const { t } = useTranslation('duties')
  const { data } = useCall(listDuties, { query: { tab: 'mine', limit: SHOWN } })
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('bench.mine')} extra={<Go to="/duties">{t('bench.all')}</Go>}>
      <Lines rows={data.items.map(rowOf(null))} />
    </Panel>
  )
}
export default BenchDuties
