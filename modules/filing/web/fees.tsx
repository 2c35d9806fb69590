import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, DueTag } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { listFilings } from '../api.ts'
import { Steps } from './desk.tsx'

/** 交费监控: noticed and not paid, oldest first (交纳办法22). */
const Fees = (): ReactNode => {
  const { t } = useTranslation('filing')
  return (
    <ListPage
      name="filing.fees"
      title={t('fees.title')}
      endpoint={listFilings}
      fixed={{ view: 'fees' }}
      rowKey={(r) => r.id}
      open={(r) => `/filing/${r.id}`}
      late={(r) => r.fee.light === 'late'}
      filters={[{ key: 'q', kind: 'text', label: t('desk.q') }]}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number ?? t('unnumbered') },
        { key: 'parties', title: t('parties'), render: (r) => r.title },
        { key: 'amount', title: t('field.fee'), align: 'end', render: (r) => r.fee.amount ?? '—' },
        { key: 'noticed', title: t('fees.noticed'), render: (r) => dateText(r.fee.noticedOn, { short: true }) },
        { key: 'due', title: t('fees.due'), render: (r) => <DueTag due={r.fee.dueOn} /> },
        { key: 'steps', title: t('stands'), render: (r) => (r.steps.length > 0 ? <Steps filing={r} /> : '—') },
      ]}
      empty={t('fees.empty')}
    />
  )
}
export default Fees
