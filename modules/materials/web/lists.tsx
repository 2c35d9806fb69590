import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { listLists } from '../api-lists.ts'
import { Urgent } from './shown.tsx'

const Lists = (): ReactNode => {
  const { t } = useTranslation('materials')
  const go = useGo()
  const me = useMe()
  const own = me.roles.some((r) => r === 'judge' || r === 'clerk')
  const names = own ? (['mine', 'all'] as const) : (['open', 'all'] as const)
  return (
    <ListPage
      name="materials.lists"
      title={t('lists.title')}
      endpoint={listLists}
      rowKey={(r) => r.id}
      open={(r) => `/materials/lists/${r.id}`}
      empty={t(own ? 'lists.emptyMine' : 'lists.empty')}
      late={(r) => r.light === 'late'}
      live
      filters={[
        { key: 'view', kind: 'choice', label: t('view.label'), options: names.map((v) => ({ value: v, label: t(`lists.view.${v}`) })) },
      ]}
      columns={[
        { key: 'number', title: t('lists.number'), render: (r) => r.number },
        { key: 'recipient', title: t('recipient'), render: (r) => r.recipientName },
        {
          key: 'state',
          title: t('stateLabel'),
          render: (r) => (
            <>
              <StateTag tone={r.open === 0 ? 'done' : 'active'}>
                {r.open === 0 ? t('lists.settled') : t('lists.openOf', { open: r.open, n: r.lines })}
              </StateTag>{' '}
              <Urgent urgent={r.urgent} />
            </>
          ),
        },
        { key: 'due', title: t('due'), render: (r) => (r.open === 0 ? '—' : <DueTag due={r.dueAt} />) },
        { key: 'by', title: t('lists.madeBy'), render: (r) => r.madeBy },
        { key: 'at', title: t('lists.madeAt'), render: (r) => <Moment at={r.madeAt} /> },
      ]}
      acts={[{ key: 'carry', label: t('carry.title'), can: me.permissions.has('materials.work'), run: () => go('/materials/carry') }]}
    />
  )
}
export default Lists
