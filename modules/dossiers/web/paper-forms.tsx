import { Button } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { coverSheet, receive, returnOriginals, returnSlip, wrongCase } from '../api.ts'
import { slipReasons } from '../rules.ts'
import { type FormBatch, type TaskProp, WithBatch } from './form-task.tsx'
import { PageGrid } from './page-grid.tsx'
import { usePages } from './use-pages.ts'

const useDone = (): ((words: string) => void) => {
  const go = useGo()
  const tell = useTell()
  return (words) => {
    tell.done(words)
    go('/tasks', { replace: true })
  }
}
const Sheet = ({ lead, children }: { lead: string; children: ReactNode }): ReactNode => (
  <div className="bw-sheet bw-pad bw-formsheet">
    <p className="bw-lead">{lead}</p>
    {children}
  </div>
)
const note = (v: Record<string, unknown>): string => (v.note ? String(v.note) : '')

export const ReceiveTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('dossiers')
  const send = useAct(receive, { keep: true })
  const done = useDone()
  return (
    <WithBatch task={task}>
      {(b) => (
        <Sheet lead={t('receive.lead', { expected: b.expectedPages })}>
          <p>
            <a href={addressOf(coverSheet, { params: { id: b.id } })} target="_blank" rel="noreferrer">
              {t('cover')} {b.number}
            </a>
          </p>
          <SchemaForm
            fields={[
              { name: 'pages', kind: 'number', label: t('receive.counted'), required: true, min: 0 },
              { name: 'note', kind: 'longtext', label: t('note'), max: 500 },
            ]}
            submitLabel={t('receive.send')}
            submit={async (v) => {
              await send.mutateAsync({ params: { id: task.id }, revision: b.taskRevision, body: { pages: Number(v.pages), note: note(v) } })
              done(t('receive.done'))
            }}
          />
        </Sheet>
      )}
    </WithBatch>
  )
}

export const SlipTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('dossiers')
  const send = useAct(returnSlip, { keep: true })
  const [slip, setSlip] = useState<{ number: string; paper: string } | null>(null)
  if (slip) return <Issued slip={slip} />
  return (
    <WithBatch task={task}>
      {(b) => (
        <Sheet lead={t('slip.lead')}>
          {b.receipts.at(-1) ? (
            <p className="bw-figures">
              {t('slip.counts', { sent: b.receipts.at(-1)?.sentPages, counted: b.receipts.at(-1)?.countedPages })}
            </p>
          ) : null}
          <SchemaForm
            draft={`dossiers.slip.${task.id}`}
            fields={[
              {
                name: 'reason',
                kind: 'radio',
                label: t('slip.reason'),
                required: true,
                options: slipReasons.map((r) => ({ value: r, label: t(`slipReasons.${r}`) })),
              },
              { name: 'note', kind: 'longtext', label: t('slip.what'), required: true, max: 1000 },
            ]}
            submitLabel={t('slip.send')}
            submit={async (v) => {
              setSlip(
                await send.mutateAsync({
                  params: { id: task.id },
                  revision: b.taskRevision,
                  body: { reason: v.reason as (typeof slipReasons)[number], note: note(v) },
                }),
              )
            }}
          />
        </Sheet>
      )}
    </WithBatch>
  )
}

/** The paper that goes back with the papers: printed now, for the access ended with the task. */
const Issued = ({ slip }: { slip: { number: string; paper: string } }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const go = useGo()
  const [address, setAddress] = useState('')
  useEffect(() => {
    const bytes = Uint8Array.from(atob(slip.paper), (c) => c.charCodeAt(0))
    const made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [slip])
  return (
    <Sheet lead={t('slip.done')}>
      <p role="status">{t('slip.issued', { number: slip.number })}</p>
      <div className="bw-acts bw-gap">
        <Button type="primary" href={address} download={`退回单-${slip.number}.pdf`}>
          {t('slip.print')}
        </Button>
        <Button onClick={() => go('/tasks', { replace: true })}>{t('slip.back')}</Button>
      </div>
    </Sheet>
  )
}

export const BatchPages = ({ batch }: { batch: FormBatch }): ReactNode => {
  const { data } = usePages(batch.id)
  return data ? <PageGrid pages={data} /> : null
}
export const WrongCaseTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('dossiers')
  const send = useAct(wrongCase, { keep: true })
  const done = useDone()
  return (
    <WithBatch task={task}>
      {(b) => (
        <>
          <Sheet lead={t('wrong.lead')}>
            <SchemaForm
              draft={`dossiers.wrong.${task.id}`}
              fields={[{ name: 'note', kind: 'longtext', label: t('wrong.what'), required: true, max: 1000 }]}
              submitLabel={t('wrong.send')}
              submit={async (v) => {
                await send.mutateAsync({ params: { id: task.id }, revision: b.taskRevision, body: { note: note(v) } })
                done(t('wrong.done'))
              }}
            />
          </Sheet>
          <BatchPages batch={b} />
        </>
      )}
    </WithBatch>
  )
}

export const OriginalsTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('dossiers')
  const send = useAct(returnOriginals, { keep: true })
  const done = useDone()
  return (
    <WithBatch task={task}>
      {(b) => (
        <Sheet lead={t('back.lead', { expected: b.expectedPages })}>
          <SchemaForm
            fields={[
              { name: 'pages', kind: 'number', label: t('back.pages'), required: true, min: 0 },
              { name: 'receiver', kind: 'text', label: t('back.receiver'), required: true, max: 100 },
              { name: 'note', kind: 'longtext', label: t('note'), max: 500 },
            ]}
            submitLabel={t('back.send')}
            submit={async (v) => {
              await send.mutateAsync({
                params: { id: task.id },
                revision: b.taskRevision,
                body: { pages: Number(v.pages), receiver: String(v.receiver), note: note(v) },
              })
              done(t('back.done'))
            }}
          />
        </Sheet>
      )}
    </WithBatch>
  )
}
