import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { ContractorPicker } from '../../organisations/web/public.tsx'
import { reportEvent } from '../api-events.ts'
import { eventKinds } from '../rules/events.ts'

const EventNew = (): ReactNode => {
  const { t } = useTranslation('standing')
  const go = useGo()
  const tell = useTell()
  const [search] = useSearchText()
  const court = useMe().side === 'court'
  return (
    <FormPage
      title={t('newEvent')}
      kind={{ label: t('events'), to: '/standing-events' }}
      lead={t(court ? 'eventLeadCourt' : 'eventLeadContractor')}
      fields={[
        ...(court
          ? [
              {
                name: 'contractorId',
                kind: 'own' as const,
                label: t('contractor'),
                required: true,
                input: (o: Parameters<typeof ContractorPicker>[0]) => <ContractorPicker {...o} />,
              },
            ]
          : []),
        {
          name: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          required: true,
          options: eventKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })),
        },
        { name: 'happenedOn', kind: 'date', label: t('happenedOn'), required: true, max: todayText() },
        ...(court
          ? [{ name: 'knownOn', kind: 'date' as const, label: t('knownOn'), hint: t('knownHint'), required: true, max: todayText() }]
          : []),
        { name: 'text', kind: 'longtext', label: t('text'), required: true, max: 5000 },
        {
          name: 'file',
          kind: 'file',
          label: t(court ? 'evidence' : 'noticePaper'),
          required: true,
          accept: '.pdf,.jpg,.jpeg,.png,.xlsx',
        },
      ]}
      initial={{ knownOn: todayText(), ...(Number(search.contractor) ? { contractorId: Number(search.contractor) } : {}) }}
      codes={{
        'day-in-future': 'happenedOn',
        'known-before-happened': 'happenedOn',
        'contractor-unknown': 'contractorId',
        'statement-file-kind': 'file',
        'empty-file': 'file',
      }}
      submit={async (v) => {
        const { id } = await sendFile(reportEvent, v.file as File, {
          fields: {
            kind: String(v.kind),
            happenedOn: String(v.happenedOn),
            text: String(v.text),
            ...(court ? { knownOn: String(v.knownOn), contractorId: String(v.contractorId) } : {}),
          },
        })
        tell.done(t('eventSaved'))
        go(`/standing-events/${id}`)
      }}
    />
  )
}
export default EventNew
