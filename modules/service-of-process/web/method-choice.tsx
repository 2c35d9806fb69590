import { citation } from '../../deadlines/web/public.tsx'
import { Form, Radio, Select } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import type { OrderDetail } from '../api.ts'
import { type LadderStep, ladderOf } from '../rules/ladder.ts'
import { type AddressKind, type Consent, type Method } from '../rules/shape.ts'
import { useWords } from './parts.tsx'

export const recipientFacts = ['directDifficult', 'otherCourt', 'institution', 'whereaboutsUnknown'] as const
/** The kind of address a method goes to; a method that is not named needs none. */
export const addressKindOf: Partial<Record<Method, AddressKind>> = {
  electronic: 'electronic',
  pickup: 'telephone',
  direct: 'postal',
  leave: 'postal',
  mail: 'postal',
  commission: 'postal',
  transfer: 'postal',
}

interface Entered {
  facts?: string[]
  consent?: Consent | null
  method?: Method
}
const useEntered = (): Entered => (Form.useWatch([], Form.useFormInstance()) as Entered | undefined) ?? {}

/** The ladder for the facts as they are entered now; the server asks the same rules again. */
const ladderFor = (order: OrderDetail, v: Entered): LadderStep[] =>
  ladderOf({
    ...order,
    kind: order.set.kind,
    procedure: order.procedure ?? 'ordinary',
    consent: v.consent === undefined ? order.consent : v.consent,
    ...Object.fromEntries(recipientFacts.map((f) => [f, v.facts ? v.facts.includes(f) : order[f]])),
  })

/** The ladder is the choice: every method with its state; what is closed says why and by which article. */
export const MethodLadder = ({ order, id, value, onChange, disabled }: OwnInput & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  const steps = ladderFor(order, useEntered())
  const suggested = steps.find((s) => s.suggested)?.method
  const before = useRef(suggested)
  useEffect(() => {
    // A new fact may open a better method or close the chosen one; what somebody chose on purpose stays while it is open.
    const open = steps.some((s) => s.method === value && s.lawful)
    if (!open || (value === before.current && value !== suggested)) onChange?.(suggested)
    before.current = suggested
  })
  return (
    <Radio.Group
      {...(id ? { id } : {})}
      value={value ?? null}
      disabled={disabled ?? false}
      onChange={(e) => onChange?.(e.target.value)}
      style={{ display: 'grid', gap: 6 }}
    >
      {steps.map((s) => (
        <Radio key={s.method} value={s.method} disabled={!s.lawful} style={{ alignItems: 'flex-start', marginInlineEnd: 0 }}>
          <strong>{t(`methods.${s.method}`)}</strong>{' '}
          <StateTag tone={s.suggested ? 'active' : s.lawful ? 'done' : 'closed'}>
            {t(s.suggested ? 'suggested' : s.lawful ? 'lawful' : 'notYet')}
          </StateTag>
          {s.reasons.map((r) => (
            <span key={r.code} className="bw-quiet" style={{ display: 'block' }}>
              {words({ zh: `${r.zh}（${citation(r.basis).zh}）`, en: `${r.en} (${citation(r.basis).en})` })}
            </span>
          ))}
          {s.lawful && s.gate ? (
            <span className="bw-quiet" style={{ display: 'block' }}>
              {words(s.gate)}
            </span>
          ) : null}
        </Radio>
      ))}
    </Radio.Group>
  )
}

/** The addresses this method can go to, in the order of the law; the first is proposed. */
export const AddressChoice = ({ order, id, value, onChange, disabled }: OwnInput & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  const { method } = useEntered()
  const fitting = order.addresses.filter((a) => method && a.kind === addressKindOf[method])
  const first = fitting[0]?.id
  const fits = fitting.some((a) => a.id === value)
  useEffect(() => {
    if (!fits && first !== value) onChange?.(first)
  })
  if (fitting.length === 0)
    return (
      <span className="bw-quiet" {...(id ? { id } : {})}>
        {t('noFittingAddress')}
      </span>
    )
  return (
    <Select
      {...(id ? { id } : {})}
      value={fits ? (value as number) : null}
      disabled={disabled ?? false}
      onChange={(v: number) => onChange?.(v)}
      options={fitting.map((a) => ({
        value: a.id,
        label: words({ zh: `${t(`sources.${a.source}`)}：${a.address}`, en: `${t(`sources.${a.source}`)}: ${a.address}` }),
      }))}
    />
  )
}
