import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { Go } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { useAct } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { Upload } from '../../../platform/ui/upload.tsx'
import { checkList, listFaults, listTemplate, runList } from '../api.ts'
import { columnTitles, faultWords } from '../rules/list.ts'

type Checked = z.output<typeof checkList.response>
/** A list: checked first, row by row; its good rows are entered by a second act. */
const CandidatesImport = (): ReactNode => {
  const { t } = useTranslation('candidates')
  const [checked, setChecked] = useState<Checked | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const run = useAct(runList)
  useTitle(t('import'))
  const word = language() === 'zh' ? 0 : 1
  return (
    <section>
      <p className="bw-kind">
        <Go to="/candidates">← {t('title')}</Go>
      </p>
      <header className="bw-head">
        <h1>{t('import')}</h1>
      </header>
      <div className="bw-sheet bw-pad">
        <p className="bw-lead">{t('importLead')}</p>
        <p>
          <a href={addressOf(listTemplate, {})} download>
            {t('template')}
          </a>
        </p>
        <Upload
          endpoint={checkList}
          accept=".csv,.xlsx,.txt"
          label={t('chooseList')}
          hint={t('listHint')}
          onDone={(reply) => {
            setProblem(null)
            setChecked(reply as Checked)
          }}
        />
        {problem ? <Refusal problem={problem} /> : null}
        {checked ? (
          <>
            <h2>{checked.fileName}</h2>
            <p role="status">
              {t(checked.state === 'done' ? 'imported' : 'checked', {
                rows: checked.rows,
                good: checked.good,
                bad: new Set(checked.faults.map((f) => f.row)).size,
              })}
            </p>
            <div className="bw-acts">
              {checked.state === 'checked' && checked.good > 0 ? (
                <Button
                  type="primary"
                  onClick={() =>
                    void run
                      .mutateAsync({ params: { id: checked.id }, revision: checked.revision })
                      .then(setChecked)
                      .catch(setProblem)
                  }
                >
                  {t('runImport', { n: checked.good })}
                </Button>
              ) : null}
              {checked.faults.length ? (
                <a href={addressOf(listFaults, { params: { id: checked.id }, query: { language: word === 0 ? 'zh' : 'en' } })} download>
                  {t('downloadFaults')}
                </a>
              ) : null}
            </div>
            <ul>
              {checked.faults.slice(0, 100).map((f) => (
                <li key={`${f.row} ${f.column} ${f.code}`}>
                  {t('faultLine', { row: f.row, column: columnTitles[f.column], what: faultWords[f.code]?.[word] ?? t('otherFault') })}
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </section>
  )
}
export default CandidatesImport
