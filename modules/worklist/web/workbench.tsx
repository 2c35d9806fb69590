import { Empty, Skeleton } from 'antd'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { BoardPage, Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { waysIn } from '../../cases/web/public.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { live } from '../../../platform/ui/live.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { slotPieces } from '../../../platform/ui/slots.ts'
import { listNotices, listTasks, taskSummary, teamLoad } from '../api.ts'
import { FirstSteps } from './first-steps.tsx'
import { NoticeGroup, useFolded } from './told.tsx'
import { CaseName, TaskDue, useStepName } from './shown.tsx'

/** Counted to a thousand; nobody reads further here. */
const shownTo = (n: number | null | undefined): number | string | null | undefined => (typeof n === 'number' && n >= 1000 ? '999+' : n)

/** Administrators, hr and finance have no tasks: what the court still lacks, what they answer for, and what they have been told. */
const AdminBench = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const may = useMay()
  return (
    <BoardPage title={t('workbench')}>
      {may('worklist.firstSteps') ? <FirstSteps /> : null}
      <Panel title={t('notices')} extra={<Go to="/notices">{t('panel.toMe')}</Go>} wide={may('worklist.firstSteps')}>
        <Told />
      </Panel>
      {slotPieces('workbench').map(([key, Piece]) => (
        <Suspense key={key} fallback={null}>
          <Piece />
        </Suspense>
      ))}
    </BoardPage>
  )
}
const Workbench = (): ReactNode => {
  const may = useMay()
  return may('worklist.work') ? <TaskBench /> : <AdminBench />
}

/** The page people open in the morning: what is late, what is due today, what can be taken, how the team stands. */
const TaskBench = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const me = useMe()
  const may = useMay()
  const { data, error, refetch } = useCall(taskSummary, {}, live)
  const lead = may('worklist.lead') && me.side === 'contractor'
  // Who manages has steps of his own only now and then: what his teams are late with stands there instead.
  const managing = lead && me.roles.includes('projectManager')
  // Who watches the whole court has little of his own: what is due first anywhere stands there instead of an empty list.
  const overseer = may('worklist.court')
  return (
    <BoardPage
      title={t('workbench')}
      error={error}
      retry={() => void refetch()}
      figures={[
        // Red rows beneath and a 0 above them would contradict each other: who oversees the court is told the court's figures first.
        ...(overseer
          ? [
              {
                key: 'courtLate',
                label: t('figure.courtLate'),
                value: shownTo(data?.courtLate),
                to: '/tasks?scope=court&late=true',
                tone: data?.courtLate ? ('late' as const) : ('plain' as const),
              },
              {
                key: 'courtToday',
                label: t('figure.courtToday'),
                value: shownTo(data?.courtToday),
                to: '/tasks?scope=court',
                tone: data?.courtToday ? ('soon' as const) : ('plain' as const),
              },
              { key: 'courtOpen', label: t('figure.courtOpen'), value: shownTo(data?.courtOpen), to: '/tasks?scope=court' },
            ]
          : [
              {
                key: 'mineLate',
                label: t('figure.mineLate'),
                value: shownTo(data?.mineLate),
                to: '/tasks?late=true',
                tone: data?.mineLate ? ('late' as const) : ('plain' as const),
              },
              {
                key: 'mineToday',
                label: t('figure.mineToday'),
                value: shownTo(data?.mineToday),
                to: '/tasks',
                tone: data?.mineToday ? ('soon' as const) : ('plain' as const),
              },
            ]),
        { key: 'mine', label: t('figure.mine'), value: shownTo(data?.mine), to: '/tasks' },
        { key: 'pool', label: t('figure.pool'), value: shownTo(data?.pool), to: '/tasks?scope=pool' },
        ...(lead
          ? [
              { key: 'team', label: t('figure.team'), value: shownTo(data?.team), to: '/tasks?scope=team' },
              {
                key: 'teamLate',
                label: t('figure.teamLate'),
                value: shownTo(data?.teamLate),
                to: '/tasks?scope=team&late=true',
                tone: data?.teamLate ? ('late' as const) : ('plain' as const),
              },
            ]
          : []),
      ]}
    >
      {may('worklist.firstSteps') ? <FirstSteps /> : null}
      {overseer ? (
        <Panel title={t('panel.court')} extra={<Go to="/tasks?scope=court">{t('panel.toMe')}</Go>} wide>
          <Tasks scope="court" />
        </Panel>
      ) : null}
      {managing ? (
        <Panel title={t('panel.teamNext')} extra={<Go to="/tasks?scope=team">{t('panel.toMe')}</Go>} wide>
          <Tasks scope="team" />
        </Panel>
      ) : null}
      {(overseer || managing) && !data?.mine ? null : (
        <Panel title={t('panel.next')} extra={<Go to="/tasks">{t('panel.toMe')}</Go>} wide={!lead && !overseer}>
          <Tasks scope="mine" />
          {data?.mine === 0 ? <HandOver /> : null}
        </Panel>
      )}
      {(overseer || managing) && !data?.pool ? null : (
        <Panel title={t('panel.pool')} extra={<Go to="/tasks?scope=pool">{t('panel.toMe')}</Go>}>
          <Tasks scope="pool" />
        </Panel>
      )}
      <Panel title={t('notices')} extra={<Go to="/notices">{t('panel.toMe')}</Go>}>
        <Told />
      </Panel>
      {lead ? (
        <Panel title={t('panel.team')}>
          <Load />
        </Panel>
      ) : null}
      {slotPieces('workbench').map(([key, Piece]) => (
        <Suspense key={key} fallback={null}>
          <Piece />
        </Suspense>
      ))}
    </BoardPage>
  )
}

