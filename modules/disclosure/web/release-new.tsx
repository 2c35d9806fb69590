import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Field } from '../../../platform/ui/fields.tsx'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import { EngagementPicker } from '../../organisations/web/public.tsx'
import { askRelease, enterDemand } from '../api.ts'
import { scopes } from '../rules.ts'
import { dayAndTime } from './moment.ts'

/** Two ways in: asking the court beforehand, and a demand by law that reached us. */
const ReleaseNew = (): ReactNode => {
  const { t } = useTranslation('disclosure')
  const go = useGo()
  const tell = useTell()
  const me = useMe()
  const demand = window.location.pathname.endsWith('/demand')
  const ask = useAct(askRelease)
  const enter = useAct(enterDemand)
  const fields: Field[] = [
    ...(demand ? ([{ name: 'receivedAt', kind: 'time', label: t('receivedAt'), required: true, max: todayText() }] as Field[]) : []),
    { name: 'recipient', kind: 'text', label: t(demand ? 'authority' : 'recipient'), required: true, max: 200 },
    ...(demand
      ? ([{ name: 'paperNo', kind: 'text', label: t('paperNo'), hint: t('paperNoHint'), required: true, max: 200 }] as Field[])
      : []),
    ...(me.side === 'contractor'
      ? []
      : ([
          { name: 'engagementId', kind: 'own', label: t('engagement'), required: true, input: (o) => <EngagementPicker {...o} /> },
        ] as Field[])),
    ...(me.permissions.has('cases.read')
      ? ([{ name: 'caseId', kind: 'own', label: t('caseOf'), input: (o) => <CasePicker {...o} /> }] as Field[])
      : []),
    { name: 'caseSaid', kind: 'text', label: t('caseSaid'), hint: t('caseSaidHint'), max: 200 },
    { name: 'untilOn', kind: 'date', label: t(demand ? 'demandUntil' : 'untilOn'), required: true },
    {
      name: 'scope',
      kind: 'checks',
      label: t(demand ? 'demandScope' : 'scopeOf'),
      required: true,
      options: scopes.map((k) => ({ value: k, label: t(`scope.${k}`) })),
      wide: true,
    },
    { name: 'text', kind: 'longtext', label: t(demand ? 'demanded' : 'text'), required: true, max: 5000, wide: true },
    { name: 'purpose', kind: 'longtext', label: t('purpose'), required: true, max: 2000, wide: true },
    ...(demand && me.side === 'contractor'
      ? ([{ name: 'notifyNow', kind: 'switch', label: t('notifyNow'), hint: t('notifyNowHint') }] as Field[])
      : []),
  ]
  return (
    <FormPage
      key={demand ? 'demand' : 'ask'}
      title={t(demand ? 'newDemand' : 'newRelease')}
      kind={{ label: t('releases'), to: me.permissions.has('disclosure.releases') ? '/releases' : '/' }}
      lead={t(demand ? 'demandLead' : 'releaseLead')}
      draft={demand ? 'release.demand' : 'release.new'}
      columns={2}
      {...(demand ? { codes: { 'time-in-future': 'receivedAt' } } : { schema: askRelease.body as z.ZodType })}
      fields={fields}
      initial={demand ? { notifyNow: true } : {}}
      submit={async (v) => {
        const made = demand
          ? await enter.mutateAsync({
              body: { ...v, receivedOn: dayAndTime(v.receivedAt).day, receivedAt: dayAndTime(v.receivedAt).time } as z.input<
                NonNullable<typeof enterDemand.body>
              >,
            })
          : await ask.mutateAsync({ body: v as z.input<NonNullable<typeof askRelease.body>> })
        tell.done(t('released', { number: made.number }))
        go(`/releases/${made.id}`)
      }}
    />
  )
}
export default ReleaseNew
