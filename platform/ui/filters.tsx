import { CloseCircleFilled } from '@ant-design/icons'
import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface Choice {
  value: string
  label: string
}
/** A filter is a key of the list's query. 'dates' sets <key>From and <key>Until. Many-valued ones are joined by commas. */
export interface Filter {
  key: string
  kind: 'text' | 'choice' | 'choices' | 'dates' | 'own'
  label: string
  options?: readonly Choice[]
  width?: number
  /** 'own': a picker of numbered things (people); the number is what the address keeps. */
  input?: (o: { value: number | undefined; onChange: (value: unknown) => void }) => ReactNode
}

/** antd leaves the cross of a choice its English name. */
export const named = (label: string): { clearIcon: ReactNode } => ({ clearIcon: <CloseCircleFilled aria-hidden />, ...{ label } })

type Set = (patch: Record<string, string | undefined>) => void

export const FilterBar = ({
  filters,
  values,
  onChange,
}: {
  filters: readonly Filter[]
  values: Record<string, string>
  onChange: Set
}): ReactNode => {
  const { t } = useTranslation('ui')
  if (filters.length === 0) return <span />
  return (
    <search className="bw-filters" aria-label={t('list.filters')}>
      {filters.map((f) => (
        <OneFilter key={f.key} filter={f} values={values} onChange={onChange} />
      ))}
    </search>
  )
}

const OneFilter = ({ filter: f, values, onChange }: { filter: Filter; values: Record<string, string>; onChange: Set }): ReactNode => {
  const { t } = useTranslation('ui')
  const value = values[f.key]
  if (f.kind === 'text') return <TextFilter filter={f} value={value ?? ''} onChange={onChange} />
  if (f.kind === 'own')
    return (
      <div style={{ width: f.width ?? 200 }}>
        {f.input?.({
          value: value ? Number(value) : undefined,
          onChange: (v) => onChange({ [f.key]: v === undefined ? undefined : String(v) }),
        })}
      </div>
    )
  if (f.kind === 'dates')
    return (
      <DatePicker.RangePicker
        size="small"
        style={{ width: f.width ?? 230 }}
        allowEmpty={[true, true]}
        placeholder={[f.label, f.label]}
        aria-label={f.label}
        value={[
          values[`${f.key}From`] ? dayjs(values[`${f.key}From`]) : null,
          values[`${f.key}Until`] ? dayjs(values[`${f.key}Until`]) : null,
        ]}
        onChange={(v) => onChange({ [`${f.key}From`]: v?.[0]?.format('YYYY-MM-DD'), [`${f.key}Until`]: v?.[1]?.format('YYYY-MM-DD') })}
      />
    )
  const many = f.kind === 'choices'
  return (
    <Select
      size="small"
      allowClear={named(t('act.clearOne'))}
      style={{ minWidth: f.width ?? 120 }}
      popupMatchSelectWidth={false}
      placeholder={f.label}
      aria-label={f.label}
      mode={many ? 'multiple' : undefined}
      maxTagCount={2}
      showSearch={(f.options?.length ?? 0) > 8 ? { optionFilterProp: 'label' } : false}
      value={many ? (value ? value.split(',') : []) : value}
      options={(f.options ?? []) as Choice[]}
      onChange={(v: string | string[] | undefined) => onChange({ [f.key]: Array.isArray(v) ? v.join(',') || undefined : v })}
    />
  )
}

/** Typing waits a moment before the list is asked again. */
const TextFilter = ({ filter: f, value, onChange }: { filter: Filter; value: string; onChange: Set }): ReactNode => {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange({ [f.key]: text.trim() || undefined }), 300)
    return () => clearTimeout(timer)
  })
  return (
    <Input
      size="small"
      allowClear
      style={{ width: f.width ?? 200 }}
      placeholder={f.label}
      aria-label={f.label}
      value={text}
      onChange={(e) => setText(e.target.value)}
      onPressEnter={() => onChange({ [f.key]: text.trim() || undefined })}
    />
  )
}
