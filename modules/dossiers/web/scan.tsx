import { Alert, Button, Checkbox, Input, Progress } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemWords } from '../../../platform/ui/i18n.ts'
import { useAct } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { UploadQueue } from '../../../platform/ui/upload-queue.tsx'
import { useQueryClient } from '@tanstack/react-query'
import { cancelUpload, finishScan, selfCheck, uploadPages } from '../api.ts'
import { ArrangeBar, useArrange } from './arrange-bar.tsx'
import { type FormBatch, type TaskProp, useFinish, WithBatch } from './form-task.tsx'
import { PageGrid } from './page-grid.tsx'
import { Ending, usePages } from './use-pages.ts'

const reading = (b: FormBatch): boolean => b.uploads.some((u) => u.state === 'queued' || u.state === 'running')

const Files = ({ batch }: { batch: FormBatch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const stop = useAct(cancelUpload)
  const tell = useTell()
  if (batch.uploads.length === 0) return null
  return (
    <ul className="bw-files" aria-label={t('scan.files')}>
      {batch.uploads.map((u) => (
        <li key={u.id} className="bw-acts">
          <span>{u.name}</span>
          <span className="bw-quiet" role="status">
            {u.state === 'running' && u.pagesTotal === null
              ? t('upload.queued')
              : t(`upload.${u.state}`, { done: u.pagesDone, total: u.pagesTotal })}
          </span>
          {u.state === 'failed' && u.error ? (
            <span>{[problemWords(u.error).text, problemWords(u.error).todo].filter(Boolean).join(' ')}</span>
          ) : null}
          {u.state === 'running' && u.pagesTotal ? (
            <Progress
              percent={Math.round((u.pagesDone / u.pagesTotal) * 100)}
              size="small"
              style={{ width: 140 }}
              showInfo={false}
              aria-label={t('upload.running', { done: u.pagesDone, total: u.pagesTotal })}
            />
          ) : null}
          {u.state === 'queued' || u.state === 'running' ? (
            <Button
              size="small"
              onClick={() => void stop.mutateAsync({ params: { id: u.id } }).then(() => tell.done(t('upload.stopped')), tell.refused)}
            >
              {t('upload.stop')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

/** Pages with everything that arranges them; also the self-check's. */
const Desk = ({ task, batch, scanning }: TaskProp & { batch: FormBatch; scanning: boolean }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [ticked, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [open, setOpen] = useState<number | null>(null)
  // What is done is done to the page that is looked at, while one is; else to the ticked ones.
  const chosen: ReadonlySet<number> = open === null ? ticked : new Set([open])
  const [all, setAll] = useState(false)
  const busy = reading(batch)
  const { data, error, refetch } = usePages(batch.id, busy)
  const { busy: arranging, run } = useArrange(task.id, batch.revision)
  const client = useQueryClient()
  const pageIds = (data ?? []).filter((p) => chosen.has(p.id)).map((p) => p.id)
  const keys = (e: KeyboardEvent): void => {
    const acts: Record<string, Parameters<typeof run>[0]> = {
      '[': { op: 'rotate', pageIds, by: 270 },
      ']': { op: 'rotate', pageIds, by: 90 },
      Delete: { op: 'mark', pageIds, state: 'deleted' },
      s: { op: 'split', pageIds },
      m: { op: 'merge', pageIds },
      r: { op: 'mark', pageIds, state: 'rescan' },
    }
    const act = acts[e.key]
    if (!act || pageIds.length === 0 || e.ctrlKey || e.metaKey || e.altKey) return
    if (e.target instanceof HTMLInputElement && e.target.type !== 'checkbox') return
    e.preventDefault()
    void run(act)
  }
  // The last pages of a file come between two looks.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when reading ends
  useEffect(() => void refetch(), [busy])
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  const shown = (data ?? []).filter((p) => all || p.state !== 'deleted')
  const deleted = (data ?? []).length - (data ?? []).filter((p) => p.state !== 'deleted').length
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of the boxes and buttons inside
    <div className="bw-desk" onKeyDown={keys}>
      <div className="bw-acts">
        <Button size="small" onClick={() => setChosen(new Set(shown.map((p) => p.id)))} disabled={shown.length === 0}>
          {t('act.all')}
        </Button>
        <span className="bw-quiet">{t('deskKeys', { split: 'S', merge: 'M', rescan: 'R', remove: 'Delete' })}</span>
      </div>
      <ArrangeBar
        taskId={task.id}
        busy={arranging}
        run={run}
        pages={shown}
        chosen={chosen}
        clear={open === null ? () => setChosen(new Set()) : null}
        scanning={scanning}
        // The batch too: that a file is being read again is what makes the pages be looked at until it is done.
        refresh={() => void client.invalidateQueries()}
      />
      {deleted > 0 ? (
        <Checkbox checked={all} onChange={(e) => setAll(e.target.checked)}>
          {t('page.showDeleted')}
        </Checkbox>
      ) : null}
      <PageGrid
        pages={shown}
        chosen={chosen}
        onChosen={setChosen}
        // Dragging one of the ticked pages takes all of them along.
        onMove={(id, before) => void run({ op: 'move', pageIds: chosen.has(id) ? pageIds : [id], before })}
        onShown={setOpen}
      />
    </div>
  )
}

const Counts = ({ batch }: { batch: FormBatch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  return (
    <>
      <p className="bw-figures">
        {t('scan.counts', {
          counted: batch.receipts.at(-1)?.countedPages ?? batch.sentPages,
          scanned: batch.pages,
          rescan: batch.rescan,
          covers: batch.covers,
        })}
      </p>
      {batch.foreignCovers > 0 ? <Alert type="warning" showIcon title={t('scan.foreign', { count: batch.foreignCovers })} /> : null}
    </>
  )
}

const Scan = ({ task, batch }: TaskProp & { batch: FormBatch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const client = useQueryClient()
  const [why, setWhy] = useState('')
  const send = useAct(finishScan, { keep: true })
  const { busy, problem, finish } = useFinish()
  const counted = batch.receipts.at(-1)?.countedPages ?? batch.sentPages
  return (
    <div className="bw-sheet bw-pad">
      <p className="bw-lead">{t('scan.lead')}</p>
      <Counts batch={batch} />
      <UploadQueue
        endpoint={uploadPages}
        params={{ id: task.id }}
        multiple
        accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff"
        label={t('scan.choose')}
        onDone={() => void client.invalidateQueries()}
      />
      <Files batch={batch} />
      <Ending.Provider value={busy}>
        <Desk task={task} batch={batch} scanning />
      </Ending.Provider>
      {batch.pages !== counted ? (
        <label className="bw-why">
          <span>{t('scan.why')}</span>
          <Input.TextArea value={why} onChange={(e) => setWhy(e.target.value)} maxLength={500} rows={2} />
        </label>
      ) : null}
      {problem ? <Refusal problem={problem} /> : null}
      <div className="bw-acts bw-gap" style={{ marginBlockStart: 16 }}>
        <Button
          type="primary"
          loading={busy}
          disabled={reading(batch)}
          onClick={() =>
            void finish(
              () => send.mutateAsync({ params: { id: task.id }, revision: batch.taskRevision, body: { note: why.trim() } }),
              t('scan.done'),
            )
          }
        >
          {t('scan.finish')}
        </Button>
      </div>
    </div>
  )
}
const ScanTask = ({ task }: TaskProp): ReactNode => <WithBatch task={task}>{(b) => <Scan task={task} batch={b} />}</WithBatch>
export default ScanTask

const SelfCheck = ({ task, batch }: TaskProp & { batch: FormBatch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const send = useAct(selfCheck, { keep: true })
  const { busy, problem, finish } = useFinish()
  const end = (outcome: 'pass' | 'redo') =>
    void finish(() => send.mutateAsync({ params: { id: task.id }, revision: batch.taskRevision, body: { outcome } }), t('self.done'))
  return (
    <div className="bw-sheet bw-pad">
      <p className="bw-lead">{t('self.lead')}</p>
      <Counts batch={batch} />
      <Ending.Provider value={busy}>
        <Desk task={task} batch={batch} scanning={false} />
      </Ending.Provider>
      {problem ? <Refusal problem={problem} /> : null}
      <div className="bw-acts bw-gap">
        <Button type="primary" loading={busy} onClick={() => end('pass')}>
          {t('self.pass')}
        </Button>
        <Button loading={busy} onClick={() => end('redo')}>
          {t('self.redo')}
        </Button>
      </div>
    </div>
  )
}
export const SelfCheckTask = ({ task }: TaskProp): ReactNode => (
  <WithBatch task={task}>{(b) => <SelfCheck task={task} batch={b} />}</WithBatch>
)
