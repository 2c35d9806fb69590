import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

let t: TestApp
let c: TestCourt
let task = 0
let batch = 0
const openTask = async (): Promise<{ id: number; revision: number }> =>
  (
    await t.owner.query(
      "select id::int, revision from worklist.task where subject_type = 'batch' and subject_id = $1 order by id desc limit 1",
      [batch],
    )
  ).rows[0]
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  batch = (await c.as('clerk').post('/dossiers/batches', { caseId: await c.newCase(), node: 'filing', pages: 2 })).body.id
  const act = async (verb: string, body: object) => {
    const { id, revision } = await openTask()
    const r = await c.as('operator').post(verb === 'claim' ? `/tasks/${id}/claim` : `/dossiers/tasks/${id}/${verb}`, body, {
      'if-match': `"${revision}"`,
    })
    expect(r.status).toBe(200)
  }
  await act('claim', {})
  await act('receive', { pages: 2 })
  await act('claim', {})
  task = (await openTask()).id
})

interface Read {
  name: string
  state: string
  error: string | null
  pages_total: number | null
}
/** Sends a file and waits until it was read; a file refused at once answers its code. */
const sent = async (name: string, bytes: Uint8Array): Promise<string | Read> => {
  const r = await c.as('operator').upload(`/dossiers/tasks/${task}/uploads`, { name, bytes })
  if (r.status !== 200) return r.body.code
  for (let i = 0; i < 200; i++) {
    const { rows } = await t.owner.query('select name, state, error, pages_total from dossiers.upload where id = $1', [r.body.uploadId])
    if (rows[0].state !== 'queued' && rows[0].state !== 'running') return rows[0]
    await new Promise((go) => setTimeout(go, 50))
  }
  throw new Error('was not read')
}

/** A PDF from its objects, with a cross-reference table. */
const pdf = (objects: string[], trailer = ''): Buffer => {
  let text = '%PDF-1.4\n'
  const at: number[] = []
  for (const [i, o] of objects.entries()) {
    at.push(text.length)
    text += `${i + 1} 0 obj\n${o}\nendobj\n`
  }
  const xref = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(`${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer}>>\nstartxref\n${xref}\n%%EOF\n`, 'latin1')
}
const page = (box = '0 0 595 842', more = ''): string[] => [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] ${more}>>`,
]
/** A TIFF header that claims a picture and holds nothing. */
const claiming = (width: number, height: number): Buffer => {
  const b = Buffer.alloc(8 + 2 + 2 * 12 + 4)
  b.write('II*\0', 'latin1')
  b.writeUInt32LE(8, 4)
  b.writeUInt16LE(2, 8)
  for (const [i, [tag, value]] of (
    [
      [256, width],
      [257, height],
    ] as const
  ).entries()) {
    b.writeUInt16LE(tag, 10 + i * 12)
    b.writeUInt16LE(4, 12 + i * 12)
    b.writeUInt32LE(1, 14 + i * 12)
    b.writeUInt32LE(value, 18 + i * 12)
  }
  return b
}

describe('files that were not meant well', () => {
  test('refused before they are stored', async () => {
    expect(await sent('空.pdf', Buffer.alloc(0))).toBe('empty-file')
    expect(await sent('bomb.tif', claiming(60_000, 60_000))).toBe('too-many-pixels')
    expect(await sent('scan.pdf', Buffer.from('<!doctype html><script>alert(1)</script>'))).toBe('wrong-media-type')
    expect(await sent('scan.jpg', Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000\u0004', 'latin1'))).toBe('wrong-media-type')
    expect(await sent('表.pdf', Buffer.from('案号,页数\n1,2\n'))).toBe('file-type-refused')
  })
  test('a PDF with a password, one with a picture that fills the memory, one that only says it is one', async () => {
    const encrypted = pdf(
      page(),
      `/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >> /ID [<${'43'.repeat(16)}> <${'43'.repeat(16)}>] `,
    )
    expect(await sent('加密.pdf', encrypted)).toMatchObject({ state: 'failed', error: 'encrypted-file' })
    const image =
      '<< /Type /XObject /Subtype /Image /Width 90000 /Height 90000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 0 >>\nstream\n\nendstream'
    expect(await sent('bomb.pdf', pdf([...page('0 0 595 842', '/Resources << /XObject << /I 4 0 R >> >>'), image]))).toMatchObject({
      state: 'failed',
      error: 'image-too-large',
    })
    expect(await sent('lies.pdf', Buffer.from(`%PDF-1.7\n${'not a document '.repeat(40)}`))).toMatchObject({
      state: 'failed',
      error: 'damaged-file',
    })
  })
  test('a page of any size is drawn within bounds; it counts as a page', async () => {
    const r = (await sent('huge.pdf', pdf(page('0 0 14400 14400')))) as Read
    expect(r).toMatchObject({ state: 'done', pages_total: 1 })
    const { rows } = await t.owner.query('select max(width::bigint * height) as n from dossiers.page_version')
    expect(Number(rows[0].n)).toBeLessThanOrEqual(41_000_000)
  })
  test('names: GB18030 of an old scan program, a script, a path; kept as text', async () => {
    const png = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const gbk = Buffer.from([0xc6, 0xf0, 0xcb, 0xdf, 0xd7, 0xb4]).toString('latin1')
    expect(await sent(`${gbk}.png`, png)).toMatchObject({ name: '起诉状.png' })
    expect(await sent('证据一.png', png)).toMatchObject({ name: '证据一.png' })
    expect(await sent('<script>alert(1)<|script>.png', png)).toMatchObject({ name: '<script>alert(1)<|script>.png' })
    expect(await sent('../../../etc/a.png', png)).toMatchObject({ name: 'a.png' })
  })
})
