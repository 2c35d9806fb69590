import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listStandings } from '../api.ts'
import { periodText } from './words.tsx'

const StandingsList = (): ReactNode => {
  const { t } = useTranslation('standing')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="standing"
      title={t('title')}
      endpoint={listStandings}
      rowKey={(r) => r.contractorId}
      open={(r) => `/standing/${r.contractorId}`}
      late={(r) => r.serious.length > 0}
      columns={[
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
        { key: 'last', title: t('lastPeriod'), render: (r) => (r.lastPeriod ? periodText(t, r.lastPeriod) : t('never')) },
        { key: 'filed', title: t('filedAt'), render: (r) => (r.filedAt ? <Moment at={r.filedAt} /> : '—') },
        {
          key: 'warnings',
          title: t('warnings'),
          render: (r) =>
            r.serious.length + r.watch.length === 0 ? (
              r.lastPeriod ? (
                t('noWarnings')
              ) : (
                '—'
              )
            ) : (
              <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                {r.serious.map((k) => (
                  <StateTag key={k} tone="late">
                    {t(`indicator.${k}`)}
                  </StateTag>
                ))}
                {r.watch.map((k) => (
                  <StateTag key={k} tone="soon">
                    {t(`indicator.${k}`)}
                  </StateTag>
                ))}
              </span>
            ),
        },
        {
          key: 'missing',
          title: t('missing'),
          render: (r) => (r.missing.length ? r.missing.map((p) => periodText(t, p)).join(t('comma')) : '—'),
        },
        { key: 'events', title: t('openEvents'), align: 'end', render: (r) => r.openEvents },
      ]}
      acts={[
        { key: 'new', label: t('newStatement'), primary: true, can: may('standing.keep'), run: () => go('/financial-statements/new') },
        { key: 'events', label: t('events'), run: () => go('/standing-events') },
        { key: 'thresholds', label: t('thresholds'), run: () => go('/standing-thresholds') },
      ]}
      empty={t('none')}
    />
  )
}
export default StandingsList
