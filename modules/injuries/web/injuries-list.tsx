import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { listInjuries } from '../api.ts'

const InjuriesList = (): ReactNode => {
  const { t } = useTranslation('injuries')
  const go = useGo()
  return (
    <ListPage
      name="injuries"
      title={t('title')}
      endpoint={listInjuries}
      rowKey={(r) => r.id}
      open={(r) => `/injuries/${r.id}`}
      filters={[
        {
          key: 'state',
          kind: 'choice',
          label: t('stateOf'),
          options: (['open', 'closed'] as const).map((k) => ({ value: k, label: t(`state.${k}`) })),
        },
      ]}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        { key: 'person', title: t('person'), render: (r) => r.personName },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
        { key: 'at', title: t('happenedAt'), render: (r) => <Moment at={r.happenedAt} /> },
        {
          key: 'state',
          title: t('stateOf'),
          render: (r) => <StateTag tone={r.state === 'open' ? 'active' : 'closed'}>{t(`state.${r.state}`)}</StateTag>,
        },
        {
          key: 'notice',
          title: t('notice'),
          render: (r) => (r.notifiedAt ? <Moment at={r.notifiedAt} /> : <DueTag due={r.noticeDueAt} />),
        },
        {
          key: 'filing',
          title: t('filing'),
          render: (r) => (r.filedAt ? <Moment at={r.filedAt} /> : r.outcome === 'notWorkInjury' ? '—' : dateText(r.filingDueOn)),
        },
      ]}
      acts={[{ key: 'new', label: t('new'), primary: true, run: () => go('/injuries/new') }]}
      empty={t('none')}
    />
  )
}
export default InjuriesList
