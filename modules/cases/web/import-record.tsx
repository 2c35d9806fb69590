import { Alert, Button, Progress, Radio, Steps, Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../../../platform/ui/acts.tsx'
import { Figures } from '../../../platform/ui/board-page.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { language, problemWords } from '../../../platform/ui/i18n.ts'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { cancelImport, importErrors, type ImportJob, readImport, runImport } from '../api-import.ts'
import { BeginWork } from './begin-work.tsx'
import { ImportMapping } from './import-mapping.tsx'
import { ImportRows } from './import-rows.tsx'
import { ImportState } from './imports.tsx'

const stepOf: Record<ImportJob['state'], number> = { mapping: 1, checking: 2, checked: 2, running: 3, done: 3, cancelled: 3, failed: 3 }

const Working = ({ job }: { job: ImportJob }): ReactNode => {
  const { t } = useTranslation('cases')
  const cancel = useAct(cancelImport)
  const percent = job.totalRows ? Math.min(100, Math.floor((job.doneRows / job.totalRows) * 100)) : 0
  return (
    <div className="bw-sheet bw-pad" role="status">
      <p>
        {t(`import.working.${job.state}`)}{' '}
        <span className="bw-figures">
          {job.totalRows === null ? t('import.doneRows', { n: job.doneRows }) : t('import.doneOf', { n: job.doneRows, of: job.totalRows })}
        </span>
      </p>
      <Progress percent={percent} showInfo={job.totalRows !== null} aria-label={t('import.doneRows', { n: job.doneRows })} />
      <ActButton
        act={{
          key: 'cancel',
          label: job.cancelRequested ? t('import.stopping') : t('import.cancel'),
          ...(job.state === 'running' ? { confirm: t('import.cancelSure') } : {}),
          run: () => cancel.mutateAsync({ params: { id: job.id } }),
        }}
      />
    </div>
  )
}

const Numbers = ({ job }: { job: ImportJob }): ReactNode => {
  const { t } = useTranslation('cases')
  const finished = ['done', 'cancelled', 'failed', 'running'].includes(job.state)
  return (
    <Figures
      figures={[
        {
          key: 'total',
          label: t('import.figure.total'),
          value: job.state === 'cancelled' ? job.doneRows : (job.totalRows ?? job.doneRows),
        },
        { key: 'created', label: t(finished ? 'import.figure.created' : 'import.figure.toCreate'), value: job.created },
        { key: 'changed', label: t('import.figure.changed'), value: job.changed },
        ...(finished ? [{ key: 'updated', label: t('import.figure.updated'), value: job.updated }] : []),
        { key: 'unchanged', label: t('import.figure.unchanged'), value: job.unchanged },
        { key: 'errors', label: t('import.figure.errors'), value: job.errors, tone: job.errors ? ('late' as const) : ('plain' as const) },
        { key: 'flags', label: t('import.figure.flags'), value: job.flags },
      ]}
    />
  )
}

const Errors = ({ job }: { job: ImportJob }): ReactNode => {
  const { t } = useTranslation('cases')
  const link = (format: 'xlsx' | 'csv'): string =>
    addressOf(importErrors, { params: { id: job.id }, query: { format, language: language() } })
  return (
    <>
      {job.errors ? (
        <p className="bw-acts">
          <Button size="small" href={link('xlsx')} download>
            {t('import.errorsXlsx')}
          </Button>
          <Button size="small" href={link('csv')} download>
            {t('import.errorsCsv')}
          </Button>
        </p>
      ) : null}
      <ImportRows id={job.id} state="error" />
    </>
  )
}

const Outcome = ({ job }: { job: ImportJob }): ReactNode => {
  const { t } = useTranslation('cases')
  const run = useAct(runImport)
  const [update, setUpdate] = useState<'none' | 'all' | 'some'>('none')
  const [chosen, setChosen] = useState<Set<string | number>>(new Set())
  const checked = job.state === 'checked'
  const picking = checked && update === 'some'
  const label = (key: ImportJobTab, n: number): string => `${t(`import.tab.${key}`)} (${n})`
  return (
    <>
      {job.failure ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('import.failed')}
          description={problemWords(job.failure).text}
          className="bw-gap"
        />
      ) : null}
      {job.state === 'cancelled' ? <Alert type="info" showIcon title={t('import.cancelled')} className="bw-gap" /> : null}
      {job.state === 'done' ? (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t('import.finished', { created: job.created, updated: job.updated, errors: job.errors })}
          className="bw-gap"
        />
      ) : null}
      <Numbers job={job} />
      {job.state === 'done' && job.created + job.unchanged + job.updated > 0 ? <BeginWork /> : null}
      {checked ? (
        <div className="bw-sheet bw-pad">
          {job.changed ? (
            <>
              <p className="bw-lead">{t('import.changedLead', { n: job.changed })}</p>
              <Radio.Group
                style={{ marginBlockEnd: 12 }}
                value={update}
                onChange={(e) => setUpdate(e.target.value as typeof update)}
                options={(['none', 'all', 'some'] as const).map((u) => ({ value: u, label: t(`import.update.${u}`) }))}
              />
              {picking ? <p className="bw-quiet">{t('import.chosen', { n: chosen.size })}</p> : null}
            </>
          ) : null}
          <div className="bw-acts bw-gap">
            <ActButton
              act={{
                key: 'run',
                label: t('import.run'),
                primary: true,
                can: job.created + job.changed > 0 ? true : 'import-nothing',
                run: () =>
                  run.mutateAsync({ params: { id: job.id }, body: { update: update === 'some' ? [...chosen].map(Number) : update } }),
              }}
            />
            <span className="bw-quiet">{t('import.runHint')}</span>
          </div>
        </div>
      ) : null}
      <Tabs
        destroyOnHidden
        defaultActiveKey={job.errors ? 'error' : job.changed ? 'changed' : job.updated ? 'updated' : 'error'}
        items={[
          { key: 'error', label: label('error', job.errors), children: <Errors job={job} /> },
          {
            key: 'changed',
            label: label('changed', job.changed),
            children: <ImportRows id={job.id} state="changed" {...(picking ? { selected: chosen, onSelect: setChosen } : {})} />,
          },
          ...(checked
            ? []
            : [{ key: 'updated', label: label('updated', job.updated), children: <ImportRows id={job.id} state="updated" /> }]),
          { key: 'flagged', label: label('flagged', job.flags), children: <ImportRows id={job.id} state="flagged" /> },
          ...(checked
            ? [{ key: 'mapping', label: t('import.step.mapping'), children: <ImportMapping key={job.revision} job={job} /> }]
            : []),
        ]}
      />
    </>
  )
}
type ImportJobTab = 'error' | 'changed' | 'updated' | 'flagged'

