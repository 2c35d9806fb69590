import { Button, InputNumber } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { UploadQueue } from '../../../platform/ui/upload-queue.tsx'
import { arrange, type PageItem, uploadPages } from '../api.ts'
import { counting } from './use-pages.ts'

type Op = z.input<NonNullable<typeof arrange.body>>

/**
 * One arrangement after the other, each against the revision the one before left: keys pressed quickly must not stumble over themselves. What
 * somebody else changed meanwhile is still refused, told, and read again.
 */
export const useArrange = (taskId: number, revision: number): { busy: boolean; run: (op: Op) => Promise<void> } => {
  const act = useAct(arrange)
  const tell = useTell()
  const known = useRef(revision)
  const last = useRef<Promise<void>>(Promise.resolve())
  known.current = Math.max(known.current, revision)
  return {
    busy: act.isPending,
    run: (body) => {
      last.current = last.current.then(async () => {
        try {
          known.current = (await act.mutateAsync({ params: { id: taskId }, revision: known.current, body })).revision
        } catch (e) {
          tell.refused(e)
        }
      })
      return last.current
    },
  }
}

/** Where the chosen pages shall stand, by number: a bundle of 500 is not put in order one step at a time. */
const MoveTo = ({ busy, places, go }: { busy: boolean; places: number; go: (n: number) => void }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [to, setTo] = useState<number | null>(null)
  const move = (): void => {
    if (to === null) return
    go(to)
    setTo(null)
  }
  return (
    <InputNumber
      size="small"
      style={{ width: 150 }}
      value={to}
      onChange={setTo}
      onPressEnter={move}
      disabled={busy}
      controls={false}
      min={1}
      max={places}
      precision={0}
      prefix={t('act.moveTo')}
      aria-label={t('act.moveToLabel')}
      placeholder={t('act.moveToPlace', { of: places })}
    />
  )
}

/** What can be done with the chosen pages. Nothing here destroys an image. */
export const ArrangeBar = ({
  taskId,
  busy,
  run,
  pages,
  chosen,
  clear,
  scanning,
  refresh,
}: {
  taskId: number
  busy: boolean
  run: (op: Op) => Promise<void>
  pages: readonly PageItem[]
  chosen: ReadonlySet<number>
  /** Null while a page is open in the viewer: then it is the one. */
  clear: (() => void) | null
  scanning: boolean
  refresh: () => void
}): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [replacing, setReplacing] = useState(false)
  const picked = pages.filter((p) => chosen.has(p.id))
  if (picked.length === 0) return null
  const pageIds = picked.map((p) => p.id)
  const first = pages.findIndex((p) => p.id === pageIds[0])
  const last = pages.findIndex((p) => p.id === pageIds.at(-1))
  const button = (key: string, op: Op, off = false): ReactNode => (
    <Button key={key} size="small" disabled={busy || off} onClick={() => void run(op)}>
      {t(`act.${key}`)}
    </Button>
  )
  const counted = counting(pages)
  const one = picked.length === 1 ? picked[0] : undefined
  return (
    <div className="bw-stickacts">
      <div className="bw-acts">
        <strong>{t('page.chosen', { n: picked.length })}</strong>
        {button('left', { op: 'rotate', pageIds, by: 270 })}
        {button('right', { op: 'rotate', pageIds, by: 90 })}
        {button('earlier', { op: 'move', pageIds, before: pages[first - 1]?.id ?? null }, first <= 0)}
        {button('later', { op: 'move', pageIds, before: pages[last + 2]?.id ?? null }, last >= pages.length - 1)}
        <MoveTo
          busy={busy}
          places={counted.length}
          go={(n) => {
            // "Page n" is the place it has afterwards: the pages on the way out do not count.
            const rest = counted.filter((p) => !chosen.has(p.id))
            void run({ op: 'move', pageIds, before: rest[n - 1]?.id ?? null })
          }}
        />
        {button('rescan', { op: 'mark', pageIds, state: 'rescan' })}
        {button('keep', { op: 'mark', pageIds, state: 'kept' })}
        {button('remove', { op: 'mark', pageIds, state: 'deleted' })}
        {button('split', { op: 'split', pageIds })}
        {button('merge', { op: 'merge', pageIds })}
        {scanning && one ? (
          <Button size="small" onClick={() => setReplacing((v) => !v)}>
            {t('act.replace')}
          </Button>
        ) : null}
        {clear ? (
          <Button size="small" type="text" onClick={clear}>
            {t('act.clear')}
          </Button>
        ) : null}
      </div>
      {replacing && one ? (
        <UploadQueue
          endpoint={uploadPages}
          params={{ id: taskId }}
          fields={{ replaces: String(one.id) }}
          accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff"
          label={t('act.replace')}
          onDone={() => {
            setReplacing(false)
            refresh()
          }}
        />
      ) : null}
    </div>
  )
}
