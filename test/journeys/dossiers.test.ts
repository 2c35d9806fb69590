import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locale as dossiers } from '../../modules/dossiers/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, type Visit, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
let pages: Buffer
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  pages = await tiff(['民事起诉状', '事实与理由', '借条', '阅卷笔录'])
})

// Completing a step ends its grant: a page that then reads on would have its own user refused and reported (6.4.2). The only refusals are those asked for.
afterAll(async () => {
  const { rows } = await house.owner.query("select person_id, object_type, object_id, data from audit.event where verb = 'access.refused'")
  expect(rows.filter((r) => !asked.has(Number(r.object_id)))).toEqual([])
})
/** Pages of the secondary volume that an operator asked for on purpose. */
const asked = new Set<number>()

const sheet = (title: string): Promise<Buffer> =>
  sharp({ create: { width: 827, height: 1169, channels: 3, background: '#fffdf7' } })
    .composite([
      {
        input: Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="827" height="1169"><text x="250" y="150" font-size="56" font-family="Noto Sans CJK SC">${title}</text>${Array.from({ length: 24 }, (_, i) => `<rect x="90" y="${230 + i * 34}" width="${640 - ((i * 97) % 210)}" height="7" fill="#888"/>`).join('')}</svg>`,
        ),
      },
    ])
    .png()
    .toBuffer()
const tiff = async (titles: string[]): Promise<Buffer> =>
  sharp(await Promise.all(titles.map(sheet)), { join: { animated: true } })
    .tiff({ compression: 'jpeg' })
    .toBuffer()
const taskOf = async (batchId: number): Promise<{ id: number; revision: number; state: string; form: string }> =>
  (
    await house.owner.query(
      "select id::int, revision, state, form from worklist.task where subject_type = 'batch' and subject_id = $1 and state in ('ready', 'claimed', 'started') order by id desc limit 1",
      [batchId],
    )
  ).rows[0]
/** Takes the step that waits and opens it on that person's screen. */
const open = async (v: Visit, who: string, batchId: number, form: string): Promise<void> => {
  const task = await taskOf(batchId)
  expect(task.form).toBe(form)
  if (task.state === 'ready')
    expect((await court.as(who).post(`/tasks/${task.id}/claim`, {}, { 'if-match': `"${task.revision}"` })).status).toBe(200)
  await v.go(`/tasks/${task.id}`)
}
const press = (page: Page, way: Way, key: string): Promise<void> =>
  page
    .getByRole('button', { name: say(dossiers, way, key), exact: true })
    .first()
    .click()
const done = (page: Page): Promise<void> => page.waitForURL(/\/tasks$/)
const fill = (page: Page, way: Way, key: string, value: string): Promise<void> =>
  page.getByLabel(say(dossiers, way, key), { exact: true }).fill(value)

describe('7.2.2 papers from the hand-over to indicator b', () => {
  for (const way of ways)
    test(way.name, async () => {
      const caseId = await court.newCase('张三', '李四')
      const clerk = await visit(house, way, court.as('clerk').token)
      const operator = await visit(house, way, court.as('operator').token)
      const lead = await visit(house, way, court.as('teamLead').token)
      const batch = await handOver(clerk, way, caseId)
      await countAndSlip(operator, clerk, way, batch)
      await scan(operator, way, batch)
      await check(lead, way, batch)
      await catalogue(operator, way, batch)
      await volume(clerk, way, batch)
      await returned(operator, way, batch)
      await figure(way, batch)
    })
})

const handOver = async ({ page, go, look }: Visit, way: Way, caseId: number): Promise<number> => {
  await go('/dossiers/batches')
  await look('batches')
  await go(`/dossiers/batches/new?caseId=${caseId}`)
  await fill(page, way, 'sent', '4')
  await look('hand over')
  await page.getByRole('button', { name: say(ui, way, 'act.save'), exact: true }).click()
  await page.waitForURL(/\/dossiers\/batches\/\d+$/)
  return Number(page.url().split('/').at(-1))
}

/** Three pages where four were announced: the slip is printed when it is issued, the clock stands, the sender completes. */
const countAndSlip = async (operator: Visit, clerk: Visit, way: Way, batch: number): Promise<void> => {
  const { page } = operator
  await open(operator, 'operator', batch, 'scan-receive')
  await fill(page, way, 'receive.counted', '3')
  await press(page, way, 'receive.send')
  await done(page)
  await open(operator, 'operator', batch, 'scan-return-slip')
  await page.getByText(say(dossiers, way, 'slipReasons.missingPages'), { exact: true }).click()
  await fill(page, way, 'slip.what', '缺第四页')
  await press(page, way, 'slip.send')
  const print = page.getByRole('link', { name: say(dossiers, way, 'slip.print') })
  await print.waitFor()
  await operator.look('slip issued')
  const [paper] = await Promise.all([page.waitForEvent('download'), print.click()])
  expect(paper.suggestedFilename()).toMatch(/^退回单-SM\d{8}-\d{4}-T1\.pdf$/)
  await clerk.go(`/dossiers/batches/${batch}`)
  await clerk.page
    .getByText(say(dossiers, way, 'states.stopped'))
    .first()
    .waitFor()
  await clerk.page.getByRole('tab', { name: say(dossiers, way, 'tab.checks') }).click()
  await clerk.page.getByRole('link', { name: say(dossiers, way, 'slip.print') }).waitFor()
  await clerk.look('batch returned')
  await press(clerk.page, way, 'resubmit')
  const drawer = clerk.page.getByRole('dialog')
  await drawer.getByLabel(say(dossiers, way, 'sent'), { exact: true }).fill('4')
  await drawer.getByRole('button', { name: say(ui, way, 'act.save'), exact: true }).click()
  await clerk.page
    .getByText(say(dossiers, way, 'states.open'))
    .first()
    .waitFor()
  await open(operator, 'operator', batch, 'scan-receive')
  await fill(page, way, 'receive.counted', '4')
  await press(page, way, 'receive.send')
  await done(page)
}

/** Two files at once over a line that breaks: sending goes on by itself; the cover is recognised; pages are arranged by keyboard. */
const scan = async (operator: Visit, way: Way, batch: number): Promise<void> => {
  const { page } = operator
  await open(operator, 'operator', batch, 'scan-pages')
  const cover = (await court.as('operator').get(`/dossiers/batches/${batch}/cover`)).body as Buffer
  let broken = 0
  await page.route('**/resumable/*', (route) => (route.request().method() === 'PATCH' && broken++ === 0 ? route.abort() : route.continue()))
  await page.locator('input[type=file]').setInputFiles([
    { name: '2 材料.tif', mimeType: 'image/tiff', buffer: pages },
    { name: '1 封面.pdf', mimeType: 'application/pdf', buffer: cover },
  ])
  await page
    .getByText(say(ui, way, 'upload.paused', { percent: 0 }))
    .first()
    .waitFor()
  const thumb = (n: number) => page.getByRole('checkbox', { name: say(dossiers, way, 'page.no', { n }), exact: true })
  await thumb(4).waitFor()
  await page.getByRole('button', { name: say(dossiers, way, 'scan.finish'), exact: true, disabled: false }).waitFor()
  expect(broken).toBeGreaterThan(1)
  await page.getByRole('checkbox', { name: say(dossiers, way, 'page.cover'), exact: true }).waitFor()
  // By keyboard, and quickly: the third page begins a document, is turned and turned back.
  await thumb(1).focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'Space', 's', ']', ']']) await page.keyboard.press(key)
  const turned = async () =>
    (
      await house.owner.query('select rotation from dossiers.page where batch_id = $1 and starts_document order by position desc limit 1', [
        batch,
      ])
    ).rows[0].rotation
  await expect.poll(turned, { timeout: 20_000 }).toBe(180)
  await operator.look('pages chosen')
  for (const key of ['left', 'left']) await page.getByRole('button', { name: say(dossiers, way, `act.${key}`), exact: true }).click()
  await expect.poll(turned, { timeout: 20_000 }).toBe(0)
  await page
    .getByRole('button', { name: `${say(dossiers, way, 'act.open')} ${say(dossiers, way, 'page.no', { n: 1 })}`, exact: true })
    .click()
  const paper = page.locator('.bw-paper')
  await paper.focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText(say(dossiers, way, 'page.shown', { n: 2, of: 4 })).waitFor()
  await operator.look('page in the viewer')
  await page.keyboard.press('Escape')
  await press(page, way, 'scan.finish')
  await done(page)
  await open(operator, 'operator', batch, 'scan-self-check')
  await press(page, way, 'self.pass')
  await done(page)
}

const check = async (lead: Visit, way: Way, batch: number): Promise<void> => {
  const { page } = lead
  await open(lead, 'teamLead', batch, 'scan-check')
  await page.getByRole('button', { name: say(dossiers, way, 'check.add'), exact: true }).click()
  await page.getByText(say(dossiers, way, 'outcomes.pass'), { exact: true }).click()
  await press(page, way, 'check.send')
  await page.getByText(say(dossiers, way, 'problem.defects-forbid-pass.text')).waitFor()
  await lead.look('quality check')
  await press(page, way, 'check.remove')
  await press(page, way, 'check.send')
  await done(page)
}

const catalogue = async (operator: Visit, way: Way, batch: number): Promise<void> => {
  const { page } = operator
  await open(operator, 'operator', batch, 'scan-catalogue')
  // One line for each document, as it was split while scanning.
  const names = page.getByLabel(say(dossiers, way, 'cat.name'), { exact: true })
  await expect.poll(() => names.count()).toBe(2)
  await names.nth(0).fill('民事起诉状')
  await names.nth(1).fill('证据与笔录')
  await page
    .getByLabel(say(dossiers, way, 'cat.to'), { exact: true })
    .nth(1)
    .fill('3')
  await press(page, way, 'cat.add')
  await names.nth(2).fill('阅卷笔录')
  const box = page.getByRole('combobox', { name: say(dossiers, way, 'cat.volume') }).nth(2)
  await box.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await operator.look('catalogue')
  await press(page, way, 'cat.send')
  await done(page)
}

/** 4.1: the clerk's word; from then on no outsourced person sees it. */
const volume = async (clerk: Visit, way: Way, batch: number): Promise<void> => {
  await open(clerk, 'clerk', batch, 'scan-volume-decision')
  await clerk.page.getByText(say(dossiers, way, 'volumes.secondary'), { exact: true }).click()
  await clerk.look('volume decision')
  await press(clerk.page, way, 'vol.settle')
  await done(clerk.page)
}

const returned = async (operator: Visit, way: Way, batch: number): Promise<void> => {
  const { page } = operator
  await open(operator, 'operator', batch, 'scan-return-originals')
  const secret = (
    await house.owner.query("select id::int from dossiers.page where batch_id = $1 and category = 'secondaryVolume'", [batch])
  ).rows
  expect(secret).toHaveLength(1)
  asked.add(secret[0].id)
  expect(await page.evaluate((id) => fetch(`/api/dossiers/pages/${id}/image`).then((r) => r.status), secret[0].id)).toBe(404)
  await fill(page, way, 'back.pages', '4')
  await fill(page, way, 'back.receiver', '书记员甲')
  await operator.look('originals back')
  await press(page, way, 'back.send')
  await done(page)
  // The judge of the case reads all of it, the secondary volume too.
  const judge = await visit(house, way, court.as('judge').token)
  await judge.go(`/dossiers/batches/${batch}`)
  await judge.page
    .getByText(say(dossiers, way, 'states.returned'))
    .first()
    .waitFor()
  await judge.page.getByRole('tab', { name: say(dossiers, way, 'tab.catalogue') }).click()
  await judge.page.getByText('阅卷笔录').waitFor()
  await judge.look('batch as the judge reads it')
  expect(await judge.page.evaluate((id) => fetch(`/api/dossiers/pages/${id}/image`).then((r) => r.status), secret[0].id)).toBe(200)
}

/** 8.2.3 b: the batch is one of the items behind the figure. */
const figure = async (way: Way, batch: number): Promise<void> => {
  const office = await visit(house, way, court.as('management').token)
  await office.go('/indicators/b?period=2026-09')
  await office.page.getByRole('heading', { level: 1 }).waitFor()
  const { items } = (await court.as('management').get('/indicators/b/items?period=2026-09')).body as { items: { itemId: number }[] }
  expect(items.map((i) => i.itemId)).toContain(batch)
  await office.look('items of indicator b')
}
