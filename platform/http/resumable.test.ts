import { readdirSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { fileName } from './upload.ts'
import { sweepArriving } from './resumable.ts'

let t: TestApp
let c: TestCourt
let task = 0
let path = ''
const tokens: Record<string, string> = {}
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  for (const who of ['operator', 'operator2', 'teamLead']) tokens[who] = c.as(who).token!
  const caseId = await c.newCase()
  const b = (await c.as('clerk').post('/dossiers/batches', { caseId, node: 'filing', pages: 2 })).body
  const open = async () =>
    (
      await t.owner.query(
        "select id::int, revision from worklist.task where subject_type = 'batch' and subject_id = $1 order by id desc limit 1",
        [b.id],
      )
    ).rows[0]
  const take = async () => {
    const { id, revision } = await open()
    expect((await c.as('operator').post(`/tasks/${id}/claim`, {}, { 'if-match': `"${revision}"` })).status).toBe(200)
  }
  await take()
  let now = await open()
  expect((await c.as('operator').post(`/dossiers/tasks/${now.id}/receive`, { pages: 2 }, { 'if-match': `"${now.revision}"` })).status).toBe(
    200,
  )
  await take()
  now = await open()
  task = now.id
  path = `/api/dossiers/tasks/${task}/uploads/resumable`
})

const b64 = (text: string) => Buffer.from(text).toString('base64')
const ask = async (who: string, method: string, url: string, headers: Record<string, string> = {}, payload?: Buffer) =>
  t.server.inject({
    method: method as 'POST',
    url,
    ...(payload ? { payload } : {}),
    headers: { 'tus-resumable': '1.0.0', 'x-bailiwick': '1', cookie: `bailiwick=${tokens[who]}`, ...headers },
  })
const begin = (size: number, name = 'scan.pdf', who = 'operator') =>
  ask(who, 'POST', path, { 'upload-length': String(size), 'upload-metadata': `filename ${b64(name)}` })
const send = (url: string, offset: number, bytes: Buffer, who = 'operator') =>
  ask(
    who,
    'PATCH',
    url,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', 'content-length': String(bytes.length) },
    bytes,
  )
const pdf = (padding: number) => Buffer.concat([Buffer.from('%PDF-1.4\n%'), Buffer.alloc(padding, 0x41)])
const rows = async () => (await t.owner.query('select name, size::int, type, sha256 from dossiers.upload order by id')).rows
const onDisk = (): string[] =>
  readdirSync(join(t.dataDir, 'files'), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => f.name)

