import { Button, Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { decideVolume } from '../api.ts'
import { type FormBatch, type TaskProp, useFinish, WithBatch } from './form-task.tsx'
import { counting, Ending, rangeText, usePages } from './use-pages.ts'
import { Viewer } from './viewer.tsx'
import './dossiers.css'

/** The clerk's word on each document in doubt (4.1), beside its pages. */
const Decide = ({ task, batch }: TaskProp & { batch: FormBatch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const { data, error, refetch } = usePages(batch.id)
  const [index, setIndex] = useState<number | null>(null)
  const [said, setSaid] = useState<Readonly<Record<number, 'main' | 'secondary'>>>({})
  const [note, setNote] = useState('')
  const send = useAct(decideVolume, { keep: true })
  const { busy, problem, finish } = useFinish()
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  const pages = counting(data ?? [])
  const doubtful = batch.entries.filter((e) => e.volume === 'doubtful')
  const end = (outcome: 'settled' | 'recatalogue'): void =>
    void finish(
      () =>
        send.mutateAsync({
          params: { id: task.id },
          revision: batch.taskRevision,
          body: { outcome, note: note.trim(), decisions: Object.entries(said).map(([id, volume]) => ({ entryId: Number(id), volume })) },
        }),
      t('vol.done'),
    )
  return (
    <div className="bw-sheet bw-pad">
      <p className="bw-lead">{t('vol.lead')}</p>
      <div className="bw-beside">
        <Ending.Provider value={busy}>
          <Viewer pages={pages} index={index ?? Math.max(0, (doubtful[0]?.from ?? 1) - 1)} onIndex={setIndex} />
        </Ending.Provider>
        <div>
          {doubtful.length === 0 ? <p>{t('vol.none')}</p> : null}
          <ul className="bw-papers">
            {doubtful.map((e) => (
              <li key={e.id} className="bw-paperline">
                <strong className="bw-full">{e.name}</strong>
                <span className="bw-full bw-quiet">
                  {t(`categories.${e.category}`)} · {t('page.no', { n: rangeText(e) })}
                </span>
                <Radio.Group
                  className="bw-full"
                  value={said[e.id] ?? null}
                  onChange={(v) => setSaid({ ...said, [e.id]: v.target.value })}
                  options={(['main', 'secondary'] as const).map((v) => ({ value: v, label: t(`volumes.${v}`) }))}
                  aria-label={e.name}
                />
                <Button className="bw-half" size="small" disabled={e.from === null} onClick={() => setIndex((e.from ?? 1) - 1)}>
                  {t('cat.show')}
                </Button>
              </li>
            ))}
          </ul>
          <label>
            <span>{t('note')}</span>
            <Input.TextArea value={note} maxLength={500} rows={2} onChange={(e) => setNote(e.target.value)} />
          </label>
          {problem ? <Refusal problem={problem} /> : null}
          <div className="bw-acts bw-gap">
            <Button type="primary" loading={busy} disabled={doubtful.some((e) => !said[e.id])} onClick={() => end('settled')}>
              {t('vol.settle')}
            </Button>
            <Button loading={busy} onClick={() => end('recatalogue')}>
              {t('vol.again')}
            </Button>
          </div>
        </div>
      </div>
    </div>
  )
}
const VolumeTask = ({ task }: TaskProp): ReactNode => <WithBatch task={task}>{(b) => <Decide task={task} batch={b} />}</WithBatch>
export default VolumeTask
