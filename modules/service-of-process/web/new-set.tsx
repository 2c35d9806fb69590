import { Button, Skeleton, Steps } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { Go, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import { createSet, readDocument, readSet, removeDocument, type SetView, uploadDocument } from '../api.ts'
import { type SetKind, setKinds } from '../rules/shape.ts'
import { Recipients } from './recipients.tsx'

const Documents = ({ set }: { set: SetView }): ReactNode => {
  const { t } = useTranslation('service')
  const remove = useAct(removeDocument)
  return (
    <section className="bw-sheet bw-pad" style={{ marginBlockEnd: 12 }} aria-label={t('documents')}>
      <h2 className="bw-h2">{set.title}</h2>
      <ul style={{ paddingInlineStart: 18 }}>
        {set.documents.map((d) => (
          <li key={d.id}>
            <a href={addressOf(readDocument, { params: { id: d.id } })} target="_blank" rel="noreferrer">
              {d.name}
            </a>{' '}
            <Button
              type="link"
              size="small"
              aria-label={`${t('takeOut')} ${d.name}`}
              onClick={() => remove.mutate({ params: { id: d.id } })}
            >
              {t('takeOut')}
            </Button>
          </li>
        ))}
      </ul>
      {remove.error ? <Refusal problem={remove.error} /> : null}
      <UploadMore set={set} />
    </section>
  )
}
const UploadMore = ({ set }: { set: SetView }): ReactNode => {
  const { t } = useTranslation('service')
  const { refetch } = useCall(readSet, { params: { id: set.id } })
  return (
    <Upload
      endpoint={uploadDocument}
      params={{ id: set.id }}
      accept="application/pdf"
      label={t(set.documents.length > 0 ? 'uploadAnother' : 'uploadDocument')}
      hint={t('issuedOnly')}
      onDone={() => void refetch()}
    />
  )
}

const Begin = ({ caseId, begun }: { caseId: number | undefined; begun: (id: number) => void }): ReactNode => {
  const { t } = useTranslation('service')
  const create = useAct(createSet)
  return (
    <section className="bw-sheet bw-pad">
      <SchemaForm
        schema={(createSet.body as z.ZodObject).partial({ title: true })}
        draft="service.set"
        submitLabel={t('next')}
        initial={{ caseId, kind: 'complaint', appealable: false }}
        fields={[
          { name: 'caseId', kind: 'own', label: t('case'), required: true, input: (o) => <CasePicker {...o} /> },
          {
            name: 'kind',
            kind: 'choice',
            label: t('setKind'),
            required: true,
            hint: t('setKindHint'),
            options: setKinds.map((value) => ({ value, label: t(`setKinds.${value}`) })),
          },
          { name: 'title', kind: 'text', label: t('setTitle'), max: 200, hint: t('setTitleHint') },
          { name: 'hearingOn', kind: 'date', label: t('hearingOn'), required: true, when: (v) => v.kind === 'summons' },
          {
            name: 'evidenceDays',
            kind: 'number',
            label: t('evidenceDays'),
            min: 1,
            max: 365,
            when: (v) => v.kind === 'complaint' || v.kind === 'notice',
          },
          { name: 'appealable', kind: 'switch', label: t('appealable'), when: (v) => v.kind === 'ruling' },
        ]}
        submit={async (v) => {
          const title = (v.title as string | undefined) ?? t(`setKinds.${v.kind as SetKind}`)
          const set = await create.mutateAsync({ body: { ...v, title } as z.input<typeof createSet.body & z.ZodType> })
          begun(set.id)
        }}
      />
    </section>
  )
}

const Begun = ({ id }: { id: number }): ReactNode => {
  const { t } = useTranslation('service')
  const { data, error, refetch } = useCall(readSet, { params: { id } }, { placeholderData: (old) => old })
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (!data) return <Skeleton active paragraph={{ rows: 6 }} />
  if (data.handedOverAt)
    return (
      <section className="bw-sheet bw-pad">
        <p>{t('handedOverAlready', { set: data.title })}</p>
        <Go to="/service-orders?state=open">{t('list')}</Go>
      </section>
    )
  return (
    <>
      <Progress at={data.documents.length > 0 ? 2 : 1} />
      <Documents set={data} />
      <Recipients set={data} />
    </>
  )
}
const Progress = ({ at }: { at: number }): ReactNode => {
  const { t } = useTranslation('service')
  return (
    <Steps
      size="small"
      current={at}
      items={['what', 'documents', 'recipients'].map((k) => ({ title: t(`steps.${k}`) }))}
      style={{ marginBlock: 12 }}
    />
  )
}

/** The clerk's way: what is served, the issued papers, whom. The set stands in the address, so a reload loses nothing. */
const NewSet = (): ReactNode => {
  const { t } = useTranslation('service')
  const [search, setSearch] = useSearchText()
  const setId = Number(search.set) || null
  return (
    <>
      <p className="bw-kind">
        <Go to="/service-orders">← {t('list')}</Go>
      </p>
      <h1>{t('new')}</h1>
      {setId ? (
        <Begun id={setId} />
      ) : (
        <>
          <Progress at={0} />
          <Begin caseId={Number(search.caseId) || undefined} begun={(id) => setSearch({ set: String(id) }, { replace: true })} />
        </>
      )}
    </>
  )
}
export default NewSet
