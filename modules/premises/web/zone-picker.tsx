import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { listZones } from '../api.ts'

/** Picks an open zone; value: zone id. */
export const ZonePicker = (o: OwnInput): ReactNode => {
  const { data } = useCall(listZones, { query: { state: 'open', limit: 200 } })
  return (
    <Select
      {...(o.id ? { id: o.id } : {})}
      value={(o.value as number | undefined) ?? null}
      onChange={(v: number | null) => o.onChange?.(v ?? undefined)}
      disabled={o.disabled ?? false}
      loading={!data}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      placeholder={i18n.t('ui:form.choose')}
      options={data?.items.map((z) => ({ value: z.id, label: `${z.place} · ${z.name}` })) ?? []}
    />
  )
}
