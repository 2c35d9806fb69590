import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { listVacancies } from '../api.ts'

/** Vacancies, running and past, as the roster made them. */
const Vacancies = (): ReactNode => {
  const { t } = useTranslation('staffing')
  return (
    <ListPage
      name="vacancies"
      title={t('vacancies')}
      endpoint={listVacancies}
      rowKey={(r) => r.id}
      late={(r) => r.closedAt === null}
      above={<p className="bw-lead">{t('vacanciesLead')}</p>}
      filters={[
        {
          key: 'open',
          kind: 'choice',
          label: t('stands'),
          options: [
            { value: 'yes', label: t('running') },
            { value: 'no', label: t('over') },
          ],
        },
      ]}
      columns={[
        { key: 'post', title: t('post'), render: (r) => r.post ?? t('whole') },
        { key: 'engagement', title: t('engagement'), render: (r) => r.engagement },
        { key: 'contractor', title: t('contractor'), hidden: true, render: (r) => r.contractor },
        { key: 'cause', title: t('causeOf'), render: (r) => t(`cause.${r.cause}`) },
        { key: 'worst', title: t('worst'), align: 'end', render: (r) => r.worst },
        { key: 'opened', title: t('opened'), render: (r) => <Moment at={r.openedAt} /> },
        { key: 'due', title: t('dueFill'), render: (r) => dateText(r.dueAt) || '—' },
        {
          key: 'closed',
          title: t('closed'),
          render: (r) => (r.closedAt ? <Moment at={r.closedAt} /> : <StateTag tone="late">{t('running')}</StateTag>),
        },
      ]}
      empty={t('noVacancies')}
    />
  )
}
export default Vacancies
