import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listAllocations, listJudges } from '../api.ts'

export const AllocationState = ({ ended }: { ended: boolean }): ReactNode => {
  const { t } = useTranslation('scheduling')
  return <StateTag tone={ended ? 'closed' : 'active'}>{t(ended ? 'state.ended' : 'state.live')}</StateTag>
}
const AllocationsList = (): ReactNode => {
  const { t } = useTranslation('scheduling')
  const go = useGo()
  const may = useMay()
  const judges = useCall(listJudges, { query: {} }).data?.items ?? []
  const names = new Map(judges.map((j) => [j.judgeId, j.judge]))
  return (
    <ListPage
      name="allocations"
      title={t('register')}
      endpoint={listAllocations}
      rowKey={(r) => r.id}
      open={(r) => `/allocations/${r.id}`}
      filters={[
        {
          key: 'judgeId',
          kind: 'choice',
          label: t('judge'),
          options: [...names].map(([id, name]) => ({ value: String(id), label: name })),
        },
        {
          key: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          options: (['drawn', 'designated'] as const).map((k) => ({ value: k, label: t(`kind.${k}`) })),
        },
        {
          key: 'state',
          kind: 'choice',
          label: t('stateOf'),
          options: (['live', 'ended'] as const).map((k) => ({ value: k, label: t(`state.${k}`) })),
        },
      ]}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number ?? t('notCase') },
        { key: 'title', title: t('title'), render: (r) => r.title ?? '—' },
        { key: 'judge', title: t('judge'), render: (r) => r.judge },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'because', title: t('because'), render: (r) => (r.because ? t(`becauseOf.${r.because}`) : '—') },
        { key: 'state', title: t('stateOf'), render: (r) => <AllocationState ended={r.endedAt !== null} /> },
        { key: 'turn', title: t('turn'), align: 'end', hidden: true, render: (r) => r.turn },
        { key: 'by', title: t('madeBy'), render: (r) => r.madeBy },
        { key: 'at', title: t('madeAt'), render: (r) => <Moment at={r.madeAt} /> },
      ]}
      acts={[
        { key: 'queue', label: t('queue'), primary: true, can: may('scheduling.queue'), run: () => go('/allocation') },
        { key: 'bench', label: t('bench'), can: true, run: () => go('/allocation-judges') },
      ]}
      empty={t('registerEmpty')}
    />
  )
}
export default AllocationsList
