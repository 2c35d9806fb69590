import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listDepartures } from '../api.ts'
import { departureStates } from '../rules.ts'

export const tones: Record<(typeof departureStates)[number], Tone> = { open: 'active', withdrawn: 'closed', signed: 'done' }
const DeparturesList = (): ReactNode => {
  const { t } = useTranslation('leaving')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="departures"
      title={t('title')}
      endpoint={listDepartures}
      rowKey={(r) => r.id}
      open={(r) => `/departures/${r.id}`}
      filters={[
        { key: 'state', kind: 'choice', label: t('stateOf'), options: departureStates.map((k) => ({ value: k, label: t(`state.${k}`) })) },
      ]}
      columns={[
        { key: 'person', title: t('person'), render: (r) => r.personName },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'last', title: t('lastDay'), render: (r) => dateText(r.lastDay) },
        { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
      ]}
      acts={[
        { key: 'new', label: t('new'), primary: true, can: may('leaving.open'), run: () => go('/departures/new') },
        { key: 'requests', label: t('requests'), run: () => go('/personal-data-requests') },
      ]}
      empty={t('none')}
    />
  )
}
export default DeparturesList
