import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { compose } from '../../app/compose.ts'
import { prepare } from '../../app/serve.ts'
import { version } from '../../app/version.ts'
import { systemClock } from '../../platform/calendar/clock.ts'
import { testCourt } from '../../test/support/court.ts'

/**
 * The largest bundle of one scan (7.2.2: 500 pages, 200 MB), as PDF and as multi-page TIFF, through the installed product over HTTP:
 * `node tools/bench/big-scan.ts [port] [--recovery]`. Sent in pieces with a broken line, read with progress, one reading cancelled, the server killed in the
 * middle of another; memory of the server and the time to the first page beside it. Not part of `npm test`: it takes some ten minutes.
 */
const port = Number(process.argv[2] ?? 47811)
const dataDir = mkdtempSync(join(tmpdir(), 'bw-big-scan-'))
const base = `http://127.0.0.1:${port}/api`
const began = performance.now()
const say = (text: string): void =>
  void process.stdout.write(`[${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s] ${text}\n`)
const wait = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms))

// Paper at 300 dpi, about 0.39 MB a page (domain notes §8), ten kinds of it.
const sheets = async (): Promise<Buffer[]> => {
  const paper = await sharp({
    create: { width: 2480, height: 3508, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 235, sigma: 9 } },
  })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const page = (i: number, quality: number): Promise<Buffer> =>
    sharp(paper)
      .composite([
        {
          input: Buffer.from(
            `<svg xmlns="http://www.w3.org/2000/svg" width="2480" height="3508"><text x="900" y="400" font-size="160">page ${i + 1}</text>${Array.from({ length: 40 }, (_, k) => `<rect x="260" y="${600 + k * 66}" width="${1900 - ((k * 197) % 510)}" height="22" fill="#333"/>`).join('')}</svg>`,
          ),
        },
      ])
      .jpeg({ quality, chromaSubsampling: '4:2:0' })
      .toBuffer()
  let quality = 40
  while (quality > 10 && (await page(0, quality)).length > 400_000) quality--
  // Filled up to 0.39 MB, as a scan program's preview would.
  return Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const jpg = await page(i, quality)
      return Buffer.concat([jpg, Buffer.alloc(Math.max(0, 405_000 - jpg.length), i)])
    }),
  )
}
const asPdf = async (jpgs: readonly Buffer[]): Promise<Buffer> => {
  const doc = await PDFDocument.create()
  for (let i = 0; i < 500; i++) {
    // Different bytes, or one picture would be stored for fifty pages.
    const image = await doc.embedJpg(Buffer.concat([jpgs[i % jpgs.length]!, Buffer.from(String(i))]))
    doc.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 })
  }
  return Buffer.from(await doc.save({ useObjectStreams: false }))
}
/** JPEG in TIFF (compression 7), one strip a page, as scan programs write it. */
const asTiff = (jpgs: readonly Buffer[]): Buffer => {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0])]
  let at = 8
  for (let i = 0; i < 500; i++) {
    const jpg = jpgs[i % jpgs.length]!
    const tags: [number, number, number, number][] = [
      [256, 4, 1, 2480],
      [257, 4, 1, 3508],
      [258, 3, 3, 0],
      [259, 3, 1, 7],
      [262, 3, 1, 6],
      [273, 4, 1, 0],
      [277, 3, 1, 3],
      [278, 4, 1, 3508],
      [279, 4, 1, jpg.length],
      [530, 3, 2, 0x0002_0002],
    ]
    const length = 2 + tags.length * 12 + 4
    const bits = at + length
    const data = bits + 6
    const next = data + jpg.length + (jpg.length % 2)
    const b = Buffer.alloc(length + 6)
    b.writeUInt16LE(tags.length, 0)
    for (const [n, [tag, kind, count, value]] of tags.entries()) {
      b.writeUInt16LE(tag, 2 + n * 12)
      b.writeUInt16LE(kind, 4 + n * 12)
      b.writeUInt32LE(count, 6 + n * 12)
      b.writeUInt32LE(tag === 258 ? bits : tag === 273 ? data : value, 10 + n * 12)
    }
    b.writeUInt32LE(i === 499 ? 0 : next, length - 4)
    for (let k = 0; k < 3; k++) b.writeUInt16LE(8, length + k * 2)
    parts.push(b, jpg, Buffer.alloc(jpg.length % 2))
    at = next
  }
  return Buffer.concat(parts)
}

