import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Act } from '../../../platform/ui/acts.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go, useSearchText } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { live } from '../../../platform/ui/live.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listTasks, type TaskItem, taskSummary } from '../api.ts'
import { claimMany, readClaiming } from '../api-claims.ts'
import { AssignDrawer } from './assign-drawer.tsx'
import { NotClaimed, type Refused } from './not-claimed.tsx'
import { CaseName, stateTone, TaskDue, useStepName, whyShut } from './shown.tsx'

const services = ['filing-entry', 'scan-catalogue', 'service-of-process', 'materials', 'hotline'] as const

const TaskList = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const may = useMay()
  const me = useMe()
  const name = useStepName()
  const tell = useTell()
  const [picked, setPicked] = useState<{ tasks: TaskItem[]; done: () => void } | null>(null)
  const [refused, setRefused] = useState<Refused[]>([])
  const take = useAct(claimMany)
  // Who oversees or manages has hardly a task of his own: he meets the court's or his teams' first.
  const first = may('worklist.court') ? 'court' : may('worklist.lead') && me.roles.includes('projectManager') ? 'team' : 'mine'
  const scopes = ['mine', 'pool', ...(may('worklist.lead') ? ['team'] : []), ...(may('worklist.court') ? ['court'] : [])]
  const scope = useSearchText()[0].scope ?? first
  const pool = scope === 'pool'
  const claiming = useCall(readClaiming, {}, { ...live, enabled: pool }).data?.can
  const waiting = useCall(taskSummary, {}, { ...live, enabled: scope === 'mine' }).data?.pool ?? 0
  const claim = async (rows: TaskItem[], done: () => void): Promise<void> => {
    setRefused([])
    const r = await take.mutateAsync({ body: { tasks: rows.map((x) => ({ id: x.id, revision: x.revision })) } })
    if (r.claimed > 0) tell.done(t('claimed', { n: r.claimed }))
    setRefused(r.refused.flatMap((x) => rows.filter((row) => row.id === x.taskId).map((task) => ({ ...x, task }))))
    done()
  }
  /** All that is chosen, or of a page chosen whole the one kind of step: a desk that wants the results of a day takes those and nothing else. */
  const claims = (rows: readonly TaskItem[], done: () => void): Act[] => {
    const kinds = Map.groupBy(rows, (r) => name(r))
    const one = (key: string, label: string, of: readonly TaskItem[], primary: boolean): Act => ({
      key,
      label,
      primary,
      can: claiming ?? false,
      run: () => claim([...of], done),
    })
    return [
      one('claim', t('act.claim'), rows, true),
      ...(kinds.size > 1 ? [...kinds].map(([step, of]) => one(`claim ${step}`, t('claimOnly', { step, n: of.length }), of, false)) : []),
    ]
  }
  return (
    <>
      <ListPage
        name="tasks"
        live
        title={t('tasks')}
        endpoint={listTasks}
        fixed={{ scope: first }}
        // A carrier's list of a day comes back to one desk: as many as that are taken at once.
        limit={pool ? 100 : 50}
        rowKey={(r) => r.id}
        open={(r) => `/tasks/${r.id}`}
        above={
          <>
            {pool && typeof claiming === 'string' ? (
              <Alert type="warning" showIcon title={t('cannotClaim')} description={whyShut(claiming)} style={{ marginBottom: 12 }} />
            ) : null}
            {refused.length > 0 ? <NotClaimed rows={refused} close={() => setRefused([])} /> : null}
          </>
        }
        filters={[
          { key: 'scope', kind: 'choice', label: t('scope.label'), options: scopes.map((s) => ({ value: s, label: t(`scope.${s}`) })) },
          { key: 'key', kind: 'choice', label: t('key.label'), options: services.map((s) => ({ value: s, label: t(`key.${s}`) })) },
          { key: 'late', kind: 'choice', label: t('late'), options: [{ value: 'true', label: t('yes') }] },
        ]}
        columns={[
          { key: 'step', title: t('step'), render: (r) => name(r) },
          { key: 'due', title: t('due'), render: (r) => <TaskDue task={r} /> },
          {
            key: 'case',
            title: t('caseOf'),
            render: (r) => (r.barred ? <span className="bw-quiet">{t('hiddenForGood')}</span> : <CaseName task={r} />),
          },
          { key: 'item', title: t('item'), render: (r) => t(`key.${r.key}`, { defaultValue: name(r) }) },
          {
            key: 'state',
            title: t('stateLabel'),
            render: (r) =>
              r.barred ? (
                <span title={whyShut(r.barred)}>
                  <StateTag tone="closed">{t(`barred.${r.barred}`)}</StateTag>
                </span>
              ) : (
                <StateTag tone={stateTone[r.state]}>{t(`state.${r.state}`)}</StateTag>
              ),
          },
          { key: 'who', title: t('who'), render: (r) => r.assigneeName ?? <span className="bw-quiet">{t('nobody')}</span> },
          { key: 'opened', title: t('opened'), hidden: true, render: (r) => <Moment at={r.openedAt} /> },
        ]}
        bulk={
          pool || may('worklist.lead')
            ? (rows, done) => [
                ...(pool ? claims(rows, done) : []),
                ...(may('worklist.lead')
                  ? [{ key: 'assign', label: t('act.assign'), run: () => setPicked({ tasks: [...rows], done }) }]
                  : []),
              ]
            : undefined
        }
        empty={scope === 'mine' && waiting > 0 ? t('empty.mine') : t('empty.list')}
        emptyMore={
          scope === 'mine' && waiting > 0 ? (
            <Go to="/tasks?scope=pool">{t('toPool', { n: waiting >= 1000 ? '999+' : waiting })}</Go>
          ) : pool ? (
            <Go to="/tasks?scope=mine">{t('scope.mine')}</Go>
          ) : undefined
        }
      />
      <AssignDrawer
        tasks={picked?.tasks ?? null}
        close={() => {
          picked?.done()
          setPicked(null)
        }}
      />
    </>
  )
}
export default TaskList
