import { Button, Progress } from 'antd'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../http/endpoint.ts'
import { addressOf, changeHeaders, Problem, problemOf, type Reply, stillBusy, tellIfSignedOut } from './call.ts'
import { Refusal } from './refusal.tsx'

/** Sends one file to an 'upload' endpoint with progress (0–100); `signal` stops it. Throws Problem; AbortError when stopped. */
export const sendFile = <E extends Endpoint>(
  e: E,
  file: File,
  o: {
    params?: object
    query?: object
    fields?: Record<string, string>
    revision?: number
    onProgress?: (percent: number) => void
    signal?: AbortSignal
  } = {},
): Promise<Reply<E>> =>
  new Promise((resolve, reject) => {
    const form = new FormData()
    // Fields first: the server reads the stream in order.
    for (const [k, v] of Object.entries(o.fields ?? {})) form.append(k, v)
    form.append('file', file)
    // fetch cannot report upload progress, XMLHttpRequest can.
    const x = new XMLHttpRequest()
    x.open(e.method, addressOf(e, { ...(o.params ? { params: o.params } : {}), ...(o.query ? { query: o.query } : {}) }))
    for (const [k, v] of Object.entries(changeHeaders(o.revision === undefined ? {} : { revision: o.revision }))) x.setRequestHeader(k, v)
    x.upload.onprogress = (p) => {
      stillBusy()
      if (p.lengthComputable) o.onProgress?.(Math.round((p.loaded / p.total) * 100))
    }
    x.onload = () => {
      if (x.status >= 200 && x.status < 300) return resolve(JSON.parse(x.responseText || '{}') as Reply<E>)
      const problem = problemOf(x.status, x.responseText, '')
      tellIfSignedOut(problem)
      reject(problem)
    }
    x.onerror = () => reject(new Problem('unreachable', 0))
    x.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    o.signal?.addEventListener('abort', () => x.abort())
    x.send(form)
  })

export interface UploadProps<E extends Endpoint> {
  endpoint: E
  params?: object
  query?: object
  fields?: Record<string, string>
  accept?: string
  label?: string
  hint?: ReactNode
  disabled?: boolean
  onDone: (reply: Reply<E>, file: File) => void
}

/** Chooses and sends one file; progress in words and as a bar, can be cancelled, refusals in full. */
export const Upload = <E extends Endpoint>(p: UploadProps<E>): ReactNode => {
  const { t } = useTranslation('ui')
  const input = useRef<HTMLInputElement>(null)
  const stop = useRef<AbortController>(null)
  const [percent, setPercent] = useState<number | null>(null)
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [note, setNote] = useState('')
  const [over, setOver] = useState(false)

  const start = async (file: File | undefined): Promise<void> => {
    if (!file || percent !== null) return
    setProblem(null)
    setNote('')
    setName(file.name)
    setPercent(0)
    stop.current = new AbortController()
    try {
      const reply = await sendFile(p.endpoint, file, {
        ...(p.params ? { params: p.params } : {}),
        ...(p.query ? { query: p.query } : {}),
        ...(p.fields ? { fields: p.fields } : {}),
        onProgress: setPercent,
        signal: stop.current.signal,
      })
      setNote(t('upload.done'))
      p.onDone(reply, file)
    } catch (error) {
      if ((error as Error).name === 'AbortError') setNote(t('upload.stopped'))
      else setProblem(error)
    } finally {
      setPercent(null)
      if (input.current) input.current.value = ''
    }
  }
  const drop = (e: DragEvent): void => {
    e.preventDefault()
    setOver(false)
    void start(e.dataTransfer.files[0])
  }
  return (
    <div
      className={`bw-drop ${over ? 'bw-over' : ''}`}
      onDragOver={(e) => {
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept={p.accept}
        onChange={(e) => void start(e.target.files?.[0])}
        aria-label={p.label ?? t('upload.choose')}
      />
      {percent === null ? (
        <div className="bw-acts">
          <Button disabled={p.disabled ?? false} onClick={() => input.current?.click()}>
            {p.label ?? t('upload.choose')}
          </Button>
          <span className="bw-quiet">
            {t('upload.drop')}
            {p.hint ? <> · {p.hint}</> : null}
          </span>
        </div>
      ) : (
        <div className="bw-acts" role="status">
          <span>{name}</span>
          <Progress percent={percent} size="small" style={{ width: 180 }} showInfo={false} aria-label={t('upload.sending', { percent })} />
          <span className="bw-figures bw-quiet">{t('upload.sending', { percent })}</span>
          <Button size="small" onClick={() => stop.current?.abort()}>
            {t('upload.cancel')}
          </Button>
        </div>
      )}
      {note ? (
        <p className="bw-quiet" role="status">
          {name} {note}
        </p>
      ) : null}
      {problem ? <Refusal problem={problem} /> : null}
    </div>
  )
}
