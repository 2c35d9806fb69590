import type { Temporal } from 'temporal-polyfill'
import {
  addUpload,
  checkScan,
  countingPages,
  decideVolume,
  disposeWrongCase,
  finishScan,
  findBatch,
  giveBackOriginals,
  handOver,
  issueSlip,
  putReadPages,
  putRescan,
  receiveBatch,
  recordOf,
  resubmit,
  saveCatalogue,
  selfCheck,
} from '../../modules/dossiers/public.ts'
import type { DefectCode } from '../../modules/dossiers/rules.ts'
import type { Ctx } from '../../platform/http/context.ts'
import type { Upload } from '../../platform/http/endpoint.ts'
import type { Filed } from './filing-story.ts'
import type { Player } from './people.ts'
import { type Bundle, SHEET_SIZE } from './specimen.ts'
import { act, anyone, count, type Course, type Item, pass, passDays, step, today } from './world.ts'

const operator = (c: Course) => (): Player => anyone(c, 'operator', { team: 'scan' })
const lead = (c: Course) => (): Player => anyone(c, 'teamLead', { team: 'scan' })
type Steps<T = void> = AsyncGenerator<Temporal.Instant, T, void>

interface Batch {
  id: number
  number: string
  bundle: Bundle
  clerk: Player
  item: Item
}

/** 编目扫描 (7.2.2): hand-over, count, scan, two checks, catalogue, originals back; with return slips, rescans, doubtful volumes and a mix-up. */
export async function* scanDossier(c: Course, f: Filed): Steps {
  const r = c.random
  yield* pass(c, 60)
  const bundle = r.pick(c.world.bundles)
  // What the clerk counted and what lies there: one in twenty differs.
  const wrong = r.chance(0.05)
  const made = await act(c, f.clerk, (ctx) =>
    handOver(ctx, {
      caseId: f.caseId,
      node: 'filing',
      pages: bundle.pages.length + (wrong ? r.int(1, 3) : 0),
      note: '',
      engagementId: c.world.court.engagementId,
    }),
  )
  count(c.world, 'batches')
  const b: Batch = { ...made, bundle, clerk: f.clerk, item: { type: 'batch', id: made.id } }
  // Four of a hundred lie on the desk for days: indicator b needs the late ones too.
  if (r.chance(0.04)) yield* passDays(c, r.int(2, 3))
  const receive = (pages: number) =>
    step(c, b.item, 'scan-receive', operator(c), 25, (ctx, task) => receiveBatch(ctx, task.id, task.revision, { pages, note: '' }))
  yield* receive(bundle.pages.length)
  if (wrong) {
    yield* sendBack(c, b, { reason: 'countDiffers', note: '清点页数与移交单不符，请核对后重新移交。' })
    yield* receive(bundle.pages.length)
  }
  yield* scanPages(c, b)
  if (!(yield* checked(c, b, receive))) return
  yield* catalogue(c, b)
  yield* step(c, b.item, 'scan-return-originals', operator(c), 90, (ctx, task) =>
    giveBackOriginals(ctx, task.id, task.revision, { pages: bundle.pages.length, receiver: f.clerk.name, note: '' }),
  )
  count(c.world, 'mounted')
}

/** 退回单 stops the clock until the clerk has completed the papers. */
async function* sendBack(c: Course, b: Batch, why: { reason: 'countDiffers' | 'missingPages'; note: string }): Steps {
  yield* step(c, b.item, 'scan-return-slip', operator(c), 30, (ctx, task) => issueSlip(ctx, task.id, task.revision, why))
  count(c.world, 'scansReturned')
  yield* passDays(c, c.random.int(1, 4))
  await act(c, b.clerk, (ctx) => resubmit(ctx, b.id, { pages: b.bundle.pages.length, note: '已核对补齐。' }))
}

/** A file of the task, its pages read from what is stored already. */
const scanned = (ctx: Ctx, taskId: number, file: Upload, put: (reader: Ctx, uploadId: number) => Promise<void>): Promise<number> =>
  addUpload(ctx, taskId, file, (app, w) => app.asSystem(w.courtId, (reader) => put(reader, w.id)))

/** The batch's own cover sheet and the bundle go through the scanner; then the operator looks through them himself. */
async function* scanPages(c: Course, b: Batch): Steps {
  const { world } = c
  const sheet = await world.files.put(world.court.courtId, world.coverSheet(b.number))
  const page = { sha256: sheet.sha256, thumb: sheet.sha256, ...SHEET_SIZE, barcode: b.number }
  yield* step(
    c,
    b.item,
    'scan-pages',
    operator(c),
    55,
    (ctx, task) => finishScan(ctx, task.id, task.revision, ''),
    async (ctx, task) => {
      await scanned(ctx, task.id, { ...sheet, name: `${b.number}-封面.png`, type: 'image/png', fields: {} }, (reader, id) =>
        putReadPages(reader, id, [page]),
      )
      await scanned(ctx, task.id, { ...b.bundle.file, name: `${b.number}.pdf` }, (reader, id) => putReadPages(reader, id, b.bundle.pages))
    },
  )
  yield* lookedThrough(c, b)
}
const lookedThrough = (c: Course, b: Batch) =>
  step(c, b.item, 'scan-self-check', operator(c), 15, (ctx, task) => selfCheck(ctx, task.id, task.revision, { outcome: 'pass', note: '' }))

