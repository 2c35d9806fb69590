import { beforeAll, describe, expect, test } from 'vitest'
import sharp from 'sharp'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { readToken, shownToken, tokenOf } from './rules-watermark.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})

type Row = Record<string, never>
const one = async (text: string, values: unknown[]): Promise<Record<string, never>> => (await t.owner.query(text, values)).rows[0]
const openTask = async (batchId: number): Promise<{ id: number; revision: number; form: string; due_at: Date }> =>
  (
    await t.owner.query(
      "select id::int, revision, form, due_at from worklist.task where subject_type = 'batch' and subject_id = $1 and state in ('ready', 'claimed', 'started') order by id desc limit 1",
      [batchId],
    )
  ).rows[0]
const etag = (revision: number) => ({ 'if-match': `"${revision}"` })
const claim = async (who: string, batchId: number): Promise<number> => {
  const task = await openTask(batchId)
  const r = await c.as(who).post(`/tasks/${task.id}/claim`, {}, etag(task.revision))
  if (r.status !== 200) throw new Error(`claim ${task.form}: ${r.status} ${r.body.code}`)
  return task.id
}
/** Does a form on the open task; claims it first when it waits in the pool. */
const submit = async (who: string, batchId: number, verb: string, body: unknown) => {
  const before = await openTask(batchId)
  const state = (await one('select state, assignee_id from worklist.task where id = $1', [before.id])) as unknown as { state: string }
  if (state.state === 'ready') await claim(who, batchId)
  const task = await openTask(batchId)
  return c.as(who).post(`/dossiers/tasks/${task.id}/${verb}`, body, etag(task.revision))
}
const good = async (who: string, batchId: number, verb: string, body: unknown) => {
  const r = await submit(who, batchId, verb, body)
  expect([verb, r.status, r.body.code ?? 'ok']).toEqual([verb, 200, 'ok'])
}
const newBatch = async (pages = 3): Promise<{ id: number; caseId: number; number: string }> => {
  const caseId = await c.newCase()
  const r = await c.as('clerk').post('/dossiers/batches', { caseId, node: 'filing', pages })
  expect([r.status, r.body.code]).toEqual([200, undefined])
  return { ...r.body, caseId }
}
const sheet = (text: string): Promise<Buffer> =>
  sharp({ create: { width: 620, height: 877, channels: 3, background: '#fff' } })
    .composite([
      {
        input: Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="620" height="877"><text x="80" y="200" font-size="60">${text}</text></svg>`,
        ),
      },
    ])
    .png()
    .toBuffer()
const tiff = async (pages: number): Promise<Buffer> =>
  sharp(await Promise.all(Array.from({ length: pages }, (_, i) => sheet(`page ${i + 1}`))), { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer()
const read = async (batchId: number) => {
  for (let i = 0; i < 300; i++) {
    const { rows } = await t.owner.query(
      "select count(*)::int as n from dossiers.upload where batch_id = $1 and state in ('queued', 'running')",
      [batchId],
    )
    if (rows[0].n === 0) return
    await new Promise((go) => setTimeout(go, 100))
  }
  throw new Error('the upload was not read in 30 s')
}
const scanTask = async (batchId: number): Promise<number> => (await openTask(batchId)).id
const toScan = async (pages = 3) => {
  const b = await newBatch(pages)
  await good('operator', b.id, 'receive', { pages })
  await claim('operator', b.id)
  return b
}
const toCatalogue = async (pages = 3) => {
  const b = await toScan(pages)
  expect(
    (await c.as('operator').upload(`/dossiers/tasks/${await scanTask(b.id)}/uploads`, { name: 'scan.tif', bytes: await tiff(pages) }))
      .status,
  ).toBe(200)
  await read(b.id)
  await good('operator', b.id, 'pages', {})
  await good('operator', b.id, 'self-check', { outcome: 'pass' })
  await good('teamLead', b.id, 'check', { outcome: 'pass' })
  await claim('operator', b.id)
  return b
}
const pagesOf = async (who: string, batchId: number) =>
  (await c.as(who).get(`/dossiers/batches/${batchId}/pages`)).body.items as {
    id: number
    state: string
    startsDocument: boolean
    rotation: number
    version: number
  }[]

describe('7.2.2 from the hand-over to the return of the originals', () => {
  test('the whole way; access ends with each task; the item feeds indicator b', async () => {
    const b = await toCatalogue()
    const pages = await pagesOf('operator', b.id)
    expect(pages).toHaveLength(3)
    const image = await c.as('operator').get(`/dossiers/pages/${pages[0]!.id}/image?width=600`)
    // The token on the page finds its viewer again, however it is typed (7.3.2.5).
    const mark = (await one('select token from dossiers.watermark where person_id = $1', [c.people.operator])) as unknown as {
      token: string
    }
    const find = (who: string, token: string) => c.as(who).get(`/watermarks/look-up?token=${encodeURIComponent(token)}`)
    const shown = shownToken(mark.token)
    for (const typed of [
      shown,
      shown.toLowerCase().replaceAll('-', ''),
      shown.replaceAll('0', 'O').replaceAll('1', 'l'),
      shown.replace(/[0-9A-Z]/g, (x) => String.fromCharCode(x.charCodeAt(0) + 0xfee0)),
    ]) {
      const r = await find('management', typed)
      expect([typed, r.body.found?.personId, r.body.readings?.length]).toEqual([typed, c.people.operator, 1])
    }
    expect((await find('operator', shown)).status).toBe(403)
    expect((await find('management', 'hello')).body.code).toBe('watermark-malformed')
    expect((await find('management', `${shown.slice(0, -1)}${shown.endsWith('A') ? 'B' : 'A'}`)).body.code).toBe('watermark-mistyped')
    expect((await find('management', shownToken('ZZZZZZZZ'))).body.found).toBeNull()
    expect((await one("select count(*)::int as n from audit.event where verb = 'watermark.look-up'", [])) as unknown).toEqual({ n: 5 })
    expect([image.status, image.headers['content-type']]).toEqual([200, 'image/jpeg'])
    await good('operator', b.id, 'catalogue', {
      entries: [
        { name: '起诉状', category: 'complaint', from: 1, to: 2, volume: 'main', submitter: '张三', submittedOn: '2026-09-20' },
        { name: '证据', category: 'evidence', from: 3, to: 3, volume: 'main' },
      ],
    })
    expect((await c.as('operator').get(`/dossiers/pages/${pages[0]!.id}/image?width=600`)).status).toBe(404)
    expect((await c.as('operator').get(`/dossiers/pages/${pages[0]!.id}/image?width=200`)).status).toBe(404)
    expect((await c.as('operator').get(`/dossiers/batches/${b.id}/pages`)).status).toBe(404)
    expect((await c.as('operator').get(`/dossiers/batches/${b.id}`)).status).toBe(404)
    const record = (await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body
    expect(record).toMatchObject({
      state: 'mounted',
      pages: 3,
      entries: [
        { name: '起诉状', from: 1, to: 2 },
        { name: '证据', from: 3, to: 3 },
      ],
    })
    await good('operator', b.id, 'return-originals', { pages: 3, receiver: '书记员甲' })
    // Who got the originals back stands in the record, not in the ledger alone.
    expect((await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body.returns).toEqual([
      expect.objectContaining({ pages: 3, receiver: '书记员甲' }),
    ])
    expect((await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body.state).toBe('returned')
    const fact = await one('select * from dossiers.indicator_fact_b where item_id = $1', [b.id])
    expect(fact).toMatchObject({ service: 'scan-catalogue', counted: true, exclusion_code: null })
    expect((fact as Row).done_at).not.toBeNull()
  })
  test('a count that differs: slip, the clock stands, the sender completes, it runs again', async () => {
    const b = await newBatch(5)
    await good('operator', b.id, 'receive', { pages: 4 })
    const issued = await submit('operator', b.id, 'return-slip', { reason: 'countDiffers', note: '实收4页，移交单载5页' })
    expect([issued.status, issued.body.number, Buffer.from(issued.body.paper, 'base64').subarray(0, 5).toString()]).toEqual([
      200,
      `${b.number}-T1`,
      '%PDF-',
    ])
    expect((await c.as('clerk').get('/notices')).body.items[0]).toMatchObject({ kind: 'scan-returned', link: `/dossiers/batches/${b.id}` })
    expect((await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body.state).toBe('stopped')
    expect(
      (await one(
        'select reason, until_at from processes.suspension s join processes.instance i on i.id = s.instance_id where i.subject_type = $1 and i.subject_id = $2',
        ['batch', b.id],
      )) as Row,
    ).toEqual({ reason: 'returnedToParty', until_at: null })
    const slip = (await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body.slips[0]
    const paper = await c.as('clerk').get(`/dossiers/batches/${b.id}/slips/${slip.id}`)
    expect([paper.status, paper.headers['content-type'], (paper.body as Buffer).subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ])
    expect(
      (await one("select count(*)::int as n from audit.event where verb = 'batch.slip-print' and object_id = $1", [String(b.id)])) as Row,
    ).toEqual({ n: 2 })
    expect((await c.as('clerk').get(`/dossiers/batches/${b.id}/slips/999999`)).status).toBe(404)
    // Handed over Monday 9:00, due Tuesday 17:00. The court takes ten minutes: they are added, and nothing more.
    expect((await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body.dueAt).toBe('2026-09-22T09:00:00Z')
    t.clock.advance({ minutes: 10 })
    expect((await c.as('clerk').post(`/dossiers/batches/${b.id}/resubmit`, { pages: 4 })).status).toBe(200)
    const after = (await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body
    expect([after.state, after.dueAt]).toEqual(['open', '2026-09-23T01:10:00Z'])
    const fact = await one('select excluded_seconds::int as s from dossiers.indicator_fact_b where item_id = $1', [b.id])
    expect((fact as Row).s).toBe(600)
    expect((await c.as('clerk').post(`/dossiers/batches/${b.id}/resubmit`, { pages: 4 })).body.code).toBe('not-returned')
    await good('operator', b.id, 'receive', { pages: 4 })
    const scan = await openTask(b.id)
    expect([scan.form, scan.due_at]).toEqual(['scan-pages', '2026-09-23T01:10:00Z'])
  })
  test('the check returns pages with a typed defect; the rescan is a new version, the original stays', async () => {
    const b = await toScan(2)
    await c.as('operator').upload(`/dossiers/tasks/${await scanTask(b.id)}/uploads`, { name: 'scan.tif', bytes: await tiff(2) })
    await read(b.id)
    const [first] = await pagesOf('operator', b.id)
    await good('operator', b.id, 'pages', {})
    await good('operator', b.id, 'self-check', { outcome: 'pass' })
    expect(
      (await submit('teamLead', b.id, 'check', { outcome: 'pass', defects: [{ code: 'blurred', pageId: first!.id }] })).body.code,
    ).toBe('defects-forbid-pass')
    expect((await submit('teamLead', b.id, 'check', { outcome: 'rescan' })).body.code).toBe('defect-missing')
    await good('teamLead', b.id, 'check', { outcome: 'rescan', note: '模糊', defects: [{ code: 'blurred', pageId: first!.id }] })
    await claim('operator', b.id)
    // Whoever scans again reads which page it is, and so does the court later.
    const { checks } = (await c.as('operator').get(`/dossiers/tasks/${await scanTask(b.id)}`)).body
    expect(checks.at(-1).defects).toEqual([{ code: 'blurred', pageId: first!.id, page: 1, note: '' }])
    expect((await submit('operator', b.id, 'pages', {})).body.code).toBe('rescans-open')
    const up = await c
      .as('operator')
      .upload(
        `/dossiers/tasks/${await scanTask(b.id)}/uploads`,
        { name: 'again.png', bytes: await sheet('again') },
        { replaces: String(first!.id) },
      )
    expect(up.status).toBe(200)
    await read(b.id)
    expect((await pagesOf('operator', b.id))[0]).toMatchObject({ id: first!.id, state: 'kept', version: 2 })
    expect((await c.as('operator').get(`/dossiers/pages/${first!.id}/image?version=1`)).status).toBe(200)
    await good('operator', b.id, 'pages', {})
  })
  test('papers of another case: the clerk disposes, the court is told, the item does not count', async () => {
    const b = await toScan(1)
    await c.as('operator').upload(`/dossiers/tasks/${await scanTask(b.id)}/uploads`, { name: 'a.png', bytes: await sheet('a') })
    await read(b.id)
    await good('operator', b.id, 'pages', {})
    await good('operator', b.id, 'self-check', { outcome: 'pass' })
    await good('teamLead', b.id, 'check', { outcome: 'wrongCase', defects: [{ code: 'wrongCase' }] })
    await good('clerk', b.id, 'wrong-case', { note: '退还民二庭' })
    expect((await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body).toMatchObject({
      state: 'removed',
      disposals: [expect.objectContaining({ note: '退还民二庭' })],
    })
    expect((await one('select counted, exclusion_code from dossiers.indicator_fact_b where item_id = $1', [b.id])) as Row).toEqual({
      counted: false,
      exclusion_code: 'wrongCase',
    })
  })
})

describe('4.1 the volume in doubt is the clerk’s', () => {
  test('an operator is refused; what the clerk calls secondary is out of every outsourced sight', async () => {
    const b = await toCatalogue()
    const pages = await pagesOf('operator', b.id)
    await good('operator', b.id, 'catalogue', {
      entries: [
        { name: '起诉状', category: 'complaint', from: 1, to: 2, volume: 'main' },
        { name: '阅卷笔录', category: 'transcript', from: 3, to: 3, volume: 'doubtful' },
      ],
    })
    const task = await openTask(b.id)
    expect(task.form).toBe('scan-volume-decision')
    const r = await c
      .as('operator')
      .post(`/dossiers/tasks/${task.id}/volume-decision`, { outcome: 'settled', decisions: [] }, etag(task.revision))
    expect(r.status).toBe(403)
    expect((await c.as('operator').post(`/tasks/${task.id}/claim`, {}, etag(task.revision))).status).toBeGreaterThanOrEqual(403)
    const entries = (await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body.entries
    expect((await submit('clerk', b.id, 'volume-decision', { outcome: 'settled', decisions: [] })).body.code).toBe('entries-undecided')
    await good('clerk', b.id, 'volume-decision', { outcome: 'recatalogue', decisions: [{ entryId: entries[1].id, volume: 'secondary' }] })
    await claim('operator', b.id)
    expect((await pagesOf('operator', b.id)).map((p) => p.id)).toEqual(pages.slice(0, 2).map((p) => p.id))
    expect((await c.as('operator').get(`/dossiers/pages/${pages[2]!.id}/image`)).status).toBe(404)
    expect((await c.as('operator').get(`/dossiers/batches/${b.id}`)).body.entries.map((e: { name: string }) => e.name)).toEqual(['起诉状'])
    await good('operator', b.id, 'catalogue', { entries: [{ name: '起诉状', category: 'complaint', from: 1, to: 2, volume: 'main' }] })
    const record = (await c.as('clerk').get(`/dossiers/batches/${b.id}`)).body
    expect([record.state, record.entries.map((e: { volume: string }) => e.volume)]).toEqual(['mounted', ['main', 'secondary']])
  })
})

describe('files', () => {
  test('what is no scan is refused', async () => {
    const b = await toScan(1)
    const to = `/dossiers/tasks/${await scanTask(b.id)}/uploads`
    const send = async (name: string, bytes: Uint8Array) => {
      const r = await c.as('operator').upload(to, { name, bytes })
      return [r.status, r.body.code]
    }
    expect(await send('a.pdf', Buffer.from('<html><script>alert(1)</script></html>'))).toEqual([415, 'wrong-media-type'])
    expect(await send('a.pdf', Buffer.alloc(0))).toEqual([422, 'empty-file'])
    expect(await send('a.pdf', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200)]))).toEqual([415, 'file-type-refused'])
    const bomb = await sheet('x')
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    expect(await send('bomb.png', bomb)).toEqual([422, 'too-many-pixels'])
    const many = await sharp(Buffer.alloc(501), { raw: { width: 1, height: 501, channels: 1, pageHeight: 1 } as never })
      .tiff()
      .toBuffer()
    expect(await send('many.tif', many)).toEqual([422, 'too-many-pages'])
    expect((await c.as('operator2').upload(to, { name: 'a.png', bytes: await sheet('a') })).status).toBe(403)
    // A file that only calls itself PDF is found out when it is read.
    expect((await send('broken.pdf', Buffer.from('%PDF-1.7\nnothing')))[0]).toBe(200)
    await read(b.id)
    expect((await c.as('operator').get(`/dossiers/batches/${b.id}`)).body.uploads.at(-1)).toMatchObject({
      state: 'failed',
      error: 'damaged-file',
    })
    expect((await submit('operator', b.id, 'pages', {})).body.code).toBe('no-pages')
  })
  test('the cover sheet is recognised by its barcode and is no page', async () => {
    const b = await toScan(2)
    const cover = await c.as('operator').get(`/dossiers/batches/${b.id}/cover`)
    expect([cover.status, cover.headers['content-type']]).toEqual([200, 'application/pdf'])
    const to = `/dossiers/tasks/${await scanTask(b.id)}/uploads`
    expect((await c.as('operator').upload(to, { name: 'cover.pdf', bytes: cover.body as Buffer })).status).toBe(200)
    await read(b.id)
    const [page] = await pagesOf('operator', b.id)
    expect(page).toMatchObject({ state: 'cover', barcode: b.number })
    expect((await c.as('operator').get(`/dossiers/batches/${b.id}`)).body).toMatchObject({ pages: 0, covers: 1, foreignCovers: 0 })
  })
  test('turn, move, delete, split; a stale screen is told so', async () => {
    const b = await toScan(3)
    const id = await scanTask(b.id)
    await c.as('operator').upload(`/dossiers/tasks/${id}/uploads`, { name: 'scan.tif', bytes: await tiff(3) })
    await read(b.id)
    const [p1, p2, p3] = (await pagesOf('operator', b.id)).map((p) => p.id) as [number, number, number]
    const act = (body: unknown, revision: number) => c.as('operator').post(`/dossiers/tasks/${id}/arrange`, body, etag(revision))
    expect((await act({ op: 'move', pageIds: [p3], before: p1 }, 1)).body).toEqual({ revision: 2 })
    expect((await act({ op: 'rotate', pageIds: [p1], by: 90 }, 1)).body.code).toBe('stale-revision')
    await act({ op: 'rotate', pageIds: [p1], by: 90 }, 2)
    await act({ op: 'mark', pageIds: [p2], state: 'deleted' }, 3)
    await act({ op: 'split', pageIds: [p1] }, 4)
    expect((await act({ op: 'rotate', pageIds: [999_999], by: 90 }, 5)).body.code).toBe('page-unknown')
    expect(await pagesOf('operator', b.id)).toMatchObject([
      { id: p3 },
      { id: p1, rotation: 90, startsDocument: true },
      { id: p2, state: 'deleted' },
    ])
    expect((await c.as('operator').get(`/dossiers/pages/${p2}/image?width=100`)).status).toBe(200)
    const r = await submit('operator', b.id, 'pages', {})
    expect([r.body.code, r.body.detail ?? r.body]).toMatchObject(['count-unexplained', { scanned: 2, counted: 3 }])
    await good('operator', b.id, 'pages', { note: '一页空白' })
  })
  test('a finished file cannot be stopped, another person’s neither', async () => {
    const b = await toScan(1)
    const up = await c.as('operator').upload(`/dossiers/tasks/${await scanTask(b.id)}/uploads`, { name: 'a.png', bytes: await sheet('a') })
    await read(b.id)
    expect((await c.as('operator').post(`/dossiers/uploads/${up.body.uploadId}/cancel`)).body.code).toBe('upload-finished')
    expect((await c.as('operator2').post(`/dossiers/uploads/${up.body.uploadId}/cancel`)).status).toBe(404)
  })
  test('where a batch stands is kept as its events say', async () => {
    const { rows } = await t.owner.query(`select b.id, b.mounted, b.ended, b.stopped, e.kinds, e.last from dossiers.batch b join (
      select batch_id, array_agg(kind) as kinds, (array_agg(kind order by id desc))[1] as last from dossiers.event group by 1) e on e.batch_id = b.id order by 1`)
    expect(rows.map((b) => [b.id, b.mounted, b.ended, b.stopped])).toEqual(
      rows.map((b) => [b.id, b.kinds.includes('mounted'), b.kinds.includes('ended'), b.last === 'clockStopped']),
    )
    expect([rows.some((b) => b.mounted), rows.some((b) => b.ended), rows.some((b) => !b.mounted && !b.ended)]).toEqual([true, true, true])
    for (const state of ['open', 'mounted', 'stopped'])
      expect((await c.as('clerk').get(`/dossiers/batches?state=${state}&limit=200`)).body.items.map((b: { id: number }) => b.id)).toEqual(
        rows
          .filter((b) => (state === 'open' ? !b.mounted && !b.ended : b[state]))
          .map((b) => Number(b.id))
          .reverse(),
      )
  })
})

test('a watermark token: every wrong sign and every two changed places are found', () => {
  const token = tokenOf(Uint8Array.from([0x12, 0xff, 0x00, 0x7a, 0xc3]))
  const plain = shownToken(token).replaceAll('-', '')
  expect(readToken(plain)).toBe(token)
  for (let i = 0; i < plain.length; i++) {
    for (const sign of '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
      if (sign !== plain[i]) expect(readToken(plain.slice(0, i) + sign + plain.slice(i + 1))).toBe(false)
    const [a, b] = [plain[i]!, plain[i + 1]]
    if (b !== undefined && a !== b) expect(readToken(plain.slice(0, i) + b + a + plain.slice(i + 2))).toBe(false)
  }
  expect(readToken('')).toBeNull()
  expect(readToken('U'.repeat(9))).toBeNull()
})
