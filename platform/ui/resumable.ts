import type { Endpoint } from '../http/endpoint.ts'
import { addressOf, Problem, problemOf, type Reply, stillBusy, tellIfSignedOut } from './call.ts'

// Small enough that a proxy passes it and a broken line costs little, large enough that 200 MB are not thousands of calls.
const CHUNK = 8 * 1024 * 1024
/** Why a sending was stopped from outside: 'leave' keeps what the server has, for another time. */
export type StopReason = 'cancel' | 'leave'

const addressFor = (e: Endpoint, params: object | undefined): string => `${addressOf(e, params ? { params } : {})}/resumable`
const markOf = (address: string, fields: Record<string, string>): string => `bw|${address}|${JSON.stringify(fields)}|`

/** Names of files that this browser began to send here and has not finished. */
export const unfinished = (e: Endpoint, params?: object, fields: Record<string, string> = {}): string[] => {
  const mark = `tus::${markOf(addressFor(e, params), fields)}`
  const names: string[] = []
  for (const key of Object.keys(localStorage)) if (key.startsWith(mark)) names.push(key.slice(mark.length).split('|')[0] ?? '')
  return [...new Set(names)].sort()
}

/**
 * Sends one file piece by piece to a resumable endpoint. A broken line or a server that is away is waited for (`onWaiting`) and sending goes on by
 * itself; after a reload the same file chosen again goes on where it stopped. Throws Problem; AbortError when stopped.
 */
export const sendResumable = async <E extends Endpoint>(
  e: E,
  file: File,
  o: {
    params?: object
    fields?: Record<string, string>
    onProgress: (percent: number) => void
    onWaiting: (waiting: boolean) => void
    signal: AbortSignal
  },
): Promise<Reply<E>> => {
  const { Upload } = await import('tus-js-client')
  const address = addressFor(e, o.params)
  const fields = o.fields ?? {}
  const headers = { 'x-bailiwick': '1' }
  return new Promise((resolve, reject) => {
    let answer: string | null = null
    let tries = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = (): void => {
      clearTimeout(timer)
      removeEventListener('online', again)
      if (!o.signal.aborted) upload.start()
    }
    const wait = (): void => {
      o.onWaiting(true)
      addEventListener('online', again)
      timer = setTimeout(again, Math.min(15_000, 1000 * 2 ** tries++))
    }
    const refuse = (status: number, text: string): void => {
      const problem = problemOf(status, text, '')
      // The line or the server is away for a while; the file is not at fault.
      if (status === 0 || status === 409 || status === 423 || status === 429 || (status >= 500 && problem.code !== 'disk-full'))
        return wait()
      tellIfSignedOut(problem)
      reject(problem)
    }
    const upload = new Upload(file, {
      endpoint: address,
      chunkSize: CHUNK,
      retryDelays: null,
      headers,
      metadata: { filename: file.name, ...fields },
      removeFingerprintOnSuccess: true,
      fingerprint: async () => `${markOf(address, fields)}${file.name}|${file.size}|${file.lastModified}`,
      onAfterResponse: (req, res) => {
        if (req.getMethod() === 'PATCH' && res.getStatus() === 200) answer = res.getBody()
        // Left to the library, a session that ended would count as a lost upload.
        if (res.getStatus() === 401) throw problemOf(401, res.getBody(), '')
      },
      onProgress: (sent, total) => {
        stillBusy()
        if (sent > 0) tries = 0
        o.onWaiting(false)
        o.onProgress(Math.floor((sent / total) * 100))
      },
      onSuccess: () => {
        if (answer) return resolve(JSON.parse(answer) as Reply<E>)
        // Every byte is there, but the answer was lost with the line: it is asked for again.
        fetch(upload.url ?? address, {
          method: 'PATCH',
          headers: {
            ...headers,
            'tus-resumable': '1.0.0',
            'upload-offset': String(file.size),
            'content-type': 'application/offset+octet-stream',
          },
          body: new Blob([]),
        }).then(
          async (r) => (r.ok ? resolve((await r.json()) as Reply<E>) : refuse(r.status, await r.text())),
          () => wait(),
        )
      },
      onError: (error) => {
        if (o.signal.aborted) return
        const { originalResponse, causingError } = error as {
          originalResponse?: { getStatus: () => number; getBody: () => string } | null
          causingError?: unknown
        }
        if (causingError instanceof Problem) {
          tellIfSignedOut(causingError)
          return reject(causingError)
        }
        refuse(originalResponse?.getStatus() ?? 0, originalResponse?.getBody() ?? '')
      },
    })
    o.signal.addEventListener('abort', () => {
      clearTimeout(timer)
      removeEventListener('online', again)
      const stop: StopReason = o.signal.reason === 'leave' ? 'leave' : 'cancel'
      upload.abort(stop === 'cancel').catch(() => {})
      reject(new DOMException('stopped', 'AbortError'))
    })
    upload.findPreviousUploads().then(
      (known) => {
        if (o.signal.aborted) return
        if (known[0]) upload.resumeFromPreviousUpload(known[0])
        upload.start()
      },
      () => upload.start(),
    )
  })
}