const ImportRecord = (): ReactNode => {
  const { t } = useTranslation('cases')
  const id = Number(usePathParams().id)
  const { data, error, refetch } = useCall(
    readImport,
    { params: { id } },
    { refetchInterval: (q) => (q.state.data?.state === 'checking' || q.state.data?.state === 'running' ? 1000 : false) },
  )
  return (
    <RecordPage
      kind={{ label: t('import.title'), to: '/cases/import' }}
      title={data?.fileName}
      error={error}
      retry={() => void refetch()}
      state={data ? <ImportState state={data.state} /> : null}
    >
      {data ? (
        <>
          <Steps
            size="small"
            className="bw-gap bw-wide"
            current={stepOf[data.state]}
            status={data.state === 'failed' ? 'error' : data.state === 'done' ? 'finish' : 'process'}
            items={(['upload', 'mapping', 'check', 'run'] as const).map((s) => ({ title: t(`import.step.${s}`) }))}
          />
          <div className="bw-gap" />
          {data.state === 'mapping' ? (
            <ImportMapping key={data.revision} job={data} />
          ) : data.state === 'checking' || data.state === 'running' ? (
            <Working job={data} />
          ) : (
            <Outcome job={data} />
          )}
        </>
      ) : null}
    </RecordPage>
  )
}
export default ImportRecord
