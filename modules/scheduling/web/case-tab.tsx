import { Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { listAllocations } from '../api.ts'
import { AllocationState } from './allocations-list.tsx'

/** Who had the case by which allocation; for the case's page. */
const CaseTab = ({ caseId }: { caseId: number }): ReactNode => {
  const { t } = useTranslation('scheduling')
  const { data, error } = useCall(listAllocations, { query: { caseId } })
  if (error) return <Refusal problem={error} />
  if (!data) return <Skeleton active />
  if (data.items.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('caseTabEmpty')} />
  return (
    <DataTable
      label={t('register')}
      rows={data.items}
      rowKey={(r) => r.id}
      columns={[
        { key: 'judge', title: t('judge'), render: (r) => <Go to={`/allocations/${r.id}`}>{r.judge}</Go> },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'because', title: t('because'), render: (r) => (r.because ? t(`becauseOf.${r.because}`) : '—') },
        { key: 'state', title: t('stateOf'), render: (r) => <AllocationState ended={r.endedAt !== null} /> },
        { key: 'by', title: t('madeBy'), render: (r) => r.madeBy },
        { key: 'at', title: t('madeAt'), render: (r) => <Moment at={r.madeAt} /> },
      ]}
    />
  )
}
export default CaseTab
