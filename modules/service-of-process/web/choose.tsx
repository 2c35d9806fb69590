import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import type { OrderDetail } from '../api.ts'
import { addAddress, chooseMethod } from '../api-work.ts'
import { addressKinds, addressSources, consents, gated, methods } from '../rules/shape.ts'
import { Ladder, type TaskProp, useAfter, WithOrder } from './parts.tsx'

/** Address and method: the ladder with its reasons above, the choice below. */
const Choose = ({ task, order }: TaskProp & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const after = useAfter()
  const choose = useAct(chooseMethod)
  const add = useAct(addAddress)
  const [adding, setAdding] = useState(false)
  const suggested = order.ladder.find((s) => s.suggested)
  const needsAddress = (v: Record<string, unknown>) =>
    ['electronic', 'direct', 'mail', 'leave', 'pickup', 'commission', 'transfer'].includes(v.method as string)
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{t('ladder')}</h2>
      <Ladder order={order} />
      <div style={{ marginBlock: 12 }}>
        <SchemaForm
          schema={chooseMethod.body}
          draft={`service.choose.${task.id}`}
          submitLabel={t('choose')}
          initial={{
            method: suggested?.method,
            addressId: order.addresses[0]?.id,
            consent: order.consent ?? undefined,
            directDifficult: order.directDifficult,
            otherCourt: order.otherCourt,
            institution: order.institution,
            whereaboutsUnknown: order.whereaboutsUnknown,
          }}
          fields={[
            { name: 'directDifficult', kind: 'switch', label: t('situation.directDifficult') },
            { name: 'otherCourt', kind: 'switch', label: t('situation.otherCourt') },
            { name: 'institution', kind: 'switch', label: t('situation.institution') },
            { name: 'whereaboutsUnknown', kind: 'switch', label: t('situation.whereaboutsUnknown'), hint: t('situation.whereaboutsHint') },
            {
              name: 'consent',
              kind: 'choice',
              label: t('consent'),
              keepNull: true,
              options: consents.map((value) => ({ value, label: t(`consents.${value}`) })),
            },
            {
              name: 'method',
              kind: 'choice',
              label: t('method'),
              required: true,
              options: methods.map((value) => ({ value, label: t(`methods.${value}`) })),
            },
            {
              name: 'addressId',
              kind: 'choice',
              numeric: true,
              label: t('address'),
              when: needsAddress,
              hint: t('addressOrder'),
              options: order.addresses.map((a) => ({ value: String(a.id), label: `${t(`sources.${a.source}`)}：${a.address}` })),
            },
            {
              name: 'ground',
              kind: 'longtext',
              label: t('ground'),
              hint: t('groundHint'),
              when: (v) => (gated as readonly unknown[]).includes(v.method),
              rows: 3,
            },
          ]}
          submit={async (v) => {
            await choose.mutateAsync({
              params: { id: task.id },
              body: v as z.input<typeof chooseMethod.body & z.ZodType>,
              revision: task.revision,
            })
            after(t('done.chosen'))
          }}
        />
      </div>
      <details open={adding} onToggle={(e) => setAdding((e.target as HTMLDetailsElement).open)}>
        <summary>{t('addAddress')}</summary>
        <SchemaForm
          schema={addAddress.body}
          fields={[
            {
              name: 'source',
              kind: 'choice',
              label: t('source'),
              required: true,
              options: addressSources.map((value) => ({ value, label: t(`sources.${value}`) })),
            },
            {
              name: 'kind',
              kind: 'radio',
              label: t('kind'),
              required: true,
              options: addressKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
            },
            { name: 'address', kind: 'text', label: t('address'), required: true, max: 300 },
            { name: 'confirmedOn', kind: 'date', label: t('confirmedOnLabel'), when: (v) => v.source === 'confirmed' },
          ]}
          submit={async (v) => {
            await add.mutateAsync({ params: { id: order.id }, body: v as z.input<typeof addAddress.body & z.ZodType> })
            setAdding(false)
          }}
        />
      </details>
    </section>
  )
}
const Page = ({ task }: TaskProp): ReactNode => <WithOrder task={task}>{(order) => <Choose task={task} order={order} />}</WithOrder>
export default Page
