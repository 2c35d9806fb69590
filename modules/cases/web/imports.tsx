import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from 'antd'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { type ImportJob, listImports, uploadImport } from '../api-import.ts'

const tones: Record<ImportJob['state'], Tone> = {
  mapping: 'plain',
  checking: 'active',
  checked: 'soon',
  running: 'active',
  done: 'done',
  cancelled: 'closed',
  failed: 'late',
}
export const ImportState = ({ state }: { state: ImportJob['state'] }): ReactNode => {
  const { t } = useTranslation('cases')
  return <StateTag tone={tones[state]}>{t(`import.state.${state}`)}</StateTag>
}

const Imports = (): ReactNode => {
  const { t } = useTranslation('cases')
  const go = useGo()
  const { data, error, refetch } = useCall(listImports, {})
  useTitle(t('import.title'))
  return (
    <section aria-label={t('import.title')}>
      <p className="bw-kind">
        <Go to="/cases">← {t('list.title')}</Go>
      </p>
      <header className="bw-head">
        <h1>{t('import.title')}</h1>
      </header>
      <div className="bw-sheet bw-pad">
        <p className="bw-lead">{t('import.lead')}</p>
        <Upload
          endpoint={uploadImport}
          accept=".csv,.txt,.xlsx"
          label={t('import.choose')}
          hint={t('import.chooseHint')}
          onDone={(job) => go(`/cases/import/${job.id}`)}
        />
      </div>
      <h2 className="bw-h2">{t('import.earlier')}</h2>
      <div className="bw-sheet">
        {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
        {data?.items.length === 0 ? (
          <Empty className="bw-empty" image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('import.none')} />
        ) : (
          <DataTable
            label={t('import.earlier')}
            rows={data?.items}
            rowKey={(j) => j.id}
            open={(j) => `/cases/import/${j.id}`}
            skeletonRows={3}
            columns={[
              { key: 'file', title: t('import.file'), render: (j) => j.fileName },
              { key: 'state', title: t('state'), render: (j) => <ImportState state={j.state} /> },
              { key: 'rows', title: t('import.rows'), align: 'end', render: (j) => j.totalRows ?? '—' },
              { key: 'created', title: t('import.figure.created'), align: 'end', render: (j) => j.created },
              { key: 'updated', title: t('import.figure.updated'), align: 'end', render: (j) => j.updated },
              { key: 'errors', title: t('import.figure.errors'), align: 'end', render: (j) => j.errors },
              { key: 'at', title: t('import.at'), render: (j) => <Moment at={j.createdAt} /> },
            ]}
          />
        )}
      </div>
    </section>
  )
}
export default Imports
