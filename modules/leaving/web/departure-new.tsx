import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { openDeparture } from '../api.ts'
import { openableKinds } from '../rules.ts'

const DepartureNew = (): ReactNode => {
  const { t } = useTranslation('leaving')
  const go = useGo()
  const tell = useTell()
  const open = useAct(openDeparture)
  return (
    <FormPage
      title={t('new')}
      kind={{ label: t('title'), to: '/departures' }}
      lead={t('newLead')}
      fields={[
        { name: 'personId', kind: 'own', label: t('person'), required: true, input: (o) => <PersonPicker {...o} side="contractor" /> },
        {
          name: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          required: true,
          options: openableKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })),
        },
        { name: 'lastDay', kind: 'date', label: t('lastDay'), required: true, min: todayText() },
        { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
      ]}
      codes={{ 'leave-in-past': 'lastDay', 'not-outsourced': 'personId', 'departure-open': 'personId' }}
      submit={async (v) => {
        const { id } = await open.mutateAsync({
          body: { personId: Number(v.personId), kind: v.kind as 'resignation', lastDay: String(v.lastDay), reason: String(v.reason) },
        })
        tell.done(t('saved'))
        go(`/departures/${id}`)
      }}
    />
  )
}
export default DepartureNew
