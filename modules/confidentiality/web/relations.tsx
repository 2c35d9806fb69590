import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../../../platform/ui/acts.tsx'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { declareRelative, myRelations, relationKinds, removeRelative, stateRelations } from '../api-relations.ts'

/** One's own declaration of relatives and interests: what is entered here is matched, and read by nobody else (Annex E, 7.3.2.2). */
const Relations = (): ReactNode => {
  const { t } = useTranslation('access')
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(myRelations, {})
  const declare = useAct(declareRelative)
  const remove = useAct(removeRelative)
  const state = useAct(stateRelations)
  return (
    <section className="bw-gap">
      <div className="bw-acts">
        <h1>{t('relations.title')}</h1>
        <span className="bw-space" />
        <ActButton act={{ key: 'add', label: t('relations.add'), primary: data?.due === false, can: true, run: () => setOpen(true) }} />
        <ActButton
          act={{
            key: 'state',
            label: t('relations.state'),
            primary: data?.due === true,
            can: true,
            confirm: t('relations.stateSure', { n: data?.items.length ?? 0 }),
            run: async () => {
              await state.mutateAsync({})
              tell.done(t('relations.stated'))
            },
          }}
        />
      </div>
      <p className="bw-lead">{t('relations.lead')}</p>
      {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
      {data ? (
        <Alert
          type={data.due ? 'warning' : 'success'}
          showIcon
          title={data.due ? t('relations.due') : t('relations.until', { on: dateText(data.renewBy ?? '') })}
        />
      ) : null}
      {data?.items.length ? (
        <DataTable
          label={t('relations.title')}
          rows={data.items}
          rowKey={(r) => r.id}
          columns={[
            { key: 'name', title: t('relations.name'), render: (r) => r.name },
            { key: 'relation', title: t('relations.relation'), render: (r) => t(`relationKind.${r.relation}`) },
            { key: 'at', title: t('relations.at'), render: (r) => <Moment at={r.declaredAt} /> },
            {
              key: 'remove',
              title: '',
              render: (r) => (
                <ActButton
                  size="small"
                  act={{
                    key: 'remove',
                    label: t('relations.remove'),
                    can: true,
                    confirm: t('relations.removeSure'),
                    run: async () => {
                      await remove.mutateAsync({ params: { id: r.id } })
                      tell.done(t('relations.removed'))
                    },
                  }}
                />
              ),
            },
          ]}
        />
      ) : data ? (
        <p className="bw-quiet">{t('empty.relations')}</p>
      ) : null}
      <FormDrawer
        title={t('relations.add')}
        lead={t('relations.addLead')}
        open={open}
        close={() => setOpen(false)}
        submitLabel={t('relations.add')}
        initial={{}}
        codes={{ 'relative-known': 'idNo' }}
        fields={[
          { name: 'name', kind: 'text', label: t('relations.name'), required: true, max: 60 },
          {
            name: 'relation',
            kind: 'choice',
            label: t('relations.relation'),
            required: true,
            options: relationKinds.map((k) => ({ value: k, label: t(`relationKind.${k}`) })),
          },
          { name: 'idNo', kind: 'text', label: t('relations.idNo'), required: true, max: 40, hint: t('relations.idNoHint') },
        ]}
        submit={async (v) => {
          await declare.mutateAsync({ body: { name: String(v.name), relation: v.relation as 'spouse', idNo: String(v.idNo) } })
          tell.done(t('relations.added'))
        }}
      />
    </section>
  )
}
export default Relations
