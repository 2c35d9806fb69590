import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listPlans } from '../api.ts'
import { planStates } from '../rules.ts'

export const planTones = { submitted: 'soon', approved: 'done', refused: 'closed' } as const
const PlansList = (): ReactNode => {
  const { t } = useTranslation('incidents')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="emergency-plans"
      title={t('plans')}
      endpoint={listPlans}
      rowKey={(r) => r.id}
      open={(r) => `/emergency-plans/${r.id}`}
      filters={[
        { key: 'state', kind: 'choice', label: t('stateOf'), options: planStates.map((k) => ({ value: k, label: t(`planState.${k}`) })) },
      ]}
      columns={[
        { key: 'title', title: t('planTitle'), render: (r) => r.title },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractorName },
        { key: 'version', title: t('version'), align: 'end', render: (r) => r.version },
        { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={planTones[r.state]}>{t(`planState.${r.state}`)}</StateTag> },
        { key: 'reads', title: t('reads'), align: 'end', render: (r) => r.reads },
        { key: 'at', title: t('madeAt'), render: (r) => <Moment at={r.madeAt} /> },
      ]}
      acts={[{ key: 'new', label: t('newPlan'), primary: true, can: may('incidents.plan'), run: () => go('/emergency-plans/new') }]}
      empty={t('plansNone')}
    />
  )
}
export default PlansList
