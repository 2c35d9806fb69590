import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { submitPlan } from '../api.ts'

const PlanNew = (): ReactNode => {
  const { t } = useTranslation('incidents')
  const go = useGo()
  const submit = useAct(submitPlan)
  return (
    <FormPage
      title={t('newPlan')}
      kind={{ label: t('plans'), to: '/emergency-plans' }}
      lead={t('plansNone')}
      draft="incidents.plan"
      schema={submitPlan.body as z.ZodType}
      fields={[
        { name: 'title', kind: 'text', label: t('planTitle'), required: true, max: 200 },
        { name: 'text', kind: 'longtext', label: t('planText'), required: true, max: 50000 },
      ]}
      submit={async (v) => {
        const { id } = await submit.mutateAsync({ body: v as z.input<NonNullable<typeof submitPlan.body>> })
        go(`/emergency-plans/${id}`)
      }}
    />
  )
}
export default PlanNew
