import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { countAtDesk, handInAgain, handOut } from '../api-lists.ts'
import { handOutWays } from '../rules/kinds.ts'
import { CountTable, type Counted, Sheet, type TaskProp, useDone, WithMaterial } from './forms.tsx'
import { Content } from './shown.tsx'

/** The desk counts without seeing what was written; whether it agrees is the server's arithmetic. */
export const DeskCountTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('materials')
  const send = useAct(countAtDesk, { keep: true })
  const done = useDone()
  const [counts, setCounts] = useState<Counted[]>([])
  return (
    <WithMaterial task={task}>
      {(m) => (
        <Sheet lead={t('deskCount.lead', { name: m.senderName, addressee: m.addressee })}>
          <CountTable m={m} value={counts} onChange={setCounts} blank />
          <SchemaForm
            fields={[{ name: 'note', kind: 'longtext', label: t('deskCount.note'), max: 500 }]}
            submitLabel={t('deskCount.send')}
            submit={async (v) => {
              const r = await send.mutateAsync({
                params: { id: task.id },
                revision: m.taskRevision,
                body: { counts, note: v.note ? String(v.note) : '' },
              })
              done(t(r.matched ? 'deskCount.matched' : 'deskCount.differs'))
            }}
          />
        </Sheet>
      )}
    </WithMaterial>
  )
}
export const HandInAgainTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('materials')
  const send = useAct(handInAgain, { keep: true })
  const done = useDone()
  const [counts, setCounts] = useState<Counted[]>([])
  return (
    <WithMaterial task={task}>
      {(m) => (
        <Sheet lead={t('again.lead')}>
          {m.events
            .filter((e) => e.kind === 'differs' && e.note)
            .map((e) => (
              <Alert key={e.at} type="warning" showIcon className="bw-gap" title={[e.note, e.by].filter(Boolean).join(' · ')} />
            ))}
          <CountTable m={m} value={counts} onChange={setCounts} />
          <SchemaForm
            fields={[{ name: 'note', kind: 'longtext', label: t('again.note'), required: true, max: 500 }]}
            submitLabel={t('again.send')}
            submit={async (v) => {
              await send.mutateAsync({ params: { id: task.id }, revision: m.taskRevision, body: { note: String(v.note), items: counts } })
              done(t('again.done'))
            }}
          />
        </Sheet>
      )}
    </WithMaterial>
  )
}
export const HandOutTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('materials')
  const send = useAct(handOut, { keep: true })
  const done = useDone()
  return (
    <WithMaterial task={task}>
      {(m) => (
        <Sheet lead={t('handOut.lead', { addressee: m.addressee })}>
          <Content items={m.content} />
          <SchemaForm
            schema={handOut.body!}
            initial={{ how: 'pickup', receiver: m.addressee.slice(0, 100) }}
            fields={[
              {
                name: 'how',
                kind: 'radio',
                label: t('handOut.how'),
                required: true,
                options: handOutWays.map((w) => ({ value: w, label: t(`handOut.way.${w}`) })),
              },
              { name: 'receiver', kind: 'text', label: t('handOut.receiver'), required: true, max: 100 },
              { name: 'mailNo', kind: 'text', label: t('mailNo'), required: true, max: 60, figures: true, when: (v) => v.how === 'mail' },
              { name: 'note', kind: 'longtext', label: t('note'), max: 500 },
            ]}
            submitLabel={t('handOut.send')}
            submit={async (v) => {
              await send.mutateAsync({
                params: { id: task.id },
                revision: m.taskRevision,
                body: v as z.input<NonNullable<typeof handOut.body>>,
              })
              done(t('handOut.done'))
            }}
          />
        </Sheet>
      )}
    </WithMaterial>
  )
}
