import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listStatements } from '../api.ts'
import { monthStates, statementKinds } from '../rules.ts'
import { periodText } from './period.ts'
import { tones } from './months-list.tsx'

const StatementsList = (): ReactNode => {
  const { t } = useTranslation('wages')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="expense-statements"
      title={t('statements')}
      endpoint={listStatements}
      rowKey={(r) => r.id}
      open={(r) => `/expense-statements/${r.id}`}
      filters={[
        {
          key: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          options: statementKinds.map((k) => ({ value: k, label: t(`statementKind.${k}`) })),
        },
        { key: 'state', kind: 'choice', label: t('stateOf'), options: monthStates.map((k) => ({ value: k, label: t(`state.${k}`) })) },
      ]}
      columns={[
        {
          key: 'kind',
          title: t('statement'),
          render: (r) => t('statementTitle', { period: periodText(t, r.period), kind: t(`statementShort.${r.kind}`) }),
        },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
        { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
        { key: 'files', title: t('receipts'), align: 'end', render: (r) => r.files },
        { key: 'at', title: t('submittedAt'), render: (r) => (r.submittedAt ? <Moment at={r.submittedAt} /> : '—') },
      ]}
      acts={[
        { key: 'new', label: t('newStatement'), primary: true, can: may('wages.keep'), run: () => go('/expense-statements/new') },
        { key: 'wages', label: t('title'), run: () => go('/wages') },
      ]}
      empty={t('noStatements')}
    />
  )
}
export default StatementsList
