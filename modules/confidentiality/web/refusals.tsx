import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { language, problemWords } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { refusals } from '../api.ts'

const Refusals = (): ReactNode => {
  const { t } = useTranslation('access')
  return (
    <ListPage
      name="refusals"
      title={t('refusals.title')}
      endpoint={refusals}
      page={(r) => ({ items: r.items, next: r.next === null ? null : String(r.next) })}
      rowKey={(r) => r.id}
      above={<p className="bw-lead">{t('refusals.lead')}</p>}
      columns={[
        { key: 'at', title: t('refusals.at'), render: (r) => <span className="bw-figures">{timeText(r.at)}</span> },
        { key: 'who', title: t('person'), render: (r) => r.personName ?? '—' },
        { key: 'why', title: t('refusals.why'), render: (r) => (r.code ? problemWords(r.code).text : '—') },
        { key: 'what', title: t('refusals.what'), render: (r) => r.what?.[language()] ?? '—' },
        {
          key: 'object',
          title: t('refusals.object'),
          render: (r) =>
            r.caseId !== null ? (
              <Go to={`/access/cases/${r.caseId}`}>{r.objectName}</Go>
            ) : (
              (r.objectName ?? (r.objectId === '-' ? '—' : t('refusals.no', { n: r.objectId })))
            ),
        },
      ]}
      empty={t('empty.refusals')}
    />
  )
}
export default Refusals
