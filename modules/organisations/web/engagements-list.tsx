import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listEngagements } from '../api.ts'
import { type EngagementState, engagementStates } from '../rules/structure.ts'
import { serviceText } from './public.tsx'

export const engagementTone: Record<EngagementState, Tone> = { active: 'active', frozen: 'late', ended: 'closed' }

/** All engagements, or those of one contractor inside its record. */
export const Engagements = ({ contractorId }: { contractorId?: number }): ReactNode => {
  const { t } = useTranslation('organisations')
  const go = useGo()
  const inside = contractorId !== undefined
  const can = useCall(listEngagements, { query: { limit: 1 } }).data?.can
  return (
    <ListPage
      name={inside ? 'contractor.engagements' : 'engagements'}
      title={t('engagements.title')}
      endpoint={listEngagements}
      {...(inside ? { fixed: { contractorId }, embedded: true } : {})}
      rowKey={(r) => `${r.courtId}-${r.id}`}
      open={(r) => `/engagements/${r.id}`}
      filters={[
        {
          key: 'state',
          kind: 'choice',
          label: t('engagements.state'),
          options: engagementStates.map((s) => ({ value: s, label: t(`state.${s}`) })),
        },
      ]}
      columns={[
        { key: 'title', title: t('engagements.name'), render: (r) => r.title },
        { key: 'contractor', title: t('engagements.contractor'), render: (r) => r.contractorName, hidden: inside },
        { key: 'court', title: t('engagements.court'), render: (r) => r.courtName },
        { key: 'term', title: t('engagements.term'), render: (r) => `${dateText(r.fromDate)} — ${dateText(r.untilDate)}` },
        { key: 'services', title: t('engagements.services'), render: (r) => listText(r.services.map(serviceText)) },
        {
          key: 'staff',
          title: t('engagements.staff'),
          align: 'end',
          render: (r) => (
            <span>
              {r.staff} <span className="bw-quiet">/ {r.minStaff}</span>
            </span>
          ),
        },
        {
          key: 'state',
          title: t('engagements.state'),
          render: (r) => <StateTag tone={engagementTone[r.state]}>{t(`state.${r.state}`)}</StateTag>,
        },
      ]}
      acts={
        inside
          ? []
          : [{ key: 'add', label: t('engagements.add'), primary: true, can: can?.create ?? false, run: () => go('/engagements/new') }]
      }
      empty={t('engagements.none')}
    />
  )
}

const EngagementsList = (): ReactNode => <Engagements />
export default EngagementsList
