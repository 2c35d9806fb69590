import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { exportContacts, listContacts } from '../api.ts'
import { capacities, channels } from '../rules.ts'

type Row = Reply<typeof listContacts>['items'][number]
const ContactsList = (): ReactNode => {
  const { t, i18n } = useTranslation('disclosure')
  const go = useGo()
  const me = useMe()
  const all = me.permissions.has('disclosure.review')
  return (
    <ListPage
      name="contacts"
      title={t('contacts')}
      endpoint={listContacts}
      rowKey={(r) => r.id}
      open={(r) => `/contacts/${r.id}`}
      filters={[
        {
          key: 'capacity',
          kind: 'choice',
          label: t('capacityOf'),
          options: capacities.map((k) => ({ value: k, label: t(`capacity.${k}`) })),
        },
        { key: 'channel', kind: 'choice', label: t('channelOf'), options: channels.map((k) => ({ value: k, label: t(`channel.${k}`) })) },
        { key: 'happened', kind: 'dates', label: t('happenedAt') },
        ...(all ? [{ key: 'mine', kind: 'choice' as const, label: t('mineOnly'), options: [{ value: 'yes', label: t('yes') }] }] : []),
      ]}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        { key: 'at', title: t('happenedAt'), render: (r) => <Moment at={r.happenedAt} /> },
        { key: 'asker', title: t('asker'), render: (r) => r.asker },
        { key: 'capacity', title: t('capacityOf'), render: (r) => t(`capacity.${r.capacity}`) },
        { key: 'channel', title: t('channelOf'), render: (r) => t(`channel.${r.channel}`) },
        { key: 'case', title: t('caseOf'), render: (r) => r.caseNumber ?? r.caseSaid ?? (r.caseId ? t('caseHidden') : t('caseNone')) },
        ...(all
          ? [
              {
                key: 'by',
                title: t('by'),
                render: (r: Row) => (r.contractor ? t('personOf', { name: r.by, of: r.contractor }) : r.by),
              },
            ]
          : []),
        { key: 'told', title: t('toldToOf'), render: (r) => t(`toldTo.${r.toldTo}`) },
        { key: 'supplements', title: t('supplements'), align: 'end', render: (r) => r.supplements || '—' },
      ]}
      acts={[{ key: 'new', label: t('newContact'), primary: true, run: () => go('/contacts/new') }]}
      {...(all ? { exportFrom: exportContacts, fixed: { language: i18n.language.startsWith('zh') ? 'zh' : 'en' } } : {})}
      empty={t('contactsNone')}
    />
  )
}
export default ContactsList
