import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { readHandling } from '../api-handling.ts'
import { handlings } from '../rules.ts'

const Handling = (): ReactNode => {
  const { t } = useTranslation('disclosure')
  const go = useGo()
  return (
    <ListPage
      name="handling"
      title={t('handling')}
      above={<p className="bw-lead">{t('handlingLead')}</p>}
      endpoint={readHandling}
      rowKey={(r) => r.key}
      filters={[
        { key: 'at', kind: 'dates', label: t('period') },
        { key: 'how', kind: 'choice', label: t('howOf'), options: handlings.map((k) => ({ value: k, label: t(`how.${k}`) })) },
        { key: 'personId', kind: 'own', label: t('person'), input: (o) => <PersonPicker {...o} placeholder={t('person')} size="small" /> },
      ]}
      columns={[
        {
          key: 'person',
          title: t('person'),
          render: (r) => (r.person ? (r.contractor ? t('personOf', { name: r.person, of: r.contractor }) : r.person) : t('outside')),
        },
        { key: 'how', title: t('howOf'), render: (r) => t(`how.${r.how}`) },
        {
          key: 'document',
          title: t('document'),
          render: (r) => t(`paper.${r.what}`),
        },
        {
          key: 'case',
          title: t('caseOf'),
          render: (r) => (r.caseNumber ? <Go to={`/cases/${r.caseId}`}>{r.caseNumber}</Go> : r.caseId ? t('caseHidden') : '—'),
        },
        { key: 'times', title: t('timesOf'), align: 'end', render: (r) => <span className="bw-figures">{r.times}</span> },
        { key: 'pieces', title: t('pieces'), align: 'end', render: (r) => <span className="bw-figures">{r.pieces}</span> },
        { key: 'last', title: t('lastAt'), render: (r) => <Moment at={r.lastAt} /> },
      ]}
      acts={[{ key: 'permits', label: t('permits'), run: () => go('/export-permits') }]}
      empty={t('handlingNone')}
    />
  )
}
export default Handling
