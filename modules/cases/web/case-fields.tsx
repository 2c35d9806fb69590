import { AutoComplete, Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field, OwnInput } from '../../../platform/ui/fields.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { DivisionPicker, PersonPicker } from '../../organisations/web/public.tsx'
import { listCauses, paperKindKeys, partyRoles, procedures, statuses } from '../api.ts'

/** Causes of the table in force on the filing date of the same form; a free text is kept and flagged. */
const CauseInput = ({ id, value, onChange, disabled }: OwnInput): ReactNode => {
  const filedOn = Form.useWatch('filedOn', Form.useFormInstance()) as string | undefined
  const [asked, setAsked] = useState('')
  const { data } = useCall(listCauses, { query: { ...(filedOn ? { on: filedOn } : {}), ...(asked ? { q: asked } : {}) } })
  return (
    <AutoComplete
      {...(id ? { id } : {})}
      value={(value as string | null | undefined) ?? ''}
      onChange={(v: string) => onChange?.(v)}
      showSearch={{ onSearch: (v) => setAsked(v.trim()) }}
      disabled={disabled ?? false}
      allowClear
      style={{ width: '100%' }}
      options={[...new Set((data?.items ?? []).map((c) => c.name))].slice(0, 50).map((name) => ({ value: name }))}
    />
  )
}

export const choices = (keys: readonly string[], prefix: string): { value: string; label: string }[] =>
  keys.map((k) => ({ value: k, label: i18n.t(`cases:${prefix}.${k}`) }))

/** Fields of a case itself; `change`: clearing one sends null. */
export const useCaseFields = (change: boolean): Field[] => {
  const { t } = useTranslation('cases')
  const keepNull = change ? { keepNull: true } : {}
  return [
    {
      name: 'number',
      kind: 'text',
      label: t('number'),
      hint: t('numberHint'),
      placeholder: '（2026）京0101民初1号',
      max: 60,
      figures: true,
      ...keepNull,
    },
    { name: 'procedure', kind: 'choice', label: t('procedureOf'), options: choices(procedures, 'procedure') },
    { name: 'receivedOn', kind: 'date', label: t('receivedOn'), ...keepNull },
    { name: 'filedOn', kind: 'date', label: t('filedOn'), ...keepNull },
    { name: 'cause', kind: 'own', label: t('cause'), hint: t('causeHint'), input: (o) => <CauseInput {...o} />, ...keepNull },
    { name: 'amount', kind: 'text', label: t('amountYuan'), figures: true, placeholder: '0.00', ...keepNull },
    { name: 'divisionId', kind: 'own', label: t('division'), input: (o) => <DivisionPicker {...o} />, ...keepNull },
    { name: 'judgeId', kind: 'own', label: t('judge'), input: (o) => <PersonPicker {...o} side="court" role="judge" />, ...keepNull },
    { name: 'clerkId', kind: 'own', label: t('clerk'), input: (o) => <PersonPicker {...o} side="court" role="clerk" />, ...keepNull },
    { name: 'secrecy', kind: 'choice', label: t('secrecyOf'), options: choices(['normal', 'private', 'secret'], 'secrecy') },
    ...(change
      ? ([
          { name: 'status', kind: 'choice', label: t('state'), options: choices(statuses, 'status') },
          { name: 'closedOn', kind: 'date', label: t('closedOn'), ...keepNull },
        ] as Field[])
      : []),
  ]
}

