import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { listPlaces } from '../api-places.ts'

/** Picks a place in use; value: its id. */
export const PlacePicker = (o: OwnInput): ReactNode => {
  const { t } = useTranslation('custody')
  const { data } = useCall(listPlaces, { query: { state: 'open', limit: 200 } })
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
      options={data?.items.map((p) => ({ value: p.id, label: `${p.name}　${t(`placeKind.${p.kind}`)}` })) ?? []}
    />
  )
}
