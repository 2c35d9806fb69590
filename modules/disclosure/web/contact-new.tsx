import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import { recordContact } from '../api.ts'
import { capacities, channels, tellable } from '../rules.ts'
import { dayAndTime } from './moment.ts'

const ContactNew = (): ReactNode => {
  const { t } = useTranslation('disclosure')
  const go = useGo()
  const tell = useTell()
  const me = useMe()
  const record = useAct(recordContact)
  return (
    <FormPage
      title={t('newContact')}
      kind={{ label: t('contacts'), to: '/contacts' }}
      lead={t('contactLead')}
      draft="contact.new"
      columns={2}
      codes={{ 'time-in-future': 'happenedAt' }}
      fields={[
        { name: 'happenedAt', kind: 'time', label: t('happenedAt'), required: true, max: todayText() },
        { name: 'asker', kind: 'text', label: t('asker'), hint: t('askerHint'), required: true, max: 200 },
        {
          name: 'capacity',
          kind: 'choice',
          label: t('capacityOf'),
          required: true,
          options: capacities.map((k) => ({ value: k, label: t(`capacity.${k}`) })),
        },
        {
          name: 'channel',
          kind: 'choice',
          label: t('channelOf'),
          required: true,
          options: channels.map((k) => ({ value: k, label: t(`channel.${k}`) })),
        },
        {
          name: 'toldTo',
          kind: 'choice',
          label: t('toldToOf'),
          required: true,
          options: tellable.map((k) => ({ value: k, label: t(`toldTo.${k}`) })),
        },
        ...(me.permissions.has('cases.read')
          ? [{ name: 'caseId', kind: 'own' as const, label: t('caseOf'), hint: t('caseHint'), input: (o: object) => <CasePicker {...o} /> }]
          : []),
        { name: 'caseSaid', kind: 'text', label: t('caseSaid'), hint: t('caseSaidHint'), max: 200 },
        { name: 'asked', kind: 'longtext', label: t('asked'), required: true, max: 5000, wide: true },
        { name: 'answered', kind: 'longtext', label: t('answered'), required: true, max: 5000, wide: true },
      ]}
      submit={async (v) => {
        const { day, time } = dayAndTime(v.happenedAt)
        const { id } = await record.mutateAsync({
          body: { ...v, happenedOn: day, happenedAt: time } as z.input<NonNullable<typeof recordContact.body>>,
        })
        tell.done(t('contactSaved'))
        go(`/contacts/${id}`)
      }}
    />
  )
}
export default ContactNew
