import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { todayText } from '../../../platform/ui/dates.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { createEngagement } from '../api.ts'
import { serviceTitles } from '../rules/services.ts'
import { ContractorPicker, serviceText } from './public.tsx'

/** Fields of an engagement's terms, for entering and changing it. */
export const termFields = (t: TFunction): Field[] => [
  { name: 'title', kind: 'text', label: t('organisations:engagements.name'), required: true, max: 200, wide: true },
  { name: 'fromDate', kind: 'date', label: t('organisations:engagements.from'), required: true },
  { name: 'untilDate', kind: 'date', label: t('organisations:engagements.until'), required: true },
  {
    name: 'services',
    kind: 'checks',
    label: t('organisations:engagements.services'),
    required: true,
    wide: true,
    options: Object.keys(serviceTitles).map((s) => ({ value: s, label: serviceText(s) })),
  },
  { name: 'minStaff', kind: 'number', label: t('organisations:engagements.minStaff'), min: 0, max: 2000 },
  {
    name: 'exposureCap',
    kind: 'number',
    label: t('organisations:engagements.cap'),
    hint: t('organisations:engagements.capHint'),
    min: 0,
    max: 1,
    step: 0.05,
    decimals: 2,
  },
]
export const termCodes = {
  'term-reversed': 'untilDate',
  'term-over': 'untilDate',
  'service-twice': 'services',
  'contractor-unknown': 'contractorId',
}

const EngagementNew = (): ReactNode => {
  const { t } = useTranslation()
  const go = useGo()
  const [{ contractorId }] = useSearchText()
  const create = useAct(createEngagement)
  return (
    <FormPage
      title={t('organisations:engagements.add')}
      kind={{ label: t('organisations:engagements.title'), to: '/engagements' }}
      lead={t('organisations:engagements.lead')}
      draft="engagement"
      columns={2}
      fields={[
        {
          name: 'contractorId',
          kind: 'own',
          label: t('organisations:engagements.contractor'),
          required: true,
          wide: true,
          input: (o) => <ContractorPicker {...o} />,
        },
        ...termFields(t),
      ]}
      initial={{ fromDate: todayText(), minStaff: 0, exposureCap: 0.6, ...(contractorId ? { contractorId: Number(contractorId) } : {}) }}
      codes={termCodes}
      cancel={() => go('/engagements')}
      submit={async (v) => {
        const made = await create.mutateAsync({ body: v as z.input<typeof createEngagement.body & z.ZodType> })
        go(`/engagements/${made.id}`)
      }}
    />
  )
}
export default EngagementNew
