import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { reportInjury } from '../api.ts'

const InjuryNew = (): ReactNode => {
  const { t } = useTranslation('injuries')
  const go = useGo()
  const tell = useTell()
  const may = useMay()
  const others = may('injuries.keep') || may('injuries.close')
  const report = useAct(reportInjury)
  return (
    <FormPage
      title={t('new')}
      kind={{ label: t('title'), to: '/injuries' }}
      lead={t('newLead')}
      fields={[
        ...(others
          ? [
              {
                name: 'personId',
                kind: 'own' as const,
                label: t('person'),
                required: true,
                input: (o: Parameters<typeof PersonPicker>[0]) => <PersonPicker {...o} side="contractor" />,
              },
            ]
          : []),
        { name: 'happenedAt', kind: 'time', label: t('happenedAt'), required: true, max: todayText(), hint: t('happenedHint') },
        { name: 'place', kind: 'text', label: t('place'), required: true, max: 200 },
        { name: 'text', kind: 'longtext', label: t('text'), required: true, max: 2000 },
        { name: 'hospital', kind: 'text', label: t('hospital'), max: 200 },
      ]}
      codes={{ 'day-in-future': 'happenedAt', 'injury-known': 'happenedAt', 'not-on-duty': others ? 'personId' : 'happenedAt' }}
      submit={async (v) => {
        const { id } = await report.mutateAsync({
          body: {
            personId: others ? Number(v.personId) : null,
            happenedAt: String(v.happenedAt),
            place: String(v.place),
            text: String(v.text),
            hospital: v.hospital ? String(v.hospital) : null,
          },
        })
        tell.done(t('reported'))
        go(`/injuries/${id}`)
      }}
    />
  )
}
export default InjuryNew
