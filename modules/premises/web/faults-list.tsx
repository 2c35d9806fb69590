import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { listFaults } from '../api-faults.ts'

export const useRepairTime = (): ((minutes: number) => string) => {
  const { t } = useTranslation('premises')
  return (n) => t('repairTimeText', { h: Math.floor(n / 60), m: n % 60 })
}
const FaultsList = (): ReactNode => {
  const { t } = useTranslation('premises')
  const time = useRepairTime()
  return (
    <ListPage
      name="faults"
      title={t('faults')}
      endpoint={listFaults}
      rowKey={(r) => r.id}
      open={(r) => `/faults/${r.id}`}
      filters={[
        {
          key: 'state',
          kind: 'choice',
          label: t('stateOf'),
          options: (['open', 'repaired'] as const).map((k) => ({ value: k, label: t(`faultState.${k}`) })),
        },
        {
          key: 'owner',
          kind: 'choice',
          label: t('ownerOf'),
          options: (['court', 'contractor'] as const).map((k) => ({ value: k, label: t(`owner.${k}`) })),
        },
        {
          key: 'loss',
          kind: 'choice',
          label: t('lossFilter'),
          options: (['waiting', 'accepted', 'contested'] as const).map((k) => ({ value: k, label: t(`lossStates.${k}`) })),
        },
      ]}
      columns={[
        { key: 'name', title: t('name'), render: (r) => r.equipment },
        { key: 'zone', title: t('zone'), render: (r) => r.zone || '—' },
        { key: 'what', title: t('what'), render: (r) => r.text },
        { key: 'at', title: t('reportedAt'), render: (r) => <Moment at={r.reportedAt} /> },
        { key: 'time', title: t('repairTime'), render: (r) => time(r.workMinutes) },
        {
          key: 'loss',
          title: t('loss'),
          render: (r) => (r.lossSide ? `${t(`side.${r.lossSide}`)} · ${t(`lossStates.${r.answer ?? 'waiting'}`)}` : '—'),
        },
        {
          key: 'state',
          title: t('stateOf'),
          render: (r) => <StateTag tone={r.state === 'open' ? 'late' : 'done'}>{t(`faultState.${r.state}`)}</StateTag>,
        },
      ]}
      empty={t('none.faults')}
    />
  )
}
export default FaultsList
