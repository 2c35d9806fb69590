import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { finishCall } from '../api.ts'
import { kindKeys, kindOf, matters } from '../rules/kinds.ts'
import type { DeskCall } from './in-hand.tsx'

interface Values {
  matter: (typeof matters)[number]
  note?: string
  outcome: 'answered' | 'ticket'
  kind?: (typeof kindKeys)[number]
  callerName?: string
  text?: string
}
/** Hang-up: what it was about; a ticket where the answer is not the agent's to give. */
export const FinishForm = ({
  call,
  refused,
  open,
  close,
}: {
  call: DeskCall
  refused: readonly string[]
  open: boolean
  close: () => void
}): ReactNode => {
  const { t } = useTranslation('hotline')
  const tell = useTell()
  const finish = useAct(finishCall)
  const ticket = (v: Record<string, unknown>): boolean => v.outcome === 'ticket'
  return (
    <FormDrawer
      title={t('finish.title')}
      open={open}
      close={close}
      lead={t('finish.lead')}
      initial={{ outcome: 'answered' }}
      codes={{ 'ticket-needs-case': 'kind' }}
      fields={[
        {
          name: 'matter',
          kind: 'choice',
          label: t('finish.matter'),
          required: true,
          options: matters.map((m) => ({ value: m, label: t(`matter.${m}`) })),
        },
        {
          name: 'outcome',
          kind: 'radio',
          label: t('finish.outcome'),
          required: true,
          options: ['answered', 'ticket'].map((o) => ({ value: o, label: t(`finish.${o}`) })),
        },
        {
          name: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          required: true,
          when: ticket,
          options: kindKeys.filter((k) => !kindOf(k).needsCase || call.level > 0).map((k) => ({ value: k, label: t(`kind.${k}`) })),
          hint: call.level > 0 ? undefined : t('finish.needsCase'),
        },
        { name: 'callerName', kind: 'text', label: t('callerName'), max: 100, when: ticket },
        { name: 'text', kind: 'longtext', label: t('ticketText'), required: true, max: 5000, rows: 5, when: ticket },
        { name: 'note', kind: 'longtext', label: t('finish.note'), max: 1000, hint: t('finish.noteHint') },
      ]}
      submit={async (v) => {
        const { matter, note = '', outcome, kind, callerName = '', text } = v as unknown as Values
        const done = await finish.mutateAsync({
          params: { id: call.id },
          revision: call.revision,
          body: { matter, note, refused: refused as never, ticket: outcome === 'ticket' ? { kind: kind!, callerName, text: text! } : null },
        })
        tell.done(done.ticketNumber ? t('finish.doneTicket', { number: done.ticketNumber }) : t('finish.done'))
      }}
    />
  )
}