describe('resumable upload (tus 1.0)', () => {
  test('what was begun for one task is not finished in another, though both are in the same hands', async () => {
    const b = (await c.as('clerk').post('/dossiers/batches', { caseId: await c.newCase(), node: 'filing', pages: 2 })).body
    const open = async () =>
      (
        await t.owner.query(
          "select id::int, revision from worklist.task where subject_type = 'batch' and subject_id = $1 order by id desc limit 1",
          [b.id],
        )
      ).rows[0]
    const act = async (verb: (id: number) => string, body: object) => {
      const now = await open()
      expect((await c.as('operator').post(verb(now.id), body, { 'if-match': `"${now.revision}"` })).status).toBe(200)
    }
    await act((id) => `/tasks/${id}/claim`, {})
    await act((id) => `/dossiers/tasks/${id}/receive`, { pages: 2 })
    await act((id) => `/tasks/${id}/claim`, {})
    const bytes = pdf(1000)
    const url = (await begin(bytes.length)).headers.location as string
    const elsewhere = url.replace(`/tasks/${task}/`, `/tasks/${(await open()).id}/`)
    for (const method of ['HEAD', 'DELETE']) expect([method, (await ask('operator', method, elsewhere)).statusCode]).toEqual([method, 404])
    expect((await send(elsewhere, 0, bytes)).statusCode).toBe(404)
    expect((await ask('operator', 'DELETE', url)).statusCode).toBe(204)
  })

  test('in two pieces, the offset asked in between; the use case runs once, also when its answer was lost', async () => {
    const bytes = pdf(300_000)
    const made = await begin(bytes.length, '扫描件一.pdf')
    expect([made.statusCode, made.headers['upload-expires'] !== undefined]).toEqual([201, true])
    const url = made.headers.location as string
    expect((await send(url, 0, bytes.subarray(0, 100_001))).headers['upload-offset']).toBe('100001')
    const head = await ask('operator', 'HEAD', url)
    expect([head.statusCode, head.headers['upload-offset'], head.headers['upload-length']]).toEqual([200, '100001', String(bytes.length)])
    expect((await send(url, 5, bytes.subarray(5, 10))).statusCode).toBe(409)
    const done = await send(url, 100_001, bytes.subarray(100_001))
    expect([done.statusCode, typeof done.json().uploadId]).toEqual([200, 'number'])
    const again = await send(url, bytes.length, Buffer.alloc(0))
    expect(again.json()).toEqual(done.json())
    const stored = await rows()
    expect(stored).toEqual([{ name: '扫描件一.pdf', size: bytes.length, type: 'application/pdf', sha256: stored[0].sha256 }])
    expect((await t.app.files.read(c.courtId, stored[0].sha256)).equals(bytes)).toBe(true)
  })
  test('what came before the line broke is kept, to the byte', async () => {
    const bytes = pdf(400_000)
    const url = (await begin(bytes.length, 'broken.pdf')).headers.location as string
    await t.server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = t.server.server.address() as { port: number }
    await new Promise<void>((gone) => {
      const req = httpRequest({
        host: '127.0.0.1',
        port,
        path: url,
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'x-bailiwick': '1',
          cookie: `bailiwick=${tokens.operator}`,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
          'content-length': bytes.length,
        },
      })
      req.on('error', () => gone())
      req.write(bytes.subarray(0, 150_000), () => setTimeout(() => req.destroy(), 150))
    })
    const offset = Number((await ask('operator', 'HEAD', url)).headers['upload-offset'])
    expect(offset).toBe(150_000)
    expect((await send(url, offset, bytes.subarray(offset))).statusCode).toBe(200)
    expect((await t.app.files.read(c.courtId, (await rows()).at(-1).sha256)).equals(bytes)).toBe(true)
  })
  test('it is the person’s own: a colleague finds nothing, other roles may not begin', async () => {
    const url = (await begin(1000)).headers.location as string
    for (const method of ['HEAD', 'DELETE']) expect((await ask('operator2', method, url)).statusCode).toBe(404)
    expect((await send(url, 0, pdf(10), 'operator2')).statusCode).toBe(404)
    expect((await begin(1000, 'a.pdf', 'operator2')).json().code).toBe('not-yours')
    expect((await begin(1000, 'a.pdf', 'teamLead')).statusCode).toBe(403)
    expect(
      (
        await t.server.inject({
          method: 'POST',
          url: path,
          headers: { 'tus-resumable': '1.0.0', 'upload-length': '10', cookie: `bailiwick=${tokens.operator}` },
        })
      ).statusCode,
    ).toBe(403)
    expect((await ask('operator', 'DELETE', url)).statusCode).toBe(204)
    expect((await ask('operator', 'HEAD', url)).statusCode).toBe(404)
  })
  test('limits hold at the beginning and while writing; the protocol is insisted on', async () => {
    expect((await begin(200 * 1024 * 1024 + 1)).statusCode).toBe(413)
    expect((await begin(0)).json()).toMatchObject({ code: 'empty-file' })
    const url = (await begin(20)).headers.location as string
    expect((await send(url, 0, pdf(100))).statusCode).toBe(413)
    expect((await ask('operator', 'HEAD', url)).headers['upload-offset']).toBe('0')
    expect(
      (
        await t.server.inject({
          method: 'POST',
          url: path,
          headers: { 'x-bailiwick': '1', 'upload-length': '10', cookie: `bailiwick=${tokens.operator}` },
        })
      ).json().code,
    ).toBe('malformed')
    expect((await ask('operator', 'HEAD', `${path}/nothing`)).statusCode).toBe(404)
    await ask('operator', 'DELETE', url)
  })
  test('judged by its bytes: what is refused leaves nothing on the disk, in either way of sending', async () => {
    const before = onDisk().length
    const html = Buffer.from('<html><script>alert(1)</script></html>')
    const url = (await begin(html.length, '起诉状.pdf')).headers.location as string
    expect((await send(url, 0, html)).json()).toMatchObject({ code: 'wrong-media-type' })
    expect((await ask('operator', 'HEAD', url)).statusCode).toBe(404)
    const lying = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(50, 1)])
    for (const [bytes, code] of [
      [html, 'wrong-media-type'],
      [Buffer.from('案号,页数\n1,2\n'), 'file-type-refused'],
      [lying, 'damaged-image'],
      [Buffer.alloc(0), 'empty-file'],
    ] as const)
      expect((await c.as('operator').upload(`/dossiers/tasks/${task}/uploads`, { name: 'a.pdf', bytes })).body.code).toBe(code)
    const second = (await begin(lying.length, 'a.png')).headers.location as string
    expect((await send(second, 0, lying)).json()).toMatchObject({ code: 'damaged-image' })
    expect(onDisk().length).toBe(before)
  })
  test('the same content sent by two, refused for one: the other keeps it', async () => {
    const bytes = pdf(70_000)
    const one = await t.app.files.take(c.courtId, bytes)
    const two = await t.app.files.take(c.courtId, bytes)
    two.keep()
    one.drop()
    expect(await t.app.files.exists(c.courtId, one.sha256)).toBe(true)
    const other = await t.app.files.take(c.courtId, pdf(70_001))
    other.drop()
    expect(await t.app.files.exists(c.courtId, other.sha256)).toBe(false)
  })
  test('a torn last frame is cut off, the rest goes on; bytes lie sealed', async () => {
    const { arriving } = t.app.files
    const id = '00000000-0000-4000-8000-000000000001'
    await arriving.create(c.courtId, id)
    async function* some() {
      yield Buffer.alloc(70_000, 0x61)
    }
    expect(await arriving.append(c.courtId, id, 0, some())).toBe(70_000)
    const folder = join(t.dataDir, 'files', 'arriving', String(c.courtId), id)
    const file = join(folder, readdirSync(folder)[0]!)
    const { readFileSync, truncateSync } = await import('node:fs')
    expect(readFileSync(file).includes(Buffer.alloc(32, 0x61))).toBe(false)
    truncateSync(file, readFileSync(file).length - 3)
    expect(await arriving.offset(c.courtId, id)).toBe(65_536)
    expect(await arriving.append(c.courtId, id, 65_536, some())).toBe(135_536)
    const all: Buffer[] = []
    for await (const b of arriving.stream(c.courtId, id)) all.push(b)
    expect(Buffer.concat(all).equals(Buffer.alloc(135_536, 0x61))).toBe(true)
    await arriving.remove(c.courtId, id)
    expect(await arriving.offset(c.courtId, id)).toBeNull()
  })
  test('nobody came back: after three days it is gone, bytes and row', async () => {
    const url = (await begin(1000)).headers.location as string
    await send(url, 0, pdf(100).subarray(0, 100))
    t.clock.advance({ hours: 73 })
    expect([401, 404]).toContain((await ask('operator', 'HEAD', url)).statusCode)
    await sweepArriving.run(t.app, {})
    expect((await t.owner.query('select count(*)::int as n from bw.arriving_file')).rows[0].n).toBe(0)
  })
})

describe('names of files', () => {
  test('as people wrote them, and only names', () => {
    const raw = (bytes: number[]) => Buffer.from(bytes).toString('latin1')
    expect(fileName(Buffer.from('起诉状.pdf').toString('latin1'))).toBe('起诉状.pdf')
    expect(fileName(raw([0xc6, 0xf0, 0xcb, 0xdf, 0xd7, 0xb4, 0x2e, 0x70, 0x64, 0x66]))).toBe('起诉状.pdf')
    expect(fileName('起诉状.pdf')).toBe('起诉状.pdf')
    expect(fileName('..\\..\\etc/passwd')).toBe('passwd')
    expect(fileName('<img src=x onerror=alert(1)>.pdf')).toBe('<img src=x onerror=alert(1)>.pdf')
    expect(fileName('a\u202efdp.exe\u0000')).toBe('afdp.exe')
    expect(fileName('长'.repeat(300))).toHaveLength(200)
  })
})
