import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listCalls, results } from '../api.ts'
import { exclusions } from '../rules/judge.ts'
import { lasting, NumberText, ResultTag } from './shown.tsx'

const CallsList = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="hotline-calls"
      title={t('calls.title')}
      endpoint={listCalls}
      rowKey={(r) => r.id}
      open={(r) => `/hotline/calls/${r.id}`}
      filters={[
        { key: 'q', kind: 'text', label: t('calls.q') },
        { key: 'result', kind: 'choice', label: t('resultOf'), options: results.map((r) => ({ value: r, label: t(`result.${r}`) })) },
        {
          key: 'exclusion',
          kind: 'choice',
          label: t('exclusionOf'),
          options: exclusions.map((x) => ({ value: x, label: t(`exclusion.${x}`) })),
        },
        { key: 'queued', kind: 'dates', label: t('queuedAt') },
      ]}
      columns={[
        { key: 'at', title: t('queuedAt'), render: (r) => <Moment at={r.queuedAt} /> },
        { key: 'number', title: t('number'), render: (r) => <NumberText number={r.number} /> },
        { key: 'result', title: t('resultOf'), render: (r) => <ResultTag call={r} /> },
        { key: 'wait', title: t('wait'), align: 'end', render: (r) => lasting(r.waitSeconds) },
        { key: 'talk', title: t('talk'), align: 'end', render: (r) => lasting(r.talkSeconds) },
        { key: 'agent', title: t('agent'), render: (r) => r.agentName ?? '—' },
        {
          key: 'ticket',
          title: t('ticketOf'),
          render: (r) => (r.ticketId ? <Go to={`/hotline/tickets/${r.ticketId}`}>{r.ticketNumber}</Go> : '—'),
        },
        { key: 'source', title: t('sourceOf'), hidden: true, render: (r) => t(`source.${r.source}`) },
      ]}
      acts={[
        { key: 'enter', label: t('enter.title'), can: may('hotline.enter'), run: () => go('/hotline/calls/new') },
        { key: 'import', label: t('import.title'), can: may('hotline.import'), run: () => go('/hotline/import') },
      ]}
      empty={t('calls.empty')}
    />
  )
}
export default CallsList
