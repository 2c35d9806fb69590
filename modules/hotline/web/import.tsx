import { Alert, Button, Checkbox, Select, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem, Reply } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { importCalls, listImports } from '../api.ts'
import { plainFields } from '../rules/cdr.ts'
import './hotline.css'

type Result = Reply<typeof importCalls>
/** The telephone system's file: a trial first, then for good; columns that are not recognised are mapped here. */
const Import = (): ReactNode => {
  const { t } = useTranslation('hotline')
  useTitle(t('import.title'))
  const [file, setFile] = useState<File | null>(null)
  const [dry, setDry] = useState(true)
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [mapping, setMapping] = useState<Record<string, number>>({})
  const [again, setAgain] = useState(0)
  const headers =
    problem?.code === 'columns-unknown' || Object.keys(mapping).length ? (problem?.detail.headers as string[] | undefined) : undefined
  const [columns, setColumns] = useState<string[]>([])
  const known = headers ?? columns
  const send = async (trial: boolean): Promise<void> => {
    if (!file) return
    setBusy(true)
    setProblem(null)
    setResult(null)
    try {
      const mapped = plainFields.filter((f) => mapping[f] !== undefined)
      setResult(
        await sendFile(importCalls, file, {
          fields: { ...(trial ? { dryRun: '1' } : {}), ...(mapped.length ? { mapping: JSON.stringify(mapping) } : {}) },
        }),
      )
      if (!trial) setAgain(again + 1)
    } catch (e) {
      const p = e as Problem
      if (p.code === 'columns-unknown') setColumns((p.detail.headers as string[]) ?? [])
      setProblem(p)
    }
    setBusy(false)
  }
  return (
    <section>
      <p className="bw-kind">
        <Go to="/hotline/calls">← {t('calls.title')}</Go>
      </p>
      <header className="bw-head">
        <h1>{t('import.title')}</h1>
      </header>
      <p className="bw-lead">{t('import.lead')}</p>
      <Panel title={t('import.file')}>
        <div className="hl-line">
          <label htmlFor="hl-file">{t('import.choose')}</label>
          <input
            id="hl-file"
            type="file"
            accept=".csv,.txt,.xlsx"
            onChange={(e) => {
              setFile(e.target.files?.[0] ?? null)
              setResult(null)
              setProblem(null)
              setMapping({})
              setColumns([])
            }}
          />
          <Checkbox checked={dry} onChange={(e) => setDry(e.target.checked)}>
            {t('import.dry')}
          </Checkbox>
        </div>
        {known.length ? (
          <div className="hl-line">
            <p>{t('import.map')}</p>
            {plainFields.map((f) => (
              <div key={f}>
                <label htmlFor={`hl-map-${f}`}>{t(`field.${f}`)}</label>
                <Select
                  id={`hl-map-${f}`}
                  allowClear
                  style={{ width: '100%' }}
                  value={mapping[f] ?? null}
                  options={known.map((h, i) => ({ value: i, label: h || t('import.column', { n: i + 1 }) }))}
                  onChange={(v: number | null | undefined) =>
                    setMapping(
                      Object.fromEntries(Object.entries({ ...mapping, [f]: v }).filter(([, x]) => x !== undefined && x !== null)) as Record<
                        string,
                        number
                      >,
                    )
                  }
                />
              </div>
            ))}
          </div>
        ) : null}
        <Space>
          <Button type="primary" disabled={!file} loading={busy} onClick={() => void send(dry)}>
            {t(dry ? 'import.try' : 'import.run')}
          </Button>
          {result?.dryRun ? (
            <Button loading={busy} onClick={() => void send(false)}>
              {t('import.run')}
            </Button>
          ) : null}
        </Space>
        {problem ? <Refusal problem={problem} /> : null}
        {result ? <Told result={result} /> : null}
      </Panel>
      <Panel title={t('import.past')} wide>
        <ListPage
          key={again}
          embedded
          name="hotline-imports"
          title={t('import.past')}
          endpoint={listImports}
          rowKey={(r) => r.id}
          columns={[
            { key: 'at', title: t('import.at'), render: (r) => <Moment at={r.at} /> },
            { key: 'name', title: t('import.file'), render: (r) => r.name },
            { key: 'rows', title: t('import.rows'), align: 'end', render: (r) => r.rows },
            { key: 'added', title: t('import.added'), align: 'end', render: (r) => r.added },
            { key: 'known', title: t('import.known'), align: 'end', render: (r) => r.known },
            { key: 'failed', title: t('import.failed'), align: 'end', render: (r) => r.failed },
            { key: 'by', title: t('import.by'), render: (r) => r.by },
          ]}
          empty={t('import.none')}
        />
      </Panel>
    </section>
  )
}
const Told = ({ result: r }: { result: Result }): ReactNode => {
  const { t } = useTranslation('hotline')
  return (
    <>
      <Alert
        className="bw-gap"
        type={r.failed ? 'warning' : 'success'}
        showIcon
        title={t(r.dryRun ? 'import.wouldBe' : 'import.was', {
          rows: r.rows,
          added: r.added,
          known: r.known,
          joined: r.joined,
          failed: r.failed,
        })}
      />
      {r.errors.length ? (
        <ul>
          {r.errors.map((e) => (
            <li key={`${e.row} ${e.column}`}>{t('import.fault', { row: e.row, column: e.column, why: t(`fault.${e.code}`) })}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
export default Import