/** Nothing in hand: whoever hands work over begins here. */
const HandOver = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const may = useMay()
  const mine = waysIn().filter((w) => may(w.permission))
  if (mine.length === 0) return null
  return (
    <p className="bw-acts" style={{ justifyContent: 'center' }}>
      <span className="bw-quiet">{t('handOver')}</span>
      {mine.map((w) => (
        <Go key={w.to} to={w.to}>
          {i18n.t(w.label)}
        </Go>
      ))}
    </p>
  )
}

const Tasks = ({ scope }: { scope: 'mine' | 'pool' | 'team' | 'court' }): ReactNode => {
  const { t } = useTranslation('worklist')
  const name = useStepName()
  const { data } = useCall(listTasks, { query: { scope, limit: 8 } }, live)
  if (!data) return <Skeleton active paragraph={{ rows: 4 }} title={false} />
  if (data.items.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty.list')} />
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {data.items.map((x) => (
        <li
          key={x.id}
          style={{
            padding: '7px 0',
            display: 'flex',
            gap: 10,
            justifyContent: 'space-between',
            flexWrap: 'wrap',
            borderBottom: '1px solid var(--bw-line, #edf0f4)',
          }}
        >
          <span>
            <Go to={`/tasks/${x.id}`}>{name(x)}</Go>
            {scope === 'pool' ? null : (
              <>
                {' '}
                · <CaseName task={x} />
              </>
            )}
            {scope === 'court' || scope === 'team' ? (
              <span className="bw-quiet"> · {x.assigneeName ? t('handler', { name: x.assigneeName }) : t('nobody')}</span>
            ) : null}
          </span>
          <TaskDue task={x} />
        </li>
      ))}
    </ul>
  )
}

/** The last few notices; the bell says how many are unread. */
const Told = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const { data } = useCall(listNotices, { query: { limit: 40 } }, live)
  const groups = useFolded(data?.items)
  if (!groups) return <Skeleton active paragraph={{ rows: 4 }} title={false} />
  if (groups.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty.notices')} />
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {groups.slice(0, 6).map((g) => (
        <li key={g.first.id} style={{ padding: '7px 0', borderBottom: '1px solid var(--bw-line, #edf0f4)' }}>
          <NoticeGroup group={g} />
        </li>
      ))}
    </ul>
  )
}

const Load = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const { data } = useCall(teamLoad, {}, live)
  if (!data) return <Skeleton active paragraph={{ rows: 4 }} title={false} />
  if (data.items.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty.team')} />
  const most = Math.max(1, ...data.items.map((x) => x.open))
  return (
    <table className="bw-figures" style={{ width: '100%' }}>
      <thead>
        <tr>
          <th align="left">{t('person')}</th>
          <th align="left">{t('open')}</th>
          <th align="right">{t('lateCount')}</th>
        </tr>
      </thead>
      <tbody>
        {data.items.map((x) => (
          <tr key={x.personId}>
            <td>{x.name}</td>
            <td>
              <span
                aria-hidden
                style={{
                  display: 'inline-block',
                  height: 8,
                  width: `${(x.open / most) * 100}px`,
                  background: '#1f4b8f',
                  marginInlineEnd: 6,
                }}
              />
              {x.open}
            </td>
            <td align="right">{x.late ? <Go to={`/tasks?scope=team&assigneeId=${x.personId}&late=true`}>{x.late}</Go> : 0}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
export default Workbench
