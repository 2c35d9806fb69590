import { Button, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { checkImport, type ImportJob, mapImport, sampleImport } from '../api-import.ts'
import { checkMapping, type ImportField, importFields, type Mapping } from '../rules/headers.ts'

/** What each column of the list means: guessed from the headers, changed here, remembered for the next list of the same shape. */
export const ImportMapping = ({ job }: { job: ImportJob }): ReactNode => {
  const { t } = useTranslation('cases')
  const sample = useCall(sampleImport, { params: { id: job.id } })
  const map = useAct(mapImport, { keep: true })
  const check = useAct(checkImport)
  const [mapping, setMapping] = useState<Mapping>(job.mapping as Mapping)
  const [problem, setProblem] = useState<unknown>(null)
  const verdict = checkMapping(mapping, job.headers.length)
  const go = async (): Promise<void> => {
    setProblem(null)
    try {
      await map.mutateAsync({ params: { id: job.id }, revision: job.revision, body: { mapping } })
      await check.mutateAsync({ params: { id: job.id } })
    } catch (e) {
      setProblem(e)
    }
  }
  return (
    <div className="bw-sheet">
      <p className="bw-pad bw-lead">
        {t('import.mapLead', { row: job.headerRow, read: mapping.filter(Boolean).length, of: job.headers.length })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <div className="bw-tablebox" role="region" aria-label={t('import.step.mapping')} tabIndex={0}>
        <table className="bw-table">
          <thead>
            <tr>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.meaning')}</th>
              <th scope="col">{t('import.sample')}</th>
            </tr>
          </thead>
          <tbody>
            {job.headers.map((header, i) => (
              // Headers may repeat; their place is what tells them apart.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <tr key={i}>
                <td>{header || t('import.noHeader', { n: i + 1 })}</td>
                <td data-label={t('import.meaning')}>
                  <Select
                    size="small"
                    style={{ width: 200 }}
                    value={mapping[i] ?? ''}
                    aria-label={`${t('import.meaning')}: ${header}`}
                    showSearch={{ optionFilterProp: 'label' }}
                    onChange={(v: string) => setMapping(mapping.map((m, n) => (n === i ? ((v || null) as ImportField | null) : m)))}
                    options={[
                      { value: '', label: t('import.notRead') },
                      ...importFields.map((f) => ({ value: f, label: t(`field.${f}`), disabled: mapping.includes(f) && mapping[i] !== f })),
                    ]}
                  />
                </td>
                <td data-label={t('import.sample')} className="bw-quiet">
                  {(sample.data?.rows ?? [])
                    .map((r) => r.cells[i] ?? '')
                    .filter(Boolean)
                    .slice(0, 3)
                    .join(' ／ ') || '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="bw-pad">
        {sample.error ? <Refusal problem={sample.error} retry={() => void sample.refetch()} /> : null}
        {verdict.ok ? null : (
          <p role="status">{t(`import.verdict.${verdict.code}`, { field: verdict.field ? t(`field.${verdict.field}`) : '' })}</p>
        )}
        {problem ? <Refusal problem={problem} /> : null}
        <div className="bw-acts bw-gap">
          <Button type="primary" disabled={!verdict.ok} loading={map.isPending || check.isPending} onClick={() => void go()}>
            {t('import.check')}
          </Button>
          <span className="bw-quiet">{t('import.checkHint')}</span>
        </div>
      </div>
    </div>
  )
}
