import { Button, Input, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { check } from '../api.ts'
import { checkOutcomes, type DefectCode, defectCodes } from '../rules.ts'
import { type FormBatch, type TaskProp, useFinish, WithBatch } from './form-task.tsx'
import { counting, Ending, usePages } from './use-pages.ts'
import { Viewer } from './viewer.tsx'
import './dossiers.css'

interface Line {
  key: number
  code: DefectCode
  pageId: number | null
  note: string
}

/** Quality check: the page beside its defects; the page being looked at is the one a new defect is about. */
const Check = ({ task, batch }: TaskProp & { batch: FormBatch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const { data, error, refetch } = usePages(batch.id)
  const [index, setIndex] = useState(0)
  const [lines, setLines] = useState<Line[]>([])
  const [outcome, setOutcome] = useState<(typeof checkOutcomes)[number] | null>(null)
  const [note, setNote] = useState('')
  const send = useAct(check, { keep: true })
  const { busy, problem, finish } = useFinish()
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  const pages = counting(data ?? [])
  const change = (key: number, v: Partial<Line>): void => setLines((all) => all.map((l) => (l.key === key ? { ...l, ...v } : l)))
  return (
    <div className="bw-sheet bw-pad">
      <p className="bw-lead">{t('check.lead')}</p>
      <div className="bw-beside">
        <Ending.Provider value={busy}>
          <Viewer pages={pages} index={index} onIndex={setIndex} />
        </Ending.Provider>
        <div>
          <h2>{t('check.defects')}</h2>
          <ul className="bw-papers">
            {lines.map((l) => (
              <li key={l.key} className="bw-paperline">
                <label className="bw-half">
                  <span>{t('check.code')}</span>
                  <Select
                    value={l.code}
                    onChange={(code) => change(l.key, { code })}
                    options={defectCodes.map((c) => ({ value: c, label: t(`codes.${c}`) }))}
                    style={{ width: '100%' }}
                  />
                </label>
                <label className="bw-half">
                  <span>{t('check.page')}</span>
                  <Select
                    value={l.pageId ?? 0}
                    onChange={(v) => change(l.key, { pageId: v || null })}
                    options={[
                      { value: 0, label: t('check.whole') },
                      ...pages.map((p, i) => ({ value: p.id, label: t('page.no', { n: i + 1 }) })),
                    ]}
                    style={{ width: '100%' }}
                  />
                </label>
                <label className="bw-full">
                  <span>{t('note')}</span>
                  <Input value={l.note} maxLength={200} onChange={(e) => change(l.key, { note: e.target.value })} />
                </label>
                <Button className="bw-third" size="small" onClick={() => setLines((all) => all.filter((x) => x.key !== l.key))}>
                  {t('check.remove')}
                </Button>
              </li>
            ))}
          </ul>
          <Button
            onClick={() =>
              setLines((all) => [
                ...all,
                { key: Math.max(0, ...all.map((l) => l.key)) + 1, code: 'blurred', pageId: pages[index]?.id ?? null, note: '' },
              ])
            }
          >
            {t('check.add')}
          </Button>
          <h2>{t('check.outcome')}</h2>
          <Radio.Group
            value={outcome}
            onChange={(e) => setOutcome(e.target.value)}
            options={checkOutcomes.map((o) => ({ value: o, label: t(`outcomes.${o}`) }))}
            aria-label={t('check.outcome')}
          />
          <label>
            <span>{t('note')}</span>
            <Input.TextArea value={note} maxLength={500} rows={2} onChange={(e) => setNote(e.target.value)} />
          </label>
          {problem ? <Refusal problem={problem} /> : null}
          <div className="bw-acts bw-gap">
            <Button
              type="primary"
              loading={busy}
              disabled={outcome === null}
              onClick={() =>
                outcome &&
                void finish(
                  () =>
                    send.mutateAsync({
                      params: { id: task.id },
                      revision: batch.taskRevision,
                      body: { outcome, note: note.trim(), defects: lines.map(({ key: _, ...l }) => l) },
                    }),
                  t('check.done'),
                )
              }
            >
              {t('check.send')}
            </Button>
          </div>
        </div>
      </div>
    </div>
  )
}
const CheckTask = ({ task }: TaskProp): ReactNode => <WithBatch task={task}>{(b) => <Check task={task} batch={b} />}</WithBatch>
export default CheckTask
