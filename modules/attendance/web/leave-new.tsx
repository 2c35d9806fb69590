import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { askLeave } from '../api.ts'
import { leaveKinds } from '../rules.ts'
import { spanCodes, spanFields } from './shown.tsx'

const LeaveNew = (): ReactNode => {
  const { t } = useTranslation('attendance')
  const go = useGo()
  const tell = useTell()
  const ask = useAct(askLeave)
  return (
    <FormPage
      title={t('ask')}
      kind={{ label: t('leaves'), to: '/attendance/leaves' }}
      lead={t('askLead')}
      columns={2}
      fields={[
        {
          name: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          required: true,
          wide: true,
          options: leaveKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })),
        },
        ...spanFields(t),
      ]}
      initial={{ fromDate: todayText(), fromHalf: 'am', untilHalf: 'pm' }}
      codes={spanCodes}
      submit={async (v) => {
        const r = await ask.mutateAsync({ body: v as z.input<typeof askLeave.body & z.ZodType> })
        tell.done(t('asked', { n: r.halfDays / 2 }))
        go(`/attendance/leaves/${r.id}`)
      }}
    />
  )
}
export default LeaveNew
