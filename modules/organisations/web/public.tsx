import { Checkbox, Select } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import type { z } from 'zod'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { i18n, language, listText } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { listContractors, listDivisions, listEngagements, pickPeople } from '../api.ts'
import { type Role, roleTitles } from '../rules/roles.ts'
import { serviceTitle } from '../rules/services.ts'

/** The title of a role in the language of the page. */
export const roleText = (role: Role): string => roleTitles[role][language()]
/** The title of a service item; unknown keys show themselves. */
export const serviceText = (key: string): string => serviceTitle(key, language())

type PickQuery = Omit<z.input<typeof pickPeople.query & z.ZodType>, 'q'>
type Found = { id: number; name: string; organisation: string; roles: Role[] }

/** Picks a person by name (characters, pinyin); value: person id. For `kind: 'own'` fields: input: (o) => <PersonPicker {...o} side="contractor" />. */
export const PersonPicker = ({
  id,
  value,
  onChange,
  disabled,
  placeholder,
  size,
  ...query
}: OwnInput & PickQuery & { placeholder?: string; size?: 'small' }): ReactNode => {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [known, setKnown] = useState<Found[]>([])
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), 200)
    return () => clearTimeout(timer)
  }, [text])
  const { data, isFetching } = useCall(pickPeople, {
    query: { ...query, q: asked, ...(typeof value === 'number' ? { chosen: value } : {}) },
  })
  useEffect(() => {
    // Names once seen stay readable when the next search no longer has them.
    if (data) setKnown((old) => [...data.items, ...old.filter((o) => !data.items.some((n) => n.id === o.id))].slice(0, 200) as Found[])
  }, [data])
  const shown = [...(data?.items ?? []), ...known.filter((k) => k.id === value && !data?.items.some((n) => n.id === k.id))]
  return (
    <Select
      {...(id ? { id } : {})}
      value={(value as number | undefined) ?? null}
      onChange={(v: number | null) => onChange?.(v ?? undefined)}
      disabled={disabled ?? false}
      allowClear
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      style={{ width: '100%' }}
      {...(size ? { size } : {})}
      {...(placeholder ? { 'aria-label': placeholder } : {})}
      placeholder={placeholder ?? i18n.t('ui:form.choose')}
      options={shown.map((p) => ({ value: p.id, label: `${p.name}　${listText(p.roles.map(roleText))} ${p.organisation}` }))}
    />
  )
}

interface PickOne extends OwnInput {
  courtId?: number
}
/** In a filter there is no label but the placeholder. */
interface Named extends OwnInput {
  placeholder?: string
  size?: 'small'
}
const pick = (o: Named, options: { value: number; label: string }[] | undefined): ReactNode => (
  <Select
    {...(o.id ? { id: o.id } : {})}
    value={(o.value as number | undefined) ?? null}
    onChange={(v: number | null) => o.onChange?.(v ?? undefined)}
    disabled={o.disabled ?? false}
    allowClear
    loading={!options}
    showSearch={{ optionFilterProp: 'label' }}
    style={{ width: '100%' }}
    {...(o.size ? { size: o.size } : {})}
    {...(o.placeholder ? { 'aria-label': o.placeholder } : {})}
    placeholder={o.placeholder ?? i18n.t('ui:form.choose')}
    options={options ?? []}
  />
)

/** Picks a contractor the caller may see; value: contractor id. */
export const ContractorPicker = (o: Named): ReactNode => {
  const { data } = useCall(listContractors, { query: { limit: 200 } })
  return pick(
    o,
    data?.items.map((c) => ({ value: c.id, label: c.name })),
  )
}
/** Picks a division of a court (default: mine); value: division id. */
export const DivisionPicker = ({ courtId, ...o }: PickOne): ReactNode => {
  const { data } = useCall(listDivisions, { query: { ...(courtId ? { courtId } : {}), limit: 200 } })
  return pick(
    o,
    data?.items.map((d) => ({ value: d.id, label: d.name })),
  )
}
/** Picks an engagement in force; value: engagement id. */
export const EngagementPicker = ({ contractorId, ...o }: OwnInput & { contractorId?: number }): ReactNode => {
  const { data } = useCall(listEngagements, { query: { state: 'active', ...(contractorId ? { contractorId } : {}), limit: 200 } })
  return pick(
    o,
    data?.items.map((e) => ({ value: e.id, label: `${e.title} · ${e.contractorName}` })),
  )
}

/** Ticks services of an engagement (of all engagements of the contractor while none is chosen); nothing ticked: null, all of them. */
export const EngagementServices = ({
  id,
  value,
  onChange,
  contractorId,
  engagementId,
}: OwnInput & { contractorId?: number | null; engagementId?: number | null }): ReactNode => {
  const { data } = useCall(listEngagements, { query: { ...(contractorId ? { contractorId } : {}), limit: 200 } })
  const ticked = (value as string[] | null | undefined) ?? []
  const engaged = (data?.items ?? []).filter((e) => (engagementId ? e.id === engagementId : e.state !== 'ended')).flatMap((e) => e.services)
  // What a post named before stays to be seen, also when the engagement no longer covers it.
  const keys = [...new Set([...engaged, ...ticked])]
  return (
    <div {...(id ? { id } : {})}>
      <Checkbox.Group
        value={ticked}
        onChange={(v) => onChange?.(v.length ? v : null)}
        options={keys.map((k) => ({ value: k, label: serviceText(k) }))}
      />
    </div>
  )
}
