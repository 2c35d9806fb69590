import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { listPieces } from '../api.ts'

/** Picks a device that was issued to somebody; value: the piece's id. */
export const DevicePicker = (o: OwnInput): ReactNode => {
  const { data } = useCall(listPieces, { query: { kind: 'device', limit: 200 } })
  return (
    <Select
      {...(o.id ? { id: o.id } : {})}
      value={(o.value as number | undefined) ?? null}
      onChange={(v: number | null) => o.onChange?.(v ?? undefined)}
      disabled={o.disabled ?? false}
      loading={!data}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      placeholder={i18n.t('ui:form.choose')}
      options={data?.items.map((p) => ({ value: p.id, label: `${p.number} ${p.name}　${p.person}` })) ?? []}
    />
  )
}