interface Finding {
  code: DefectCode
  note: string
}
const findings: readonly Finding[] = [
  { code: 'skewed', note: '页面歪斜超过 2°。' },
  { code: 'blurred', note: '字迹模糊，无法辨认金额。' },
  { code: 'cutOff', note: '右侧文字被裁切。' },
  { code: 'upsideDown', note: '整页倒置。' },
  { code: 'lowResolution', note: '分辨率低于 200dpi。' },
]
/** 组长质检: most pass, some pages are scanned anew, now and then one is missing, once in two hundred the papers are another case's. */
async function* checked(c: Course, b: Batch, receive: (pages: number) => Steps<unknown>): Steps<boolean> {
  const r = c.random
  const luck = r.next()
  const verdict = luck < 0.88 ? 'pass' : luck < 0.97 ? 'rescan' : luck < 0.994 ? 'missingPages' : 'wrongCase'
  const check = (outcome: typeof verdict, defects: readonly (Finding & { nth?: number })[]) =>
    step(c, b.item, 'scan-check', lead(c), 30, async (ctx, task) => {
      const ids = defects.some((d) => d.nth !== undefined) ? await countingPages(ctx, b.id) : []
      await checkScan(ctx, task.id, task.revision, {
        outcome,
        note: outcome === 'rescan' ? '请重扫所列页面。' : '',
        defects: defects.map(({ code, note, nth }) => ({ code, note, pageId: nth === undefined ? null : ids[nth]! })),
      })
      return nthOf(ids, defects)
    })
  if (verdict === 'rescan') {
    const n = r.int(1, 2)
    const first = r.int(0, b.bundle.pages.length - n)
    const wanted = Array.from({ length: n }, (_, i) => ({ ...r.pick(findings), nth: first + i }))
    const { done: pages } = yield* check('rescan', wanted)
    count(c.world, 'rescans')
    yield* rescan(c, b, pages)
  }
  if (verdict === 'missingPages') {
    yield* check('missingPages', [{ code: 'missingPage', note: '证据材料缺第 3 页。' }])
    yield* sendBack(c, b, { reason: 'missingPages', note: '证据材料页码不连续，缺页，请补齐后重新移交。' })
    yield* receive(b.bundle.pages.length)
    // The missing page was found between the others: the pages stand, they are looked through again.
    yield* step(c, b.item, 'scan-pages', operator(c), 30, (ctx, task) => finishScan(ctx, task.id, task.revision, ''))
    yield* lookedThrough(c, b)
  }
  if (verdict === 'wrongCase') {
    yield* check('wrongCase', [{ code: 'wrongCase', note: '材料所载当事人与本案不符。' }])
    yield* step(
      c,
      b.item,
      'scan-wrong-case',
      () => b.clerk,
      60,
      (ctx, task) => disposeWrongCase(ctx, task.id, task.revision, '已交还原承办部门，另行登记移交。'),
    )
    count(c.world, 'wrongCases')
    return false
  }
  yield* check('pass', [])
  return true
}
const nthOf = (ids: readonly number[], defects: readonly { nth?: number }[]): { id: number; nth: number }[] =>
  defects.flatMap(({ nth }) => (nth === undefined ? [] : [{ id: ids[nth]!, nth }]))

/** Each named page anew; the earlier picture stays as a version. */
async function* rescan(c: Course, b: Batch, pages: readonly { id: number; nth: number }[]): Steps {
  yield* step(
    c,
    b.item,
    'scan-pages',
    operator(c),
    20,
    (ctx, task) => finishScan(ctx, task.id, task.revision, ''),
    async (ctx, task) => {
      for (const { id, nth } of pages)
        await scanned(
          ctx,
          task.id,
          { ...c.world.papers.image, name: `重扫-${nth + 1}.png`, fields: { replaces: String(id) } },
          (reader, upload) => putRescan(reader, upload, b.bundle.pages[nth]!),
        )
    },
  )
  yield* lookedThrough(c, b)
}

/** 编目: the bundle's own papers; six of a hundred hold one of which only the clerk may say to which volume it belongs (4.1). */
async function* catalogue(c: Course, b: Batch): Steps {
  const doubtful = c.random.chance(0.06)
  const { papers } = b.bundle
  const submittedOn = today(c)
  yield* step(c, b.item, 'scan-catalogue', operator(c), 45, (ctx, task) => {
    let next = 1
    const entries = papers.map((p, i) => {
      const from = next
      next += p.pages
      return {
        name: p.name,
        category: p.category,
        from,
        to: next - 1,
        submitter: p.category === 'filingNotice' || p.category === 'transcript' ? '' : '原告',
        submittedOn,
        volume: doubtful && i === papers.length - 1 ? ('doubtful' as const) : ('main' as const),
      }
    })
    return saveCatalogue(ctx, task.id, task.revision, entries)
  })
  if (!doubtful) return
  count(c.world, 'volumesDoubted')
  const secondary = c.random.chance(0.5)
  yield* step(
    c,
    b.item,
    'scan-volume-decision',
    () => b.clerk,
    60,
    async (ctx, task) => {
      const { entries } = await recordOf(ctx, await findBatch(ctx, b.id))
      await decideVolume(ctx, task.id, task.revision, {
        outcome: 'settled',
        note: '',
        decisions: entries.filter((e) => e.volume === 'doubtful').map((e) => ({ entryId: e.id, volume: secondary ? 'secondary' : 'main' })),
      })
    },
  )
}
