import { Button, Progress } from 'antd'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../http/endpoint.ts'
import type { Reply } from './call.ts'
import { Refusal } from './refusal.tsx'
import { sendResumable, unfinished } from './resumable.ts'

interface Item {
  key: number
  file: File
  state: 'waiting' | 'sending' | 'paused' | 'stopped' | 'refused'
  percent: number
  problem?: unknown
}

const byName = new Intl.Collator('zh', { numeric: true })
const sizeText = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`

/**
 * Chooses files and sends them one after the other, in the order of their names, each piece by piece: a broken line is waited for, and the same file
 * chosen again after a reload goes on where it stopped.
 */
export const UploadQueue = <E extends Endpoint>(p: {
  endpoint: E
  params?: object
  fields?: Record<string, string>
  accept?: string
  label: string
  multiple?: boolean
  onDone: (reply: Reply<E>, file: File) => void
}): ReactNode => {
  const { t } = useTranslation('ui')
  const input = useRef<HTMLInputElement>(null)
  const stops = useRef(new Map<number, AbortController>())
  const queue = useRef<Item[]>([])
  const next = useRef(1)
  const busy = useRef(false)
  const [items, setItems] = useState<readonly Item[]>([])
  const [over, setOver] = useState(false)
  const [open, setOpen] = useState<string[]>([])

  const change = (key: number, v: Partial<Item>): void => {
    queue.current = queue.current.map((i) => (i.key === key ? { ...i, ...v } : i))
    setItems(queue.current)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was left open is looked at once, when the page opens
  useEffect(() => {
    setOpen(unfinished(p.endpoint, p.params, p.fields))
    const running = stops.current
    // Who leaves the page leaves what has arrived with the server.
    return () => {
      for (const s of running.values()) s.abort('leave')
    }
  }, [])

  const work = async (): Promise<void> => {
    if (busy.current) return
    busy.current = true
    for (;;) {
      const item = queue.current.find((i) => i.state === 'waiting')
      if (!item) break
      const stop = new AbortController()
      stops.current.set(item.key, stop)
      change(item.key, { state: 'sending' })
      try {
        const reply = await sendResumable(p.endpoint, item.file, {
          ...(p.params ? { params: p.params } : {}),
          ...(p.fields ? { fields: p.fields } : {}),
          onProgress: (percent) => change(item.key, { percent }),
          onWaiting: (waiting) => change(item.key, { state: waiting ? 'paused' : 'sending' }),
          signal: stop.signal,
        })
        // What has arrived is shown by whoever asked for it.
        queue.current = queue.current.filter((i) => i.key !== item.key)
        setItems(queue.current)
        p.onDone(reply, item.file)
      } catch (error) {
        if ((error as Error).name === 'AbortError') change(item.key, { state: 'stopped' })
        else change(item.key, { state: 'refused', problem: error })
      } finally {
        stops.current.delete(item.key)
      }
    }
    busy.current = false
  }
  const add = (files: FileList | null): void => {
    const chosen = [...(files ?? [])].sort((a, b) => byName.compare(a.name, b.name)).slice(0, p.multiple ? 1000 : 1)
    if (chosen.length === 0) return
    setOpen((names) => names.filter((n) => !chosen.some((f) => f.name === n)))
    queue.current = [...queue.current, ...chosen.map((file): Item => ({ key: next.current++, file, state: 'waiting', percent: 0 }))]
    setItems(queue.current)
    if (input.current) input.current.value = ''
    void work()
  }
  const stop = (item: Item): void => {
    const running = stops.current.get(item.key)
    if (running) running.abort('cancel')
    else change(item.key, { state: 'stopped' })
  }
  const words = (i: Item): string =>
    i.state === 'sending'
      ? t('upload.sending', { percent: i.percent })
      : i.state === 'paused'
        ? t('upload.paused', { percent: i.percent })
        : t(`upload.${i.state}`)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same
    <div
      className={`bw-drop ${over ? 'bw-over' : ''}`}
      onDragOver={(e: DragEvent) => {
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e: DragEvent) => {
        e.preventDefault()
        setOver(false)
        add(e.dataTransfer.files)
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept={p.accept}
        multiple={p.multiple ?? false}
        onChange={(e) => add(e.target.files)}
        aria-label={p.label}
      />
      <div className="bw-acts">
        <Button onClick={() => input.current?.click()}>{p.label}</Button>
        <span className="bw-quiet">{t('upload.drop')}</span>
      </div>
      {open.length > 0 ? <p className="bw-quiet">{t('upload.unfinished', { names: open.join('、') })}</p> : null}
      {items.length > 0 ? (
        <ul className="bw-sending">
          {items.map((i) => (
            <li key={i.key}>
              <div className="bw-acts">
                <span className="bw-filename">{i.file.name}</span>
                <span className="bw-quiet bw-figures">{sizeText(i.file.size)}</span>
                {i.state === 'sending' || i.state === 'paused' ? (
                  <Progress percent={i.percent} size="small" style={{ width: 140 }} showInfo={false} aria-label={words(i)} />
                ) : null}
                <span className="bw-quiet bw-figures" role="status">
                  {words(i)}
                </span>
                {i.state === 'waiting' || i.state === 'sending' || i.state === 'paused' ? (
                  <Button size="small" onClick={() => stop(i)} aria-label={`${t('upload.cancel')} ${i.file.name}`}>
                    {t('upload.cancel')}
                  </Button>
                ) : null}
              </div>
              {i.problem ? <Refusal problem={i.problem} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
