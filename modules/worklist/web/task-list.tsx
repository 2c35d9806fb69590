import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { listTasks, type TaskItem } from '../api.ts'
import { AssignDrawer } from './assign-drawer.tsx'
import { CaseName, stateTone, TaskDue, useStepName } from './shown.tsx'

const services = ['filing-entry', 'scan-catalogue', 'service-of-process'] as const

const TaskList = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const may = useMay()
  const me = useMe()
  const name = useStepName()
  const [picked, setPicked] = useState<{ tasks: TaskItem[]; done: () => void } | null>(null)
  // Who oversees or manages has hardly a task of his own: he meets the court's or his teams' first.
  const first = may('worklist.court') ? 'court' : may('worklist.lead') && me.roles.includes('projectManager') ? 'team' : 'mine'
  const scopes = ['mine', 'pool', ...(may('worklist.lead') ? ['team'] : []), ...(may('worklist.court') ? ['court'] : [])]
  return (
    <>
      <ListPage
        name="tasks"
        live
        title={t('tasks')}
        endpoint={listTasks}
        fixed={{ scope: first }}
        rowKey={(r) => r.id}
        open={(r) => `/tasks/${r.id}`}
        filters={[
          { key: 'scope', kind: 'choice', label: t('scope.label'), options: scopes.map((s) => ({ value: s, label: t(`scope.${s}`) })) },
          { key: 'key', kind: 'choice', label: t('key.label'), options: services.map((s) => ({ value: s, label: t(`key.${s}`) })) },
          { key: 'late', kind: 'choice', label: t('late'), options: [{ value: 'true', label: t('yes') }] },
        ]}
        columns={[
          { key: 'step', title: t('step'), render: (r) => name(r) },
          { key: 'due', title: t('due'), render: (r) => <TaskDue task={r} /> },
          { key: 'case', title: t('caseOf'), render: (r) => <CaseName task={r} /> },
          { key: 'item', title: t('item'), render: (r) => t(`key.${r.key}`, { defaultValue: name(r) }) },
          { key: 'state', title: t('stateLabel'), render: (r) => <StateTag tone={stateTone[r.state]}>{t(`state.${r.state}`)}</StateTag> },
          { key: 'who', title: t('who'), render: (r) => r.assigneeName ?? <span className="bw-quiet">{t('nobody')}</span> },
          { key: 'opened', title: t('opened'), hidden: true, render: (r) => <Moment at={r.openedAt} /> },
        ]}
        bulk={
          may('worklist.lead')
            ? (rows, done) => [{ key: 'assign', label: t('act.assign'), run: () => setPicked({ tasks: [...rows], done }) }]
            : undefined
        }
        empty={t('empty.list')}
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