/** Fields of a party or agent (民诉124、登记6). */
export const usePartyFields = (o: {
  paperMasked?: string | null
  phoneMasked?: string | null
  others: { id: number; name: string }[]
}): Field[] => {
  const { t } = useTranslation('cases')
  const natural = (v: Record<string, unknown>): boolean => v.kind !== 'organisation'
  const agent = (v: Record<string, unknown>): boolean => v.role === 'agent'
  return [
    { name: 'role', kind: 'choice', label: t('party.role'), required: true, options: choices(partyRoles, 'role') },
    { name: 'kind', kind: 'radio', label: t('party.kind'), required: true, options: choices(['natural', 'organisation'], 'kind') },
    { name: 'name', kind: 'text', label: t('party.name'), required: true, max: 200 },
    { name: 'paperKind', kind: 'choice', label: t('party.paperKind'), options: choices(paperKindKeys, 'paper') },
    {
      name: 'paper',
      kind: 'text',
      label: t('party.paper'),
      max: 60,
      figures: true,
      placeholder: o.paperMasked ?? '',
      ...(o.paperMasked ? { hint: t('party.keepHint') } : {}),
    },
    {
      name: 'phone',
      kind: 'text',
      label: t('party.phone'),
      max: 30,
      figures: true,
      placeholder: o.phoneMasked ?? '',
      ...(o.phoneMasked ? { hint: t('party.keepHint') } : {}),
    },
    { name: 'sex', kind: 'radio', label: t('party.sex'), when: natural, options: choices(['male', 'female'], 'sex') },
    { name: 'birthOn', kind: 'date', label: t('party.birthOn'), when: natural, keepNull: true },
    { name: 'ethnicity', kind: 'text', label: t('party.ethnicity'), when: natural, max: 40, keepNull: true },
    { name: 'job', kind: 'text', label: t('party.job'), when: natural, max: 100, keepNull: true },
    { name: 'employer', kind: 'text', label: t('party.employer'), when: natural, max: 200, keepNull: true },
    { name: 'residence', kind: 'text', label: t('party.residence'), max: 300, keepNull: true },
    { name: 'representative', kind: 'text', label: t('party.representative'), when: (v) => !natural(v), max: 100, keepNull: true },
    { name: 'representativeTitle', kind: 'text', label: t('party.representativeTitle'), when: (v) => !natural(v), max: 60, keepNull: true },
    {
      name: 'representsId',
      kind: 'choice',
      label: t('party.represents'),
      when: agent,
      numeric: true,
      keepNull: true,
      options: o.others.map((p) => ({ value: String(p.id), label: p.name })),
    },
    { name: 'authority', kind: 'radio', label: t('party.authority'), when: agent, options: choices(['general', 'special'], 'authority') },
    { name: 'firm', kind: 'text', label: t('party.firm'), when: agent, max: 200, keepNull: true },
    { name: 'licence', kind: 'text', label: t('party.licence'), when: agent, max: 60, keepNull: true },
    { name: 'eServiceConsent', kind: 'switch', label: t('party.eServiceConsent') },
    {
      name: 'eServiceAddress',
      kind: 'text',
      label: t('party.eServiceAddress'),
      when: (v) => v.eServiceConsent === true,
      max: 200,
      keepNull: true,
    },
    { name: 'serviceAddress', kind: 'text', label: t('party.serviceAddress'), max: 300, keepNull: true },
    { name: 'serviceAddressConfirmedOn', kind: 'date', label: t('party.confirmedOn'), keepNull: true },
    { name: 'serviceAgent', kind: 'text', label: t('party.serviceAgent'), max: 100, keepNull: true },
  ]
}

/** Which field a refusal of a party belongs to. */
export const partyCodes: Record<string, string> = Object.fromEntries(
  [
    'paper-empty',
    'id-15-digits',
    'id-length',
    'id-characters',
    'id-region',
    'id-birth-date',
    'id-birth-future',
    'id-check-digit',
    'uscc-length',
    'uscc-characters',
    'uscc-check-digit',
    'paper-shape',
  ]
    .map((c) => [c, 'paper'])
    .concat([
      ['paper-kind-missing', 'paperKind'],
      ['phone-shape', 'phone'],
      ['represents-unknown', 'representsId'],
    ]),
)
export const caseCodes: Record<string, string> = {
  ...Object.fromEntries(
    ['empty', 'brackets', 'year', 'court', 'type', 'leading-zero', 'number', 'ending', 'sub', 'taken', 'fixed'].map((c) => [
      `case-number-${c}`,
      'number',
    ]),
  ),
  'date-closed-before-filed': 'closedOn',
  'division-unknown': 'divisionId',
  'party-missing': 'parties',
}
