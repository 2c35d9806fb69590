import { Alert, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { useGo } from '../../../platform/ui/go.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type BatchRecord, readForm } from '../api.ts'

/** What the task page gives to a form. */
export interface TaskProp {
  task: { id: number; revision: number; form: string }
}
export type FormBatch = Reply<typeof readForm>

/** Loads the batch a form is about; refusals in words. */
export const WithBatch = ({ task, children }: TaskProp & { children: (batch: FormBatch) => ReactNode }): ReactNode => {
  const { data, error, refetch } = useCall(
    readForm,
    { params: { id: task.id } },
    {
      // While a file is being read its progress is looked at again and again.
      refetchInterval: (q) => (q.state.data?.uploads.some((u) => u.state === 'queued' || u.state === 'running') ? 1500 : false),
    },
  )
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />
  return (
    <>
      <LastWord batch={data} />
      {children(data)}
    </>
  )
}

/** One defect in words: where, what, and what was noted. */
export const defectText = (d: BatchRecord['checks'][number]['defects'][number]): string =>
  [d.page === null ? '' : i18n.t('dossiers:page.no', { n: d.page }), i18n.t(`dossiers:codes.${d.code}`), d.note].filter(Boolean).join(' ')

/** Why the batch came back, or what the step before had to say: whoever goes on must not have to look for it. */
const LastWord = ({ batch }: { batch: FormBatch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const last = batch.checks.at(-1)
  if (!last || (last.outcome === 'pass' && last.note === '')) return null
  const defects = [...new Set(last.defects.map(defectText))]
  return (
    <Alert
      type={last.outcome === 'pass' || last.outcome === 'settled' ? 'info' : 'warning'}
      showIcon
      className="bw-gap"
      title={`${t(`kinds.${last.kind}`)} · ${t(`outcomes.${last.outcome}`)} · ${last.by}`}
      description={[...defects, last.note].filter(Boolean).join(' · ') || undefined}
    />
  )
}

/** Runs the act that ends a form: says it is done and goes back to the tasks; a refusal stays on the page. */
export const useFinish = (): { busy: boolean; problem: unknown; finish: (act: () => Promise<unknown>, words: string) => Promise<void> } => {
  const go = useGo()
  const tell = useTell()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  return {
    busy,
    problem,
    finish: async (act, words) => {
      setBusy(true)
      setProblem(null)
      // Pictures that are still waited for are given up first (see Ending): the step ends the access they need.
      await new Promise((done) => setTimeout(done, 60))
      try {
        await act()
        tell.done(words)
        go('/tasks', { replace: true })
      } catch (e) {
        setProblem(e)
        // Only a refused step goes on: behind one that is over nothing may be asked for any more.
        setBusy(false)
      }
    },
  }
}
