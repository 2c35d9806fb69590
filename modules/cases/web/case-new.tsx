import { Button, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { createCase, type PartyInput, paperKindKeys, partyRoles } from '../api.ts'
import { caseCodes, choices, partyCodes, useCaseFields } from './case-fields.tsx'

/** Rows of parties inside the case's form: who sues whom; everything else is added on the record. */
const PartiesInput = ({ value, onChange, disabled }: OwnInput): ReactNode => {
  const { t } = useTranslation('cases')
  const rows = (value as Partial<PartyInput>[] | undefined) ?? []
  const put = (i: number, patch: Partial<PartyInput>): void => onChange?.(rows.map((r, n) => (n === i ? { ...r, ...patch } : r)))
  const text = (i: number, key: 'name' | 'paper' | 'phone' | 'residence', max: number): ReactNode => (
    <Input
      value={(rows[i]?.[key] as string | undefined) ?? ''}
      maxLength={max}
      placeholder={t(`party.${key}`)}
      aria-label={`${t(`party.${key}`)} ${i + 1}`}
      autoComplete="off"
      onChange={(e) => put(i, { [key]: e.target.value || undefined })}
    />
  )
  return (
    <div>
      {rows.map((r, i) => (
        // The order is the only identity of rows that are not saved yet.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <fieldset
          key={i}
          disabled={disabled ?? false}
          className="bw-sheet bw-pad"
          style={{ display: 'grid', gap: 8, gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))', margin: '0 0 8px' }}
        >
          <Select
            value={r.role ?? null}
            aria-label={`${t('party.role')} ${i + 1}`}
            placeholder={t('party.role')}
            options={choices(partyRoles, 'role')}
            onChange={(role) => put(i, { role: role ?? undefined })}
          />
          <Select
            value={r.kind ?? null}
            aria-label={`${t('party.kind')} ${i + 1}`}
            placeholder={t('party.kind')}
            options={choices(['natural', 'organisation'], 'kind')}
            onChange={(kind) => put(i, { kind: kind ?? undefined })}
          />
          {text(i, 'name', 200)}
          <Select
            allowClear
            value={r.paperKind ?? null}
            aria-label={`${t('party.paperKind')} ${i + 1}`}
            placeholder={t('party.paperKind')}
            options={choices(paperKindKeys, 'paper')}
            onChange={(paperKind) => put(i, { paperKind: paperKind ?? undefined })}
          />
          {text(i, 'paper', 60)}
          {text(i, 'phone', 30)}
          {text(i, 'residence', 300)}
          <Button onClick={() => onChange?.(rows.filter((_, n) => n !== i))} aria-label={`${t('party.drop')} ${i + 1}`}>
            {t('party.drop')}
          </Button>
        </fieldset>
      ))}
      <Button disabled={disabled ?? false} onClick={() => onChange?.([...rows, { kind: 'natural' }])}>
        {t('party.add')}
      </Button>
    </div>
  )
}

const CaseNew = (): ReactNode => {
  const { t } = useTranslation('cases')
  const go = useGo()
  const create = useAct(createCase)
  const fields = useCaseFields(false)
  // No draft is kept: papers and phones of parties do not belong into the browser's storage.
  return (
    <FormPage
      title={t('create')}
      kind={{ label: t('list.title'), to: '/cases' }}
      lead={t('createLead')}
      columns={2}
      schema={createCase.body}
      initial={{
        parties: [
          { role: 'plaintiff', kind: 'natural' },
          { role: 'defendant', kind: 'natural' },
        ],
      }}
      fields={[
        ...fields,
        { name: 'h', kind: 'heading', label: t('parties') },
        {
          name: 'parties',
          kind: 'own',
          label: t('parties'),
          required: true,
          wide: true,
          hint: t('partiesHint'),
          input: (o) => <PartiesInput {...o} />,
        },
      ]}
      codes={{ ...Object.fromEntries(Object.keys(partyCodes).map((c) => [c, 'parties'])), ...caseCodes }}
      submit={async (v) => {
        const made = await create.mutateAsync({ body: v as z.input<typeof createCase.body & z.ZodType> })
        go(`/cases/${made.id}`)
      }}
    />
  )
}
export default CaseNew
