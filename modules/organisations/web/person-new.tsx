import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Field } from '../../../platform/ui/fields.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { createPerson } from '../api.ts'
import { ContractorPicker } from './public.tsx'

export const idCodes = {
  'paper-empty': 'idNo',
  'id-15-digits': 'idNo',
  'id-length': 'idNo',
  'id-characters': 'idNo',
  'id-region': 'idNo',
  'id-birth-date': 'idNo',
  'id-birth-future': 'idNo',
  'id-check-digit': 'idNo',
  'id-no-taken': 'idNo',
  'id-no-refused': 'idNo',
}

const PersonNew = (): ReactNode => {
  const { t } = useTranslation('organisations')
  const go = useGo()
  const me = useMe()
  // Who came without saying whom: the people he keeps the records of.
  const [{ side = me.roles.includes('systemAdmin') ? 'court' : 'contractor', contractorId }] = useSearchText()
  const create = useAct(createPerson)
  const fields: Field[] = [
    { name: 'name', kind: 'text', label: t('people.name'), required: true, max: 100 },
    ...(side === 'contractor' && me.side !== 'contractor'
      ? [
          {
            name: 'contractorId',
            kind: 'own' as const,
            label: t('people.contractor'),
            required: true,
            input: (o: object) => <ContractorPicker {...o} />,
          },
        ]
      : []),
    { name: 'staffNo', kind: 'text', label: t('people.staffNo'), max: 40 },
    { name: 'phone', kind: 'text', label: t('people.phone'), max: 20, figures: true },
    { name: 'idNo', kind: 'text', label: t('people.idNo'), hint: t('people.idNoHint'), max: 30, figures: true },
  ]
  const title = side === 'court' ? t('people.addCourt') : side === 'system' ? t('people.addSystem') : t('people.addContractor')
  return (
    <FormPage
      title={title}
      kind={{ label: t('people.title'), to: '/people' }}
      lead={t('people.lead')}
      draft={`person.${side}`}
      columns={2}
      fields={fields}
      initial={contractorId ? { contractorId: Number(contractorId) } : {}}
      codes={{ ...idCodes, 'organisation-unknown': 'contractorId' }}
      cancel={() => go('/people')}
      submit={async (v) => {
        const made = await create.mutateAsync({ body: { ...v, side } as z.input<typeof createPerson.body & z.ZodType> })
        go(`/people/${made.id}`)
      }}
    />
  )
}
export default PersonNew
