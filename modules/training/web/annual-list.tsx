import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag, todayText } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listContractors } from '../../organisations/api.ts'
import { exportShortfalls, listShortfalls } from '../api-tests.ts'

const tone = { met: 'done', open: 'soon', short: 'late' } as const

const AnnualList = (): ReactNode => {
  const { t } = useTranslation('training')
  const may = useMay()
  const go = useGo()
  const year = Number(todayText().slice(0, 4))
  const contractors =
    useCall(listContractors, { query: { limit: 200 } }, { enabled: may('organisations.contractors.see') }).data?.items ?? []
  return (
    <ListPage
      name="training-annual"
      title={t('annual')}
      endpoint={listShortfalls}
      rowKey={(r) => r.personId}
      open={(r) => `/training/people/${r.personId}`}
      late={(r) => r.state === 'short'}
      exportFrom={exportShortfalls}
      filters={[
        { key: 'q', kind: 'text', label: t('nameQ') },
        {
          key: 'year',
          kind: 'choice',
          label: t('year'),
          options: [year, year - 1, year - 2].map((y) => ({ value: String(y), label: String(y) })),
        },
        {
          key: 'state',
          kind: 'choice',
          label: t('stateOf'),
          options: (['open', 'short', 'met'] as const).map((k) => ({ value: k, label: t(`annualState.${k}`) })),
        },
        ...(contractors.length > 1
          ? [
              {
                key: 'contractorId',
                kind: 'choice' as const,
                label: t('contractor'),
                width: 180,
                options: contractors.map((c) => ({ value: String(c.id), label: c.name })),
              },
            ]
          : []),
      ]}
      columns={[
        { key: 'name', title: t('name'), render: (r) => <PersonName name={r.name} note={r.staffNo} /> },
        { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tone[r.state]}>{t(`annualState.${r.state}`)}</StateTag> },
        { key: 'needed', title: t('needed'), align: 'end', render: (r) => t('nHalf', { n: r.needed }) },
        { key: 'done', title: t('doneHalf'), align: 'end', render: (r) => r.done },
        { key: 'ofCourt', title: t('ofCourt'), align: 'end', render: (r) => r.ofCourt },
        { key: 'missing', title: t('missing'), align: 'end', render: (r) => r.missing },
        { key: 'due', title: t('due'), render: (r) => <DueTag due={r.dueOn} done={r.state === 'met'} /> },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractorName },
      ]}
      acts={[{ key: 'sessions', label: t('toSessions'), run: () => go('/training') }]}
      empty={t('annualNone')}
    />
  )
}
export default AnnualList
