import { Button, Checkbox, Steps } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { readCase } from '../../cases/api.ts'
import { CasePicker } from '../../cases/web/public.tsx'
import { createSet, handOver, removeDocument, type SetView, uploadDocument } from '../api.ts'
import { setKinds } from '../rules/shape.ts'

/** Whom to serve: parties and agents of the case, each with the mark for no domicile in China. */
const Recipients = ({ set }: { set: SetView }): ReactNode => {
  const { t } = useTranslation('service')
  const go = useGo()
  const tell = useTell()
  const { data, error } = useCall(readCase, { params: { id: set.caseId } })
  const send = useAct(handOver)
  const [chosen, setChosen] = useState<Record<number, boolean>>({})
  const [abroad, setAbroad] = useState<Record<number, boolean>>({})
  const recipients = Object.entries(chosen)
    .filter(([, on]) => on)
    .map(([id]) => ({ partyId: Number(id), abroad: abroad[Number(id)] ?? false }))
  if (error) return <Refusal problem={error} />
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{t('recipients')}</h2>
      {data?.parties.map((p) => (
        <div key={p.id} style={{ display: 'flex', flexWrap: 'wrap', gap: 12, marginBlockEnd: 6 }}>
          <Checkbox checked={chosen[p.id] ?? false} onChange={(e) => setChosen({ ...chosen, [p.id]: e.target.checked })}>
            {p.name} <span className="bw-quiet">{t(`cases:role.${p.role}`)}</span>
          </Checkbox>
          {chosen[p.id] ? (
            <Checkbox checked={abroad[p.id] ?? false} onChange={(e) => setAbroad({ ...abroad, [p.id]: e.target.checked })}>
              {t('abroad')}
            </Checkbox>
          ) : null}
        </div>
      ))}
      {send.error ? <Refusal problem={send.error} /> : null}
      <Button
        type="primary"
        disabled={recipients.length === 0 || set.documents.length === 0}
        loading={send.isPending}
        onClick={() =>
          void send
            .mutateAsync({ params: { id: set.id }, body: { recipients }, revision: set.revision })
            .then((r) => {
              tell.done(t('done.handedOver', { n: r.orderIds.length }))
              go(r.orderIds.length === 1 ? `/service-orders/${r.orderIds[0]}` : '/service-orders?state=open', { replace: true })
            })
            .catch(() => {})
        }
      >
        {t('handOver')}
      </Button>
      {set.documents.length === 0 ? <span className="bw-quiet"> {t('documentsFirst')}</span> : null}
    </section>
  )
}

/** The clerk's way: what is served, the issued papers, whom. */
const NewSet = (): ReactNode => {
  const { t } = useTranslation('service')
  const [search] = useSearchText()
  const [set, setSet] = useState<SetView | null>(null)
  const create = useAct(createSet)
  const remove = useAct(removeDocument)
  const caseId = Number(search.caseId) || undefined
  return (
    <>
      <h1>{t('new')}</h1>
      <Steps
        size="small"
        current={set ? (set.documents.length > 0 ? 2 : 1) : 0}
        items={['what', 'documents', 'recipients'].map((k) => ({ title: t(k) }))}
        style={{ marginBlockEnd: 16 }}
      />
      {set ? (
        <>
          <section className="bw-sheet bw-pad" style={{ marginBlockEnd: 12 }}>
            <h2 className="bw-h2">{set.title}</h2>
            <ul style={{ paddingInlineStart: 18 }}>
              {set.documents.map((d) => (
                <li key={d.id}>
                  {d.name}{' '}
                  <Button
                    type="link"
                    size="small"
                    onClick={() =>
                      void remove
                        .mutateAsync({ params: { id: d.id } })
                        .then(setSet)
                        .catch(() => {})
                    }
                  >
                    {t('takeOut')}
                  </Button>
                </li>
              ))}
            </ul>
            <Upload
              endpoint={uploadDocument}
              params={{ id: set.id }}
              accept="application/pdf"
              label={t('uploadDocument')}
              hint={t('issuedOnly')}
              onDone={(reply) => setSet(reply)}
            />
          </section>
          <Recipients set={set} />
        </>
      ) : (
        <section className="bw-sheet bw-pad">
          <SchemaForm
            schema={createSet.body}
            draft="service.set"
            submitLabel={t('next')}
            initial={{ caseId, kind: 'complaint', title: t('setKinds.complaint'), appealable: false }}
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
              { name: 'title', kind: 'text', label: t('set'), required: true, max: 200 },
              { name: 'hearingOn', kind: 'date', label: t('hearingOn'), when: (v) => v.kind === 'summons' },
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
            submit={async (v) => setSet(await create.mutateAsync({ body: v as z.input<typeof createSet.body & z.ZodType> }))}
          />
        </section>
      )}
    </>
  )
}
export default NewSet
