import { Empty } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { listProcesses } from '../api.ts'
import { ProcessState } from './process-state.tsx'

/** Versions: of one process when its key is given, else those in force and those under way. */
export const ProcessTable = ({ of }: { of?: string }): ReactNode => {
  const { t } = useTranslation('processes')
  const { data, error, refetch } = useCall(listProcesses, { query: of ? { key: of } : {} })
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  return (
    <div className="bw-sheet">
      {data?.items.length === 0 ? (
        <Empty className="bw-empty" image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('none')} />
      ) : (
        <DataTable
          label={t('title')}
          rows={data?.items}
          rowKey={(p) => p.id}
          open={(p) => `/processes/${p.id}`}
          skeletonRows={3}
          columns={[
            { key: 'name', title: t('name'), render: (p) => (language() === 'zh' ? p.nameZh : p.nameEn) },
            { key: 'version', title: t('version'), render: (p) => t(p.own ? 'versionOwn' : 'versionStandard', { n: p.version }) },
            { key: 'state', title: t('stateOf'), render: (p) => <ProcessState state={p.state} /> },
            { key: 'open', title: t('open'), align: 'end', render: (p) => p.open },
            { key: 'late', title: t('late'), align: 'end', render: (p) => (p.late ? <StateTag tone="late">{p.late}</StateTag> : 0) },
            { key: 'published', title: t('publishedAt'), render: (p) => dateText(p.publishedAt) },
            { key: 'by', title: t('uploadedBy'), render: (p) => p.uploadedByName ?? (p.own ? '—' : t('standard')) },
          ]}
        />
      )}
    </div>
  )
}

const ProcessesList = (): ReactNode => {
  const { t } = useTranslation('processes')
  const go = useGo()
  const may = useMay()
  useTitle(t('title'))
  return (
    <section aria-label={t('title')}>
      <header className="bw-head">
        <h1>{t('title')}</h1>
        <ActBar
          acts={[{ key: 'upload', label: t('upload'), primary: true, can: may('processes.draft'), run: () => go('/processes/new') }]}
        />
      </header>
      <p className="bw-lead">{t('lead')}</p>
      <ProcessTable />
    </section>
  )
}
export default ProcessesList