const people: Record<string, string> = {}
/** A court with a clerk and an operator, made before the measured server starts. */
const furnish = async (): Promise<number[]> => {
  const prepared = await prepare({ dataDir, databaseUrl: null }, () => {})
  const composed = await compose({
    ...prepared.composition,
    settings: { demo: false, dataDir, baseUrl: base, version: await version() },
  })
  const court = await testCourt({ ...composed, clock: systemClock, visitor: (token: string) => ({ token }) } as never)
  for (const who of ['clerk', 'operator', 'teamLead']) people[who] = court.as(who).token!
  const cases = [await court.newCase(), await court.newCase(), await court.newCase()]
  await composed.stop()
  await prepared.close()
  return cases
}

let server: ChildProcess | null = null
const startServer = async (): Promise<void> => {
  const from = performance.now()
  server = spawn(process.execPath, ['app/cli.ts', 'start', '--port', String(port)], {
    env: { ...process.env, BAILIWICK_DATA: dataDir },
    stdio: 'inherit',
  })
  for (;;) {
    const ok = await fetch(`${base}/health`).then(
      (r) => r.ok,
      () => false,
    )
    if (ok) break
    await wait(100)
  }
  say(`server answers after ${((performance.now() - from) / 1000).toFixed(1)} s`)
}
const memory = (what: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server?.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a measuring tool looks into what came
  body: any
}
const api = async (who: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
  const r = await fetch(`${base}${path}`, {
    method,
    headers: {
      cookie: `bailiwick=${people[who]}`,
      'x-bailiwick': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: r.status, body: await r.json().catch(() => null) }
}
const must = (a: Answer): Answer['body'] => {
  if (a.status !== 200) throw new Error(`${a.status} ${JSON.stringify(a.body)}`)
  return a.body
}
const toScan = async (caseId: number): Promise<{ batch: number; task: number }> => {
  const batch = must(await api('clerk', 'POST', '/dossiers/batches', { caseId, node: 'filing', pages: 500 })).id
  const take = async (form: string): Promise<{ id: number; revision: number }> => {
    const { items } = must(await api('operator', 'GET', '/tasks?scope=pool&limit=50'))
    const t = items.find((x: { form: string; subjectId: number }) => x.form === form && x.subjectId === batch)
    must(await api('operator', 'POST', `/tasks/${t.id}/claim`, {}, { 'if-match': `"${t.revision}"` }))
    return { id: t.id, revision: t.revision + 1 }
  }
  const count = await take('scan-receive')
  must(await api('operator', 'POST', `/dossiers/tasks/${count.id}/receive`, { pages: 500 }, { 'if-match': `"${count.revision}"` }))
  return { batch, task: (await take('scan-pages')).id }
}
/** In pieces of 8 MiB; the line breaks once in the middle of a piece. */
const send = async (task: number, name: string, bytes: Buffer): Promise<number> => {
  const from = performance.now()
  const tus = { cookie: `bailiwick=${people.operator}`, 'x-bailiwick': '1', 'tus-resumable': '1.0.0' }
  const made = await fetch(`${base}/dossiers/tasks/${task}/uploads/resumable`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` },
  })
  if (made.status !== 201) throw new Error(`begin: ${made.status} ${await made.text()}`)
  const url = `http://127.0.0.1:${port}${made.headers.get('location')}`
  const patch = (at: number, piece: Buffer, signal?: AbortSignal): Promise<Response> =>
    fetch(url, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': String(at), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(piece),
      ...(signal ? { signal } : {}),
    })
  let answer: { uploadId: number } | null = null
  for (let at = 0, broken = false; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + 8 * 1024 * 1024)
    if (!broken && at > bytes.length / 2) {
      broken = true
      await patch(at, piece, AbortSignal.timeout(15)).catch(() => null)
      const now = Number((await fetch(url, { method: 'HEAD', headers: tus })).headers.get('upload-offset'))
      say(`  line broken at ${at}, goes on from ${now}`)
      at = now
      continue
    }
    const r = await patch(at, piece)
    if (r.status === 409) {
      // What was cut off a moment ago was still being written: asked again, as a client does.
      at = Number((await fetch(url, { method: 'HEAD', headers: tus })).headers.get('upload-offset'))
      continue
    }
    if (r.status === 200) answer = (await r.json()) as { uploadId: number }
    else if (r.status !== 204) throw new Error(`piece: ${r.status} ${await r.text()}`)
    at += piece.length
  }
  const seconds = (performance.now() - from) / 1000
  say(
    `  sent ${(bytes.length / 1_048_576).toFixed(0)} MB in ${seconds.toFixed(1)} s (${(bytes.length / 1_048_576 / seconds).toFixed(0)} MB/s), rss ${memory('VmRSS').toFixed(0)} MB`,
  )
  return answer!.uploadId
}
interface Upload {
  id: number
  state: string
  pagesDone: number
  pagesTotal: number | null
  error: string | null
}
const stateOf = async (task: number, id: number): Promise<Upload> =>
  must(await api('operator', 'GET', `/dossiers/tasks/${task}`)).uploads.find((u: Upload) => u.id === id)
const until = async (task: number, id: number, done: (u: Upload) => boolean): Promise<Upload> => {
  for (;;) {
    const u = await stateOf(task, id)
    if (done(u) || u.state === 'failed') return u
    await wait(400)
  }
}
const readWhole = async (task: number, id: number): Promise<void> => {
  const from = performance.now()
  const u = await until(task, id, (x) => x.state === 'done')
  const seconds = (performance.now() - from) / 1000
  say(
    `  ${u.state}${u.error ? ` ${u.error}` : ''}: ${u.pagesDone} pages read in ${seconds.toFixed(0)} s (${(seconds / Math.max(1, u.pagesDone)).toFixed(2)} s a page), highest memory so far ${memory('VmHWM').toFixed(0)} MB`,
  )
}
const look = async (batch: number): Promise<void> => {
  const from = performance.now()
  const items = must(await api('operator', 'GET', `/dossiers/batches/${batch}/pages?limit=500`)).items as { id: number }[]
  const listed = performance.now() - from
  const times: number[] = []
  for (const p of [items[0]!, items[1]!, items[250]!, items[499]!]) {
    const t = performance.now()
    const r = await fetch(`${base}/dossiers/pages/${p.id}/image?width=1200`, { headers: { cookie: `bailiwick=${people.operator}` } })
    await r.arrayBuffer()
    times.push(performance.now() - t)
  }
  say(
    `  viewer: list of ${items.length} pages ${listed.toFixed(0)} ms, pages 1, 2, 251, 500 at ${times.map((x) => x.toFixed(0)).join(', ')} ms`,
  )
}

try {
  say('making the files')
  const jpgs = await sheets()
  const [pdf, tiff] = [await asPdf(jpgs), asTiff(jpgs)]
  say(`PDF ${(pdf.length / 1_048_576).toFixed(0)} MB, TIFF ${(tiff.length / 1_048_576).toFixed(0)} MB, 500 pages each`)
  const cases = await furnish()
  await startServer()
  say(`idle: rss ${memory('VmRSS').toFixed(0)} MB`)

  if (!process.argv.includes('--recovery')) {
    say('PDF')
    const one = await toScan(cases[0]!)
    await readWhole(one.task, await send(one.task, '卷宗.pdf', pdf))
    await look(one.batch)
  }

  say('TIFF, cancelled in the middle, then again with the server killed in the middle')
  const two = await toScan(cases[1]!)
  const stopped = await send(two.task, '卷宗.tif', tiff)
  await until(two.task, stopped, (u) => u.pagesDone >= 20)
  must(await api('operator', 'POST', `/dossiers/uploads/${stopped}/cancel`))
  await wait(2000)
  say(`  cancelled: ${JSON.stringify(await stateOf(two.task, stopped))}`)
  const three = await toScan(cases[2]!)
  const killed = await send(three.task, '卷宗.tif', tiff)
  await until(three.task, killed, (u) => u.pagesDone >= 60)
  const gone = new Promise((go) => (server as ChildProcess | null)?.once('exit', go))
  ;(server as ChildProcess | null)?.kill('SIGKILL')
  await gone
  say('  killed')
  await startServer()
  await readWhole(three.task, killed)
  const pages = must(await api('operator', 'GET', `/dossiers/batches/${three.batch}/pages?limit=500`)).items as { position: number }[]
  say(`  ${pages.length} pages, ${new Set(pages.map((p) => p.position)).size} different places`)
  await look(three.batch)
} finally {
  const child = server as ChildProcess | null
  if (child?.exitCode === null) {
    child.kill('SIGTERM')
    await new Promise((gone) => child.once('exit', gone))
  }
  rmSync(dataDir, { recursive: true, force: true })
}
