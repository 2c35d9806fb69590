import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { listText } from '../../../platform/ui/i18n.ts'
import { dateText, DueTag } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { listOrders, type OrderItem } from '../api.ts'
import { MAIL_LIST_MOST, mailList } from '../api-carrier.ts'
import { methods, orderStates } from '../rules/shape.ts'
import { OrderState } from './parts.tsx'

const mailFormats = ['pdf', 'xlsx', 'csv'] as const
const mayMail = (rows: readonly OrderItem[]): true | string =>
  rows.length > MAIL_LIST_MOST
    ? 'mail-list-too-long'
    : rows.every((r) => r.method === 'mail' && (r.state === 'attempt' || r.state === 'feedback')) || 'order-not-for-mail'

/** The list and, with due=late, the overdue list: both are one address. */
export const OrdersList = ({ caseId }: { caseId?: number }): ReactNode => {
  const { t } = useTranslation('service')
  const go = useGo()
  const me = useMe()
  return (
    <ListPage
      name={caseId ? 'service.case' : 'service'}
      title={t('list')}
      endpoint={listOrders}
      {...(caseId ? { fixed: { caseId }, embedded: true } : {})}
      rowKey={(r) => r.id}
      open={(r) => `/service-orders/${r.id}`}
      late={(r) => r.late.length > 0}
      filters={[
        { key: 'q', kind: 'text', label: t('q'), width: 220 },
        {
          key: 'due',
          kind: 'choice',
          label: t('due'),
          options: ['late', 'today', 'soon'].map((value) => ({ value, label: t(`dueFilter.${value}`) })),
        },
        {
          key: 'state',
          kind: 'choice',
          label: t('state'),
          options: ['open', ...orderStates].map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { key: 'method', kind: 'choice', label: t('method'), options: methods.map((value) => ({ value, label: t(`methods.${value}`) })) },
      ]}
      columns={[
        { key: 'recipient', title: t('recipient'), render: (r) => r.recipient },
        { key: 'case', title: t('case'), render: (r) => r.caseNumber ?? r.caseTitle ?? '—' },
        { key: 'set', title: t('set'), render: (r) => r.setTitle },
        { key: 'method', title: t('method'), render: (r) => (r.method ? t(`methods.${r.method}`) : '—') },
        { key: 'state', title: t('state'), render: (r) => <OrderState state={r.state} late={r.late.length > 0} /> },
        { key: 'due', title: t('due'), render: (r) => (r.nextDueAt ? <DueTag due={r.nextDueAt} /> : '—') },
        { key: 'lateWhat', title: t('lateWhat'), render: (r) => listText(r.late.map((l) => t(`late.${l}`))) || '—' },
        { key: 'legal', title: t('legalDue'), hidden: true, render: (r) => dateText(r.legalDueOn) },
        { key: 'effective', title: t('effectiveOn'), render: (r) => dateText(r.effectiveOn) },
      ]}
      acts={[
        {
          key: 'new',
          label: t('new'),
          primary: true,
          can: me.permissions.has('service-of-process.create'),
          run: () => go(caseId ? `/service-orders/new?caseId=${caseId}` : '/service-orders/new'),
        },
        {
          key: 'sets',
          label: t('sets.title'),
          can: !caseId && me.permissions.has('service-of-process.create'),
          run: () => go('/service-orders/sets'),
        },
        {
          key: 'bulk',
          label: t('bulk'),
          can: !caseId && me.permissions.has('service-of-process.work'),
          run: () => go('/service-orders/bulk'),
        },
        { key: 'late', label: t('overdue'), can: !caseId, run: () => go('/service-orders?due=late') },
      ]}
      {...(me.permissions.has('service-of-process.work')
        ? {
            bulk: (rows: OrderItem[]) =>
              mailFormats.map((format) => ({
                key: format,
                label: t(`mailList.${format}`),
                can: mayMail(rows),
                run: () =>
                  void window.open(addressOf(mailList, { query: { ids: rows.map((r) => r.id).join(','), format } }), '_blank', 'noopener'),
              })),
          }
        : {})}
      empty={t('empty')}
    />
  )
}
const Page = (): ReactNode => <OrdersList />
export default Page
