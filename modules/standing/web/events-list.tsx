import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listEvents } from '../api-events.ts'
import { eventKinds, eventStates } from '../rules/events.ts'
import { eventTones } from './words.tsx'

const EventsList = (): ReactNode => {
  const { t } = useTranslation('standing')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="standing-events"
      title={t('events')}
      endpoint={listEvents}
      rowKey={(r) => r.id}
      open={(r) => `/standing-events/${r.id}`}
      late={(r) => r.late && r.decidedAt === null}
      filters={[
        { key: 'state', kind: 'choice', label: t('stateOf'), options: eventStates.map((k) => ({ value: k, label: t(`eventState.${k}`) })) },
        { key: 'kind', kind: 'choice', label: t('kindOf'), options: eventKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })) },
      ]}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
        { key: 'source', title: t('sourceOf'), render: (r) => t(`source.${r.source}`) },
        { key: 'known', title: t('knownOn'), render: (r) => dateText(r.knownOn) },
        {
          key: 'state',
          title: t('stateOf'),
          render: (r) => <StateTag tone={eventTones[r.state]}>{t(r.outcome ? `outcome.${r.outcome}` : `eventState.${r.state}`)}</StateTag>,
        },
        {
          key: 'by',
          title: t('assessBy'),
          render: (r) => (
            <>
              {dateText(r.assessBy)} {r.late ? <StateTag tone="late">{t('late')}</StateTag> : null}
            </>
          ),
        },
      ]}
      acts={[
        { key: 'new', label: t('newEvent'), primary: true, can: may('standing.report'), run: () => go('/standing-events/new') },
        { key: 'standing', label: t('title'), run: () => go('/standing') },
      ]}
      empty={t('noEvents')}
    />
  )
}
export default EventsList
