import { Checkbox, DatePicker, Input, InputNumber, Radio, Select, Switch } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { instantOf, wallOf } from './dates.tsx'
import { type Choice, named } from './filters.tsx'
import { plainNumber } from './plain-number.ts'

interface FieldBase {
  name: string
  label: string
  required?: boolean
  /** A sentence under the field: what is meant, which clause asks for it. */
  hint?: ReactNode
  /** Shown (and sent) only when this holds. */
  when?: (values: Record<string, unknown>) => boolean
  /** Both columns of a two-column form. */
  wide?: boolean
  /** Sends null when cleared, instead of leaving the value out. */
  keepNull?: boolean
  disabled?: boolean
  placeholder?: string
}

/** A field as data. Values: text → string, number/money → number, date → '2026-11-24', time → ISO instant, choices → string[]. */
export type Field = FieldBase &
  (
    | { kind: 'heading' }
    | { kind: 'text'; max?: number; complete?: string; figures?: boolean }
    | { kind: 'password'; complete?: string }
    | { kind: 'longtext'; max?: number; rows?: number }
    | { kind: 'number'; min?: number; max?: number; step?: number; unit?: string; decimals?: number }
    | { kind: 'date' | 'time'; min?: string; max?: string }
    | {
        kind: 'choice' | 'choices' | 'radio' | 'checks'
        options: readonly Choice[]
        search?: (text: string) => void
        numeric?: boolean
        opened?: () => void
        none?: ReactNode
      }
    | { kind: 'switch' }
    | { kind: 'file'; accept?: string }
    | { kind: 'own'; input: (props: OwnInput) => ReactNode }
  )

/** What an own input gets from the form (pickers of other modules). */
export interface OwnInput {
  id?: string
  value?: unknown
  onChange?: (value: unknown) => void
  disabled?: boolean
}

/** How the form's plain value is shown by the input: dates are kept as text, switches by `checked`. */
/** The first is shown; the others are how people type a date. What is no date of the calendar is none of them. */
const datesTyped = ['YYYY-MM-DD', 'YYYY-M-D', 'YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY年M月D日']
const timesTyped = datesTyped.flatMap((d) => [`${d} HH:mm`, `${d} H:mm`, `${d} HH:mm:ss`])

export const fieldProps = (f: Field): Record<string, unknown> => {
  if (f.kind === 'switch') return { valuePropName: 'checked' }
  if (f.kind === 'date')
    return {
      getValueProps: (v: unknown) => ({ value: v ? dayjs(v as string) : null }),
      normalize: (v: Dayjs | null) => v?.format('YYYY-MM-DD') ?? null,
    }
  if (f.kind === 'time')
    return {
      getValueProps: (v: unknown) => ({ value: v ? dayjs(wallOf(v as string)) : null }),
      normalize: (v: Dayjs | null) => (v ? instantOf(v.format('YYYY-MM-DDTHH:mm')) : null),
    }
  if ('numeric' in f && f.numeric)
    return {
      getValueProps: (v: unknown) => ({ value: Array.isArray(v) ? v.map(String) : v === undefined || v === null ? v : String(v) }),
      normalize: (v: unknown) => (Array.isArray(v) ? v.map(Number) : v === undefined || v === null ? v : Number(v)),
    }
  if (f.kind === 'file')
    return { valuePropName: 'file', getValueFromEvent: (e: { target: HTMLInputElement }) => e.target.files?.[0] ?? null }
  return {}
}

/** The input of one field; the form gives it id, value and onChange. */
export const FieldInput = ({ field: f, ...given }: { field: Field } & OwnInput & Record<string, unknown>): ReactNode => {
  const { t } = useTranslation('ui')
  // biome-ignore lint/suspicious/noExplicitAny: each input takes the value of its own kind
  const own = { ...given, ...(f.disabled ? { disabled: true } : {}) } as any
  const placeholder = f.placeholder
  switch (f.kind) {
    case 'heading':
      return null
    case 'password':
      return <Input.Password {...own} autoComplete={f.complete ?? 'off'} />
    case 'longtext':
      return <Input.TextArea {...own} rows={f.rows ?? 3} maxLength={f.max} showCount={f.max !== undefined} placeholder={placeholder} />
    case 'number':
      return (
        <InputNumber
          {...own}
          // Typed or stepped by the arrow keys; antd's buttons bear English names only.
          controls={false}
          style={{ width: '100%' }}
          min={f.min}
          max={f.max}
          step={f.step ?? 1}
          precision={f.decimals}
          suffix={f.unit}
          // Full-width digits are what a Chinese keyboard writes; unread they would vanish without a word.
          parser={plainNumber}
          placeholder={placeholder}
        />
      )
    case 'date':
    case 'time':
      return (
        <DatePicker
          {...own}
          style={{ width: '100%' }}
          showTime={f.kind === 'time' ? { format: 'HH:mm' } : false}
          format={f.kind === 'time' ? timesTyped : datesTyped}
          minDate={f.min ? dayjs(f.min) : undefined}
          // The whole of the last day, where a time is asked for too.
          maxDate={f.max ? dayjs(f.max).endOf('day') : undefined}
          placeholder={placeholder}
        />
      )
    case 'choice':
    case 'choices':
      return (
        <Select
          {...own}
          allowClear={f.required ? false : named(t('act.clearOne'))}
          mode={f.kind === 'choices' ? 'multiple' : undefined}
          options={f.options as Choice[]}
          placeholder={placeholder ?? t('form.choose')}
          // Somebody else may just have added what was missing: `opened` reads the list again, `none` says who adds to it.
          onOpenChange={(open: boolean) => open && f.opened?.()}
          {...(f.none ? { notFoundContent: f.none } : {})}
          showSearch={f.search ? { filterOption: false, onSearch: f.search } : f.options.length > 8 ? { optionFilterProp: 'label' } : false}
        />
      )
    case 'radio':
      return <Radio.Group {...own} options={f.options as Choice[]} />
    case 'checks':
      // A group takes no aria-required; the label's mark says it.
      return <Checkbox.Group {...own} aria-required={undefined} options={f.options as Choice[]} />
    case 'switch':
      return <Switch {...own} checkedChildren={t('form.yes')} unCheckedChildren={t('form.no')} />
    case 'file':
      return <input type="file" id={own.id} accept={f.accept} disabled={own.disabled} onChange={own.onChange} className="bw-file" />
    case 'own':
      return f.input(own as OwnInput)
    default:
      return (
        <Input
          {...own}
          maxLength={f.max}
          placeholder={placeholder}
          autoComplete={f.complete ?? 'off'}
          className={f.figures ? 'bw-figures' : ''}
          onBlur={(e) => {
            own.onBlur?.(e)
            // A number typed in full width is shown as it will be kept.
            const half = f.figures ? e.target.value.normalize('NFKC').trim() : e.target.value
            if (half !== e.target.value) own.onChange?.(half)
          }}
        />
      )
  }
}
