import { todayText } from '../../../platform/ui/dates.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { addressKinds, addressSources } from '../rules/shape.ts'

/** An address with where it comes from (送达19): for the operator who found one and for the clerk who brings the awaited one. */
export const addressFields = (t: (key: string) => string): Field[] => [
  {
    name: 'source',
    kind: 'choice',
    label: t('source'),
    required: true,
    options: addressSources.map((value) => ({ value, label: t(`sources.${value}`) })),
  },
  {
    name: 'kind',
    kind: 'radio',
    label: t('kind'),
    required: true,
    options: addressKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
  },
  { name: 'address', kind: 'text', label: t('address'), required: true, max: 300 },
  { name: 'confirmedOn', kind: 'date', label: t('confirmedOnLabel'), when: (v) => v.source === 'confirmed', max: todayText() },
]
