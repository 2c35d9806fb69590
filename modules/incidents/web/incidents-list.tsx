import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { listIncidents } from '../api.ts'
import { incidentGrades, incidentKinds, type IncidentState, incidentStates } from '../rules.ts'

export const tones: Record<IncidentState, Tone> = { reported: 'soon', handling: 'active', closing: 'active', closed: 'closed' }
const IncidentsList = (): ReactNode => {
  const { t } = useTranslation('incidents')
  const go = useGo()
  return (
    <ListPage
      name="incidents"
      title={t('title')}
      endpoint={listIncidents}
      rowKey={(r) => r.id}
      open={(r) => `/incidents/${r.id}`}
      filters={[
        { key: 'state', kind: 'choice', label: t('stateOf'), options: incidentStates.map((k) => ({ value: k, label: t(`state.${k}`) })) },
        { key: 'kind', kind: 'choice', label: t('kindOf'), options: incidentKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })) },
        { key: 'grade', kind: 'choice', label: t('gradeOf'), options: incidentGrades.map((k) => ({ value: k, label: t(`grade.${k}`) })) },
        { key: 'mine', kind: 'choice', label: t('mineOnly'), options: [{ value: 'yes', label: t('yes') }] },
      ]}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
        { key: 'grade', title: t('gradeOf'), render: (r) => (r.grade ? t(`grade.${r.grade}`) : t('ungraded')) },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractorName ?? '—' },
        { key: 'contained', title: t('contained'), render: (r) => (r.contained ? t('yes') : '—') },
        { key: 'at', title: t('reportedAt'), render: (r) => <Moment at={r.reportedAt} /> },
      ]}
      acts={[
        { key: 'new', label: t('new'), primary: true, run: () => go('/incidents/new') },
        { key: 'plans', label: t('plans'), run: () => go('/emergency-plans') },
        { key: 'drills', label: t('drills'), run: () => go('/drills') },
      ]}
      empty={t('none')}
    />
  )
}
export default IncidentsList
