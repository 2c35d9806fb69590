import { Button, DatePicker, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAct } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { catalogue, type entryInput, type PageItem } from '../api.ts'
import { categories } from '../rules.ts'
import { type FormBatch, type TaskProp, useFinish, WithBatch } from './form-task.tsx'
import { counting, Ending, usePages } from './use-pages.ts'
import { Viewer } from './viewer.tsx'
import './dossiers.css'

type Entry = z.input<typeof entryInput>
interface Line extends Entry {
  key: number
}

/** A line for each document, as split while scanning; or what the catalogue held when it came back. */
const startOf = (batch: FormBatch, pages: readonly PageItem[]): Line[] => {
  const kept = batch.entries.filter((e) => e.volume !== 'secondary' && e.from !== null && e.to !== null)
  if (kept.length > 0)
    return kept.map((e, i) => ({
      key: i,
      name: e.name,
      category: e.category as Entry['category'],
      from: e.from!,
      to: e.to!,
      submitter: e.submitter,
      submittedOn: e.submittedOn,
      volume: e.volume === 'doubtful' ? 'doubtful' : 'main',
    }))
  return bySplits(pages)
}
const bySplits = (pages: readonly PageItem[]): Line[] => {
  const starts = pages.flatMap((p, i) => (i === 0 || p.startsDocument ? [i + 1] : []))
  return starts.map((from, i) => ({
    key: i,
    name: '',
    category: 'complaint',
    from,
    to: (starts[i + 1] ?? pages.length + 1) - 1,
    submitter: '',
    submittedOn: null,
    volume: 'main',
  }))
}

const Editor = ({ task, batch, pages }: TaskProp & { batch: FormBatch; pages: readonly PageItem[] }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [lines, setLines] = useState(() => startOf(batch, pages))
  const [index, setIndex] = useState(0)
  const send = useAct(catalogue, { keep: true })
  const { busy, problem, finish } = useFinish()
  const change = (key: number, v: Partial<Line>): void => setLines((all) => all.map((l) => (l.key === key ? { ...l, ...v } : l)))
  const add = (): void =>
    setLines((all) => {
      const from = Math.min(pages.length, (all.at(-1)?.to ?? 0) + 1)
      return [
        ...all,
        {
          key: Math.max(-1, ...all.map((l) => l.key)) + 1,
          name: '',
          category: 'evidence',
          from,
          to: pages.length,
          submitter: '',
          submittedOn: null,
          volume: 'main',
        },
      ]
    })
  return (
    <div className="bw-sheet bw-pad">
      <p className="bw-lead">{t('cat.lead')}</p>
      <div className="bw-beside">
        <Ending.Provider value={busy}>
          <Viewer pages={pages} index={index} onIndex={setIndex} />
        </Ending.Provider>
        <div>
          <ul className="bw-papers">
            {lines.map((l) => (
              <li key={l.key} className="bw-paperline">
                <label className="bw-full">
                  <span>{t('cat.name')}</span>
                  <Input
                    value={l.name}
                    maxLength={200}
                    onChange={(e) => change(l.key, { name: e.target.value })}
                    onFocus={() => setIndex(Math.max(0, l.from - 1))}
                  />
                </label>
                <label className="bw-half">
                  <span>{t('cat.category')}</span>
                  <Select
                    value={l.category}
                    onChange={(category) => change(l.key, { category })}
                    options={categories.map((c) => ({ value: c, label: t(`categories.${c}`) }))}
                    style={{ width: '100%' }}
                  />
                </label>
                <label className="bw-half">
                  <span>{t('cat.volume')}</span>
                  <Select
                    value={l.volume}
                    onChange={(volume) => change(l.key, { volume })}
                    options={(['main', 'doubtful'] as const).map((v) => ({ value: v, label: t(`volumes.${v}`) }))}
                    style={{ width: '100%' }}
                  />
                </label>
                <label className="bw-third">
                  <span>{t('cat.from')}</span>
                  <InputNumber
                    controls={false}
                    value={l.from}
                    min={1}
                    max={pages.length}
                    precision={0}
                    onChange={(v) => change(l.key, { from: v ?? 1 })}
                    style={{ width: '100%' }}
                  />
                </label>
                <label className="bw-third">
                  <span>{t('cat.to')}</span>
                  <InputNumber
                    controls={false}
                    value={l.to}
                    min={1}
                    max={pages.length}
                    precision={0}
                    onChange={(v) => change(l.key, { to: v ?? 1 })}
                    style={{ width: '100%' }}
                  />
                </label>
                <label className="bw-third">
                  <span>{t('cat.on')}</span>
                  <DatePicker
                    value={l.submittedOn ? dayjs(l.submittedOn) : null}
                    onChange={(v) => change(l.key, { submittedOn: v ? v.format('YYYY-MM-DD') : null })}
                    placeholder=""
                    style={{ width: '100%' }}
                  />
                </label>
                <label className="bw-half">
                  <span>{t('cat.submitter')}</span>
                  <Input value={l.submitter} maxLength={100} onChange={(e) => change(l.key, { submitter: e.target.value })} />
                </label>
                <div className="bw-half bw-acts">
                  <Button size="small" onClick={() => setIndex(Math.max(0, Math.min(pages.length, l.from) - 1))}>
                    {t('cat.show')}
                  </Button>
                  <Button size="small" onClick={() => setLines((all) => all.filter((x) => x.key !== l.key))}>
                    {t('cat.remove')}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
          <div className="bw-acts">
            <Button onClick={add}>{t('cat.add')}</Button>
            <Button onClick={() => setLines(bySplits(pages))}>{t('cat.fromSplits')}</Button>
          </div>
          {problem ? <Refusal problem={problem} /> : null}
          <div className="bw-acts bw-gap">
            <Button
              type="primary"
              loading={busy}
              disabled={lines.length === 0 || lines.some((l) => l.name.trim() === '')}
              onClick={() =>
                void finish(
                  () =>
                    send.mutateAsync({
                      params: { id: task.id },
                      revision: batch.taskRevision,
                      body: { entries: lines.map(({ key: _, ...l }) => l) },
                    }),
                  t('cat.done'),
                )
              }
            >
              {t('cat.send')}
            </Button>
          </div>
        </div>
      </div>
    </div>
  )
}
const Loaded = ({ task, batch }: TaskProp & { batch: FormBatch }): ReactNode => {
  const { data, error, refetch } = usePages(batch.id)
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  return data ? <Editor task={task} batch={batch} pages={counting(data)} /> : null
}
const CatalogueTask = ({ task }: TaskProp): ReactNode => <WithBatch task={task}>{(b) => <Loaded task={task} batch={b} />}</WithBatch>
export default CatalogueTask
