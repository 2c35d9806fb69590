import { Button, DatePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field, OwnInput } from '../../../platform/ui/fields.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import type { RuleDescription } from '../api.ts'

type Input = RuleDescription['inputs'][number]

/** A moment on the court's clock, kept as text without a zone so that a browser elsewhere cannot shift it. */
const MomentInput = ({ id, value, onChange }: OwnInput): ReactNode => (
  <DatePicker
    id={id}
    style={{ width: '100%' }}
    showTime={{ format: 'HH:mm' }}
    format="YYYY-MM-DD HH:mm"
    value={value ? dayjs(String(value)) : null}
    onChange={(at: Dayjs | null) => onChange?.(at?.format('YYYY-MM-DDTHH:mm') ?? null)}
  />
)
const DaysInput = ({ id, value, onChange }: OwnInput): ReactNode => (
  <DatePicker
    id={id}
    multiple
    style={{ width: '100%' }}
    value={
      value
        ? String(value)
            .split(',')
            .map((d) => dayjs(d))
        : []
    }
    onChange={(list: Dayjs[] | null) => onChange?.((list ?? []).map((d) => d.format('YYYY-MM-DD')).join(','))}
  />
)
const SpansInput = ({ id, value, onChange }: OwnInput): ReactNode => {
  const { t } = useTranslation('deadlines')
  const spans = value ? String(value).split(',') : []
  return (
    <div>
      {spans.map((span) => (
        <Button
          key={span}
          size="small"
          style={{ margin: '0 6px 6px 0' }}
          aria-label={t('removeSpan', { span })}
          onClick={() => onChange?.(spans.filter((s) => s !== span).join(','))}
        >
          {span.replace('..', ' – ')} ×
        </Button>
      ))}
      <DatePicker.RangePicker
        id={id ? { start: id } : undefined}
        key={spans.length}
        style={{ width: '100%' }}
        aria-label={t('addSpan')}
        onChange={(range) => {
          const [from, to] = range ?? []
          if (!from || !to) return
          const span = `${from.format('YYYY-MM-DD')}..${to.format('YYYY-MM-DD')}`
          onChange?.([...new Set([...spans, span])].join(','))
        }}
      />
    </div>
  )
}

/** Fields of the form from the descriptors of a rule. */
export const formFields = (rule: RuleDescription, spanHint: string): Field[] =>
  rule.inputs.map((i): Field => {
    const base = { name: i.name, label: i.label[language()], required: i.required }
    switch (i.kind) {
      case 'date':
        return { ...base, kind: 'date' }
      case 'flag':
        return { ...base, kind: 'switch' }
      case 'number':
        return { ...base, kind: 'number', min: i.min, max: i.max, decimals: 0 }
      case 'choice':
        return { ...base, kind: 'choice', options: (i.choices ?? []).map((c) => ({ value: c.value, label: c.label[language()] })) }
      case 'moment':
        return { ...base, kind: 'own', input: (o) => <MomentInput {...o} /> }
      case 'dates':
        return { ...base, kind: 'own', wide: true, input: (o) => <DaysInput {...o} /> }
      case 'intervals':
        return { ...base, kind: 'own', wide: true, hint: spanHint, input: (o) => <SpansInput {...o} /> }
    }
  })

/** What the address says, as values of the form; what it leaves out has its initial value. */
export const fromAddress = (rule: RuleDescription, search: Record<string, string>): Record<string, unknown> =>
  Object.fromEntries(rule.inputs.map((i) => [i.name, valueOf(i, search[i.name])]))
const valueOf = (i: Input, text: string | undefined): unknown => {
  if (text === undefined) return i.initial
  if (i.kind === 'flag') return text === 'on'
  if (i.kind === 'number') return Number.isFinite(Number(text)) ? Number(text) : undefined
  // A date nobody can read would break the picker: it is dropped, and asked for again.
  if (i.kind === 'date' || i.kind === 'moment') return dayjs(text).isValid() ? text : undefined
  return text
}

/** Values of the form as plain text for the address and the call; initial values are left out. */
export const toAddress = (rule: RuleDescription, values: Record<string, unknown>): Record<string, string> => {
  const out: Record<string, string> = {}
  for (const i of rule.inputs) {
    const value = values[i.name]
    if (value === undefined || value === null || value === '' || value === i.initial) continue
    out[i.name] = i.kind === 'flag' ? (value === true ? 'on' : 'off') : String(value)
  }
  return out
}
