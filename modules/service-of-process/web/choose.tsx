import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import type { OrderDetail } from '../api.ts'
import { addAddress, chooseMethod } from '../api-work.ts'
import { consents, gated, type Method } from '../rules/shape.ts'
import { addressFields } from './address-fields.tsx'
import { AddressChoice, addressKindOf, MethodLadder, recipientFacts } from './method-choice.tsx'
import { type TaskProp, useAfter, WithOrder } from './parts.tsx'

/** Facts of the recipient first, then the ladder they open, then where to. */
const Choose = ({ task, order }: TaskProp & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const after = useAfter()
  const tell = useTell()
  const choose = useAct(chooseMethod)
  const add = useAct(addAddress)
  const [adding, setAdding] = useState(false)
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{t('chooseTitle')}</h2>
      <SchemaForm
        draft={`service.choose.${task.id}`}
        submitLabel={t('choose')}
        initial={{
          facts: recipientFacts.filter((f) => order[f]),
          consent: order.consent ?? undefined,
          method: order.ladder.find((s) => s.suggested)?.method,
        }}
        fields={[
          {
            name: 'facts',
            kind: 'checks',
            label: t('situation.title'),
            hint: t('situation.whereaboutsHint'),
            options: recipientFacts.map((value) => ({ value, label: t(`situation.${value}`) })),
          },
          {
            name: 'consent',
            kind: 'choice',
            label: t('consent'),
            keepNull: true,
            placeholder: t('noConsent'),
            options: consents.map((value) => ({ value, label: t(`consents.${value}`) })),
          },
          { name: 'method', kind: 'own', label: t('ladder'), required: true, input: (o) => <MethodLadder {...o} order={order} /> },
          {
            name: 'addressId',
            kind: 'own',
            label: t('address'),
            when: (v) => addressKindOf[v.method as Method] !== undefined,
            hint: t('addressOrder'),
            input: (o) => <AddressChoice {...o} order={order} />,
          },
          {
            name: 'ground',
            kind: 'longtext',
            label: t('ground'),
            required: true,
            hint: t('groundHint'),
            when: (v) => (gated as readonly unknown[]).includes(v.method),
            rows: 3,
            max: 1000,
          },
        ]}
        submit={async ({ facts, ...v }) => {
          const said = Object.fromEntries(recipientFacts.map((f) => [f, ((facts ?? []) as string[]).includes(f)]))
          const { nextTaskId } = await choose.mutateAsync({
            params: { id: task.id },
            body: { ...v, ...said } as z.input<typeof chooseMethod.body & z.ZodType>,
            revision: task.revision,
          })
          after(t('done.chosen'), nextTaskId)
        }}
      />
      <details open={adding} onToggle={(e) => setAdding((e.target as HTMLDetailsElement).open)} style={{ marginBlockStart: 12 }}>
        <summary>{t('addAddress')}</summary>
        {adding ? (
          <SchemaForm
            schema={addAddress.body}
            fields={addressFields(t)}
            submitLabel={t('addAddress')}
            submit={async (v) => {
              await add.mutateAsync({ params: { id: order.id }, body: v as z.input<typeof addAddress.body & z.ZodType> })
              tell.done(t('done.addressAdded'))
              setAdding(false)
            }}
          />
        ) : null}
      </details>
    </section>
  )
}
const Page = ({ task }: TaskProp): ReactNode => <WithOrder task={task}>{(order) => <Choose task={task} order={order} />}</WithOrder>
export default Page
