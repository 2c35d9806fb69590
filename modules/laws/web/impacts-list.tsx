import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { listImpacts } from '../api.ts'
import { type ImpactState, impactStates } from '../rules.ts'
import { lawName } from './laws-list.tsx'

export const impactTone: Record<ImpactState, Tone> = { open: 'plain', submitted: 'active', returned: 'late', accepted: 'done' }

/** 7.3.1: what a change of the law asks of each contractor, with its proof. */
const ImpactsList = (): ReactNode => {
  const { t } = useTranslation('laws')
  return (
    <ListPage
      name="law.impacts"
      title={t('impacts')}
      endpoint={listImpacts}
      rowKey={(r) => r.id}
      open={(r) => `/law-impacts/${r.id}`}
      late={(r) => r.late}
      filters={[
        { key: 'state', kind: 'choice', label: t('state'), options: impactStates.map((s) => ({ value: s, label: t(`impactState.${s}`) })) },
        {
          key: 'late',
          kind: 'choice',
          label: t('late'),
          options: [
            { value: 'yes', label: t('lateYes') },
            { value: 'no', label: t('lateNo') },
          ],
        },
        { key: 'lawId', kind: 'own', label: t('law'), width: 0, input: () => null },
      ]}
      columns={[
        { key: 'law', title: t('law'), render: (r) => lawName(r.law) },
        { key: 'change', title: t('change'), render: (r) => `${t(`changeKinds.${r.change}`)} · ${r.version}` },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
        { key: 'engagement', title: t('engagement'), hidden: true, render: (r) => r.engagement },
        {
          key: 'due',
          title: t('due'),
          render: (r) => (r.state === 'accepted' || r.state === 'submitted' ? <Moment at={r.dueAt} /> : <DueTag due={r.dueAt} />),
        },
        {
          key: 'state',
          title: t('state'),
          render: (r) => (
            <span>
              <StateTag tone={impactTone[r.state]}>{t(`impactState.${r.state}`)}</StateTag>{' '}
              {r.late ? <StateTag tone="late">{t('lateYes')}</StateTag> : null}
            </span>
          ),
        },
      ]}
      empty={t('noImpacts')}
    />
  )
}
export default ImpactsList
