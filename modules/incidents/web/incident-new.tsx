import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { reportIncident } from '../api.ts'
import { incidentKinds } from '../rules.ts'

const IncidentNew = (): ReactNode => {
  const { t } = useTranslation('incidents')
  const go = useGo()
  const tell = useTell()
  const report = useAct(reportIncident)
  return (
    <FormPage
      title={t('new')}
      kind={{ label: t('title'), to: '/incidents' }}
      lead={`${t('newLead')} ${t('anonymousHint')}`}
      schema={reportIncident.body as z.ZodType}
      fields={[
        {
          name: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          required: true,
          options: incidentKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })),
        },
        { name: 'happenedOn', kind: 'date', label: t('happenedOn') },
        { name: 'told', kind: 'longtext', label: t('told'), hint: t('toldHint'), required: true, max: 5000 },
      ]}
      submit={async (v) => {
        const { id } = await report.mutateAsync({ body: v as z.input<NonNullable<typeof reportIncident.body>> })
        tell.done(t('sent'))
        go(`/incidents/${id}`)
      }}
    />
  )
}
export default IncidentNew
