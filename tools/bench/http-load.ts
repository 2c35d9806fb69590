import { connect, type Socket } from 'node:net'

export interface Load {
  /** Answers per second. */
  rate: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Answers that were not 2xx, with the first of them for the reader. */
  failed: number
  firstFailure: string | null
}

/** One kept-alive connection: sends prepared bytes, reads one answer. Bare sockets, so that the generator leaves the processor to what is measured. */
class Line {
  #socket: Socket
  #pending = Buffer.alloc(0)
  #told: ((answer: Buffer) => void) | null = null
  #lost: ((e: Error) => void) | null = null
  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk) => {
      this.#pending = this.#pending.length ? Buffer.concat([this.#pending, chunk]) : chunk
      const head = this.#pending.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(this.#pending.toString('latin1', 0, head))?.[1] ?? 0)
      if (this.#pending.length < head + 4 + length) return
      const answer = this.#pending
      this.#pending = Buffer.alloc(0)
      this.#told?.(answer)
    })
    this.#socket.on('error', (e) => this.#lost?.(e))
  }
  ask(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#told = resolve
      this.#lost = reject
      this.#socket.write(request)
    })
  }
  close(): void {
    this.#socket.destroy()
  }
}

export interface Ask {
  method?: 'GET' | 'POST'
  path: string
  token?: string
  revision?: number
  body?: unknown
}
/** The bytes of a request as a browser of ours sends it. */
export const bytesOf = (a: Ask): Buffer => {
  const body = a.body === undefined ? null : Buffer.from(JSON.stringify(a.body))
  const lines = [`${a.method ?? 'GET'} ${a.path} HTTP/1.1`, 'host: 127.0.0.1']
  if (a.token) lines.push(`cookie: bailiwick=${a.token}`)
  if (a.method === 'POST') lines.push('x-bailiwick: 1')
  if (a.revision !== undefined) lines.push(`if-match: "${a.revision}"`)
  if (body) lines.push('content-type: application/json', `content-length: ${body.length}`)
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  return body ? Buffer.concat([head, body]) : head
}

/** One request; its status and parsed body. */
export const askOnce = async (port: number, a: Ask): Promise<{ status: number; body: unknown }> => {
  const line = new Line(port)
  const answer = await line.ask(bytesOf(a)).finally(() => line.close())
  const head = answer.indexOf('\r\n\r\n')
  const text = answer.toString('utf8', head + 4)
  return { status: Number(answer.toString('latin1', 9, 12)), body: text ? JSON.parse(text) : null }
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** `total` requests by `clients` at once, each client sending its next one when the last is answered. `next(i)` makes the i-th. */
export const runHttp = async (port: number, clients: number, total: number, next: (i: number, client: number) => Buffer): Promise<Load> => {
  const lines = Array.from({ length: clients }, () => new Line(port))
  const taken: number[] = []
  let sent = 0
  let failed = 0
  let firstFailure: string | null = null
  const began = performance.now()
  await Promise.all(
    lines.map(async (line, client) => {
      while (sent < total) {
        const request = next(sent++, client)
        const before = performance.now()
        const answer = await line.ask(request)
        taken.push(performance.now() - before)
        if (answer[9] !== 0x32) {
          failed++
          firstFailure ??= answer.toString('utf8').slice(0, 1200)
        }
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  for (const line of lines) line.close()
  taken.sort((a, b) => a - b)
  return { rate: taken.length / seconds, p50: at(taken, 0.5), p99: at(taken, 0.99), failed, firstFailure }
}
