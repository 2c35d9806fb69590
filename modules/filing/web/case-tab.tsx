import { Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { listFilings } from '../api.ts'
import { FilingState, Steps } from './desk.tsx'

/** How the case came in; for the case's page. */
const CaseTab = ({ caseId }: { caseId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const { data, error } = useCall(listFilings, { query: { caseId, limit: 1 } })
  if (error) return <Refusal problem={error} />
  if (!data) return <Skeleton active />
  const f = data.items[0]
  if (!f) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('caseTabEmpty')} />
  return (
    <div className="bw-sheet bw-pad">
      <Facts
        facts={[
          { key: 'open', label: t('filing'), value: <Go to={`/filing/${f.id}`}>{f.number ?? f.title}</Go> },
          { key: 'state', label: t('stateOf'), value: <FilingState state={f.state} /> },
          { key: 'at', label: t('receivedAt'), value: <Moment at={f.receivedAt} /> },
          { key: 'due', label: t('dueOn'), value: f.dueOn ? <DueTag due={f.dueOn} provisional={f.provisional} /> : '—' },
          { key: 'stands', label: t('stands'), value: f.steps.length > 0 ? <Steps filing={f} /> : '—' },
        ]}
      />
    </div>
  )
}
export default CaseTab
