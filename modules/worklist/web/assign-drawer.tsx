import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemWords } from '../../../platform/ui/i18n.ts'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { assign, assignable } from '../api.ts'

/** People who could do a task, with their load; who is not through the gate is named as such and refused by the server. */
export const usePeople = (taskId: number | null): { value: string; label: string }[] => {
  const { t } = useTranslation('worklist')
  const { data } = useCall(assignable, { params: { id: taskId ?? 0 } }, { enabled: taskId !== null })
  return (data?.items ?? []).map((p) => ({
    value: String(p.personId),
    label: `${p.name} · ${p.admitted ? t('load', { n: p.open }) : t('notAdmitted')}`,
  }))
}

export const AssignDrawer = ({ tasks, close }: { tasks: readonly { id: number }[] | null; close: () => void }): ReactNode => {
  const { t } = useTranslation('worklist')
  const tell = useTell()
  const give = useAct(assign)
  const people = usePeople(tasks?.[0]?.id ?? null)
  return (
    <FormDrawer
      title={t('act.assign')}
      open={tasks !== null}
      close={close}
      fields={[{ name: 'personId', kind: 'choice', label: t('who'), required: true, numeric: true, options: people }]}
      submit={async (v) => {
        const r = await give.mutateAsync({ body: { personId: Number(v.personId), taskIds: (tasks ?? []).map((x) => x.id) } })
        if (r.assigned > 0) tell.done(t('assigned', { n: r.assigned }))
        // Each reason once, with its figures and what to do; a refusal is not told in the green of what was done.
        const why = new Map(r.refused.map((x) => [problemWords(x.code, x.detail).text, problemWords(x.code, x.detail).todo ?? '']))
        if (r.refused.length)
          tell.notAll(t('refusedSome', { n: r.refused.length }), [...why].map(([text, todo]) => `${text}${todo}`).join(' '))
      }}
    />
  )
}
