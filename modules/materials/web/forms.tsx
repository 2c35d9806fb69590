import { Alert, Button, InputNumber, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { Upload } from '../../../platform/ui/upload.tsx'
import { addScan, printReceipt } from '../api.ts'
import { findWrong, makeLists, putRight, readForm, readList } from '../api-lists.ts'
import { Content, kindText } from './shown.tsx'
import { SignSheet } from './sign.tsx'

/** What the task page gives to a form. */
export interface TaskProp {
  task: { id: number; revision: number; form: string }
}
export type FormMaterial = Reply<typeof readForm>
export const WithMaterial = ({
  task,
  children,
}: TaskProp & { children: (m: FormMaterial, refetch: () => void) => ReactNode }): ReactNode => {
  const { data, error, refetch } = useCall(readForm, { params: { id: task.id } })
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  return data ? children(data, () => void refetch()) : <Skeleton active paragraph={{ rows: 6 }} />
}
export const useDone = (): ((words: string, to?: string) => void) => {
  const go = useGo()
  const tell = useTell()
  return (words, to = '/tasks') => {
    tell.done(words)
    go(to, { replace: true })
  }
}
export const Sheet = ({ lead, children }: { lead: string; children: ReactNode }): ReactNode => (
  <div className="bw-sheet bw-pad bw-formsheet">
    <p className="bw-lead">{lead}</p>
    {children}
  </div>
)
const About = ({ m }: { m: FormMaterial }): ReactNode => {
  const { t } = useTranslation('materials')
  return (
    <>
      <Facts
        facts={[
          { key: 'number', label: t('number'), value: <Go to={`/materials/${m.id}`}>{m.number}</Go> },
          { key: 'recipient', label: t('recipient'), value: m.recipientName },
          { key: 'sender', label: t('sender'), value: m.senderName },
          ...(m.note ? [{ key: 'note', label: t('note'), value: m.note, wide: true }] : []),
        ]}
      />
      <div className="mt-gap">
        <Content items={m.content} />
      </div>
    </>
  )
}

export const CarryTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('materials')
  const tell = useTell()
  const done = useDone()
  const list = useAct(makeLists, { keep: true })
  const wrong = useAct(findWrong, { keep: true })
  const [open, setOpen] = useState(false)
  return (
    <WithMaterial task={task}>
      {(m, refetch) => (
        <Sheet lead={t('carry.formLead')}>
          <About m={m} />
          <Upload
            endpoint={addScan}
            params={{ id: m.id }}
            accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff"
            label={t('scan.add')}
            hint={t('scan.hint', { n: m.scans.length })}
            onDone={refetch}
          />
          <div className="bw-acts mt-gap">
            <Button
              type="primary"
              loading={list.isPending}
              onClick={() =>
                void list
                  .mutateAsync({ body: { tasks: [{ id: task.id, revision: m.taskRevision }] } })
                  .then((r) => done(t('carry.done', { n: 1 }), `/materials/lists/${r.lists[0]!.id}`))
                  .catch((e: unknown) => tell.refused(e))
              }
            >
              {t('carry.makeOne')}
            </Button>
            <Go to="/materials/carry">{t('carry.several')}</Go>
            <Button href={addressOf(printReceipt, { params: { id: m.id } })} target="_blank">
              {t('receipt')}
            </Button>
            <Button onClick={() => setOpen(true)}>{t('carry.wrong')}</Button>
          </div>
          <FormDrawer
            title={t('carry.wrong')}
            open={open}
            close={() => setOpen(false)}
            lead={t('carry.wrongLead')}
            fields={[{ name: 'reason', kind: 'longtext', label: t('reasonLabel'), required: true, max: 500 }]}
            submit={async (v) => {
              await wrong.mutateAsync({ params: { id: task.id }, revision: m.taskRevision, body: { reason: String(v.reason) } })
              done(t('carry.wrongDone'))
            }}
          />
        </Sheet>
      )}
    </WithMaterial>
  )
}

/** The recipient's step: the same sheet as on the phone, for this material. */
export const SignTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('materials')
  const done = useDone()
  return (
    <WithMaterial task={task}>
      {(m) => {
        const list = m.lists.at(-1)
        return list ? (
          <OfList id={list.id} material={m.id} done={() => done(t('sign.stepDone'))} />
        ) : (
          <Alert type="info" title={t('sign.noList')} />
        )
      }}
    </WithMaterial>
  )
}
const OfList = ({ id, material, done }: { id: number; material: number; done: () => void }): ReactNode => {
  const { data, error, refetch } = useCall(readList, { params: { id } })
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  return data ? <SignSheet list={data} only={material} done={done} /> : <Skeleton active />
}

export interface Counted {
  itemId: number
  copies: number
  pages: number
}
/** Copies and pages of each item, typed as counted; `blank`: nothing is shown that was to be counted. */
export const CountTable = ({
  m,
  value,
  onChange,
  blank,
}: {
  m: FormMaterial
  value: Counted[]
  onChange: (v: Counted[]) => void
  blank?: boolean
}): ReactNode => {
  const { t } = useTranslation('materials')
  const of = (id: number): Counted | undefined => value.find((c) => c.itemId === id)
  const set = (id: number, patch: Partial<Counted>): void => {
    const item = m.content.find((i) => i.id === id)!
    const before = of(id) ?? { itemId: id, copies: blank ? 0 : item.copies, pages: blank ? 0 : item.pages }
    onChange([...value.filter((c) => c.itemId !== id), { ...before, ...patch }])
  }
  const number = (id: number, key: 'copies' | 'pages', label: string): ReactNode => (
    <InputNumber
      aria-label={label}
      min={0}
      max={key === 'copies' ? 999 : 99_999}
      value={of(id)?.[key] ?? (blank ? null : m.content.find((i) => i.id === id)![key])}
      onChange={(n) => set(id, { [key]: n ?? 0 })}
    />
  )
  return (
    <DataTable
      label={t('content')}
      rows={m.content}
      rowKey={(i) => i.id}
      columns={[
        { key: 'title', title: t('item.title'), render: (i) => i.title },
        { key: 'kind', title: t('item.kind'), render: (i) => kindText(i.kind) },
        { key: 'copies', title: t('item.copies'), render: (i) => number(i.id, 'copies', `${i.title} ${t('item.copies')}`) },
        { key: 'pages', title: t('item.pages'), render: (i) => number(i.id, 'pages', `${i.title} ${t('item.pages')}`) },
      ]}
    />
  )
}

export const PutRightTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('materials')
  const send = useAct(putRight, { keep: true })
  const done = useDone()
  const [counts, setCounts] = useState<Counted[]>([])
  return (
    <WithMaterial task={task}>
      {(m) => {
        const refusals = m.signatures.filter((s) => s.outcome === 'refused')
        return (
          <Sheet lead={t('putRight.lead')}>
            {refusals.length > 0 ? (
              <Alert
                type="warning"
                showIcon
                className="bw-gap"
                title={refusals.map((s) => [s.item, t(`reason.${s.reason}`), s.note, s.by].filter(Boolean).join(' · ')).join('；')}
              />
            ) : null}
            <CountTable m={m} value={counts} onChange={setCounts} />
            <SchemaForm
              fields={[{ name: 'note', kind: 'longtext', label: t('putRight.note'), required: true, max: 500 }]}
              submitLabel={t('putRight.send')}
              submit={async (v) => {
                await send.mutateAsync({ params: { id: task.id }, revision: m.taskRevision, body: { note: String(v.note), items: counts } })
                done(t('putRight.done'))
              }}
            />
          </Sheet>
        )
      }}
    </WithMaterial>
  )
}
