import { beforeAll, describe, expect, test } from 'vitest'
import { locale as accounts } from '../../modules/accounts/web/locale.ts'
import { locale as disclosure } from '../../modules/disclosure/web/locale.ts'
import { locale as dossiers } from '../../modules/dossiers/web/locale.ts'
import { locale } from '../../modules/premises/web/locale.ts'
import { locale as book } from '../../modules/rulebook/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, visit, type Visit, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('security', 'securityAdmin')
})
const [desk, phone] = ways
const p = (key: string, values: Record<string, string | number> = {}): string => say(locale, desk, key, values)
const b = (key: string): string => say(book, desk, key)
const d = (key: string): string => say(disclosure, desk, key)
const save = say(ui, desk, 'act.save')
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** Presses an act of the page; answers the sheet it opens. */
const press = async (v: Visit, name: string) => {
  await v.page.getByRole('button', { name, exact: true }).first().click()
  return v.page.getByRole('dialog').last()
}
const fill = (sheet: Awaited<ReturnType<typeof press>>, label: string, text: string): Promise<void> =>
  sheet.getByLabel(label, { exact: true }).fill(text)
const keep = async (sheet: Awaited<ReturnType<typeof press>>): Promise<void> => {
  await sheet.getByRole('button', { name: save, exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
}

/** What the English pages on a phone show afterwards. */
const seen: Record<string, [who: string, path: string]> = {}

describe('7.1.4, A-10, A-11, A-18: premises, equipment, rules, disclosure', () => {
  test('a zone is furnished; what breaks is repaired and its loss agreed; the room is counted', async () => {
    const office = await visit(house, desk, court.as('management').token)
    await office.go('/premises')
    await office.page.getByText(p('none.places')).waitFor()
    let sheet = await press(office, p('newPlace'))
    await fill(sheet, p('place'), '诉讼服务中心')
    await fill(sheet, p('address'), '法院路1号')
    await keep(sheet)
    await office.page.getByRole('cell', { name: '法院路1号' }).waitFor()
    sheet = await press(office, p('newZone'))
    await choose(sheet.getByLabel(p('place'), { exact: true }), '诉讼服务中心')
    await fill(sheet, p('zone'), '扫描室')
    await fill(sheet, p('purpose'), '编目扫描')
    await keep(sheet)
    const zoneId: number = (await court.as('management').get('/zones')).body.items[0].id
    await court.as('management').post(`/zones/${zoneId}/use`, { engagementIds: [court.engagementId] }, { 'if-match': '"1"' })
    await office.go('/premises')
    await office.look('premises')
    await office.go('/equipment')
    sheet = await press(office, p('newEquipment'))
    await fill(sheet, p('name'), '高速扫描仪')
    await choose(sheet.getByLabel(p('kindOf'), { exact: true }), p('kind.scanner'))
    await fill(sheet, p('serialNo'), 'SN-2026-01')
    await choose(sheet.getByLabel(p('zone'), { exact: true }), '扫描室')
    await sheet.getByRole('button', { name: save, exact: true }).click()
    await office.page.waitForURL(/\/equipment\/\d+/)
    const scanner = Number(office.page.url().match(/equipment\/(\d+)/)?.[1])
    await court.as('management').post('/equipment', { name: '条码打印机', kind: 'printer', serialNo: 'SN-2026-02', owner: 'court', zoneId })

    const operator = await visit(house, desk, court.as('operator').token)
    await operator.go(`/equipment/${scanner}`)
    sheet = await press(operator, p('report'))
    await fill(sheet, p('what'), '不进纸，指示灯红')
    await keep(sheet)
    await operator.page.getByText(p('state.faulty')).first().waitFor()
    await operator.look('equipment')
    const fault = (await court.as('management').get('/faults')).body.items[0].id
    house.clock.advance({ minutes: 30 })
    await court
      .as('management')
      .post(`/faults/${fault}/repair`, { repairedAt: house.clock.now().toString(), text: '更换搓纸轮' }, { 'if-match': '"1"' })
    await office.go(`/faults/${fault}`)
    await office.page.getByText(p('repairTimeText', { h: 0, m: 30 })).waitFor()
    sheet = await press(office, p('proposeLoss'))
    await sheet.getByText(p('side.contractor'), { exact: true }).click()
    await fill(sheet, p('amount'), '260')
    await fill(sheet, p('grounds'), '未拆装订钉')
    await keep(sheet)
    const manager = await visit(house, desk, court.as('projectManager').token)
    await manager.go(`/faults/${fault}`)
    sheet = await press(manager, p('accept'))
    await fill(sheet, p('grounds'), '属实')
    await keep(sheet)
    await manager.page.getByText(p('lossStates.accepted')).first().waitFor()
    await manager.look('fault')

    await office.go('/spot-counts')
    sheet = await press(office, p('startCount'))
    await choose(sheet.getByLabel(p('zone'), { exact: true }), '扫描室')
    await sheet.getByRole('button', { name: save, exact: true }).click()
    await office.page.waitForURL(/\/spot-counts\/\d+/)
    const count = office.page.url().match(/counts\/(\d+)/)?.[1]
    const code = office.page.getByLabel(p('code'), { exact: true })
    await code.fill('AAAABBBB22')
    await press(office, p('count'))
    await office.page
      .getByText(say(locale, desk, 'problem.equipment-code-unknown.text'))
      .first()
      .waitFor()
    await code.fill((await court.as('management').get(`/equipment/${scanner}`)).body.code.toLowerCase())
    await press(office, p('count'))
    await office.page.getByText(p('counted', { name: '高速扫描仪' })).waitFor()
    sheet = await press(office, p('closeCount'))
    await sheet.getByRole('button', { name: save, exact: true }).click()
    await sheet.getByText(say(locale, desk, 'problem.reason-missing.text')).waitFor()
    await fill(sheet, p('remark'), '打印机送修')
    await keep(sheet)
    await office.look('count')
    Object.assign(seen, {
      premises: ['management', '/premises'],
      equipment: ['operator', `/equipment/${scanner}`],
      import: ['projectManager', '/equipment/import'],
      fault: ['projectManager', `/faults/${fault}`],
      count: ['teamLead', `/spot-counts/${count}`],
    })
  })

  test('rules are reviewed, published and read; a change of arrangement keeps its week (A-10.3)', async () => {
    const made = await court
      .as('projectManager')
      .upload(
        '/rules',
        { name: '手机管理制度.txt', bytes: Buffer.from('不得携带手机进入扫描室。') },
        { title: '手机管理制度', summary: '扫描室手机管理', effectiveOn: '2026-09-21' },
      )
    const rule = `/rules/${made.body.id}`
    const office = await visit(house, desk, court.as('management').token)
    await office.go(rule)
    let sheet = await press(office, b('review'))
    await sheet.getByText(b('notLaxerIs.yes')).click()
    await fill(sheet, b('reviewText'), '不低于法院标准')
    await keep(sheet)
    const manager = await visit(house, desk, court.as('projectManager').token)
    await manager.go(rule)
    sheet = await press(manager, b('publish'))
    await sheet.getByRole('button').last().click()
    await manager.page.getByText(b('state.published')).first().waitFor()
    const operator = await visit(house, desk, court.as('operator').token)
    await operator.go(rule)
    await press(operator, b('confirm'))
    await operator.page.getByRole('button', { name: b('confirm'), exact: true }).waitFor({ state: 'detached' })
    await office.go(rule)
    await office.page.getByText(b('unread')).waitFor()

    await office.go('/court-notices')
    sheet = await press(office, b('serve'))
    const engagement = (await court.as('management').get('/engagements')).body.items[0].title
    await choose(sheet.getByLabel(b('engagement'), { exact: true }), engagement)
    await fill(sheet, b('subject'), '扫描室搬迁')
    await fill(sheet, b('text'), '自下周起迁至二楼。')
    const start = sheet.getByLabel(b('startOn'), { exact: true })
    await start.fill('2026-09-25')
    await start.press('Enter')
    await sheet.getByRole('button', { name: save, exact: true }).click()
    await sheet.getByText('A-10.3').first().waitFor()
    await office.look('notice refused')
    // Sooner only in an emergency that is told with its reason.
    await fill(sheet, b('emergencyReason'), '一楼漏水')
    await sheet.getByRole('button', { name: save, exact: true }).click()
    await office.page.waitForURL(/\/court-notices\/\d+/)
    const notice = new URL(office.page.url()).pathname
    await manager.go(notice)
    sheet = await press(manager, b('acknowledge'))
    await keep(sheet)
    await manager.page.getByText(b('ack.acknowledged')).first().waitFor()
    Object.assign(seen, {
      rule: ['management', rule],
      notice: ['projectManager', notice],
    })
  })

  test('a disclosure is permitted for less than was asked, told once; what is taken along is counted; a code names its viewer', async () => {
    const manager = await visit(house, desk, court.as('projectManager').token)
    const { id } = (
      await court.as('projectManager').post('/releases', {
        recipient: '某会计师事务所',
        scope: ['statistics', 'progress'],
        text: '任务数量',
        purpose: '年度审计',
        untilOn: '2026-10-31',
      })
    ).body
    const release = `/releases/${id}`
    const office = await visit(house, desk, court.as('management').token)
    await manager.go(release)
    await manager.page.locator('input[type=file]').setInputFiles({ name: '披露申请.pdf', mimeType: 'application/pdf', buffer: pdf })
    await manager.page.getByRole('link', { name: '披露申请.pdf' }).waitFor()
    await office.go(release)
    const sheet = await press(office, d('act.permit'))
    await sheet.getByText(d('scope.progress'), { exact: true }).click()
    await fill(sheet, d('reason'), '仅提供汇总数字')
    await office.look('permit')
    await keep(sheet)
    await court.as('management').get(`/release-papers/${(await court.as('management').get(release)).body.papers[0].id}`)
    house.clock.advance({ minutes: 20 })
    await manager.go(release)
    const telling = await press(manager, d('act.disclose'))
    await telling.getByText(d('scope.statistics'), { exact: true }).click()
    const moment = telling.getByLabel(d('happenedAt'), { exact: true })
    await moment.fill('2026-09-21 09:45')
    await moment.press('Enter')
    await fill(telling, d('takenBy'), '审计员')
    await fill(telling, d('disclosedText'), '汇总表一页')
    await keep(telling)
    await manager.page.getByRole('tab', { name: new RegExp(`${d('disclosed')} 1`) }).click()
    await manager.page.getByText('汇总表一页').waitFor()

    const operator = await visit(house, desk, court.as('operator').token)
    await operator.go('/contacts/new')
    const when = operator.page.getByLabel(d('happenedAt'), { exact: true })
    await when.fill('2026-09-21 09:40')
    await when.press('Enter')
    await operator.page.getByLabel(d('asker'), { exact: true }).fill('自称亲属的来电人')
    for (const [label, option] of [
      ['capacityOf', 'capacity.relative'],
      ['channelOf', 'channel.phone'],
      ['toldToOf', 'toldTo.teamLead'],
    ] as const)
      await choose(operator.page.getByLabel(d(label), { exact: true }), d(option))
    await operator.page.getByLabel(d('asked'), { exact: true }).fill('问何时开庭')
    await operator.page.getByLabel(d('answered'), { exact: true }).fill('未透露')
    await operator.look('contact to be entered')
    await operator.page.getByRole('button', { name: save, exact: true }).click()
    await operator.page.waitForURL(/\/contacts\/\d+/)
    const contact = new URL(operator.page.url()).pathname
    await office.go('/handling')
    await office.page.getByText(d('paper.release')).first().waitFor()
    await office.look('handling')
    await office.go('/watermarks')
    await office.page.getByLabel(say(dossiers, desk, 'watermark.token'), { exact: true }).fill('7K3M-9QXA-4')
    await press(office, say(dossiers, desk, 'watermark.look'))
    await office.page.getByText(say(dossiers, desk, 'problem.watermark-mistyped.text')).waitFor()
    await office.look('watermark')
    Object.assign(seen, {
      contact: ['commissioner', contact],
      release: ['projectManager', release],
      handling: ['commissioner', '/handling'],
      watermarks: ['commissioner', '/watermarks'],
    })
  })

  test('the security administrator says when screens lock (7.3.2.5)', async () => {
    const me = await visit(house, desk, court.as('security').token)
    await me.go('/accounts/session-times')
    const box = (key: string) => me.page.getByLabel(say(accounts, desk, `times.${key}`), { exact: true })
    await box('lockMinutesContractor').fill('12')
    await me.page.getByRole('button', { name: save, exact: true }).click()
    await me.page
      .getByText(say(accounts, desk, 'problem.contractor-locks-later.text'))
      .first()
      .waitFor()
    await box('lockMinutes').fill('15')
    await me.page.getByRole('button', { name: save, exact: true }).click()
    await me.page.getByText(say(accounts, desk, 'times.saved')).waitFor()
    expect((await court.as('security').get('/session-times')).body).toMatchObject({ lockMinutes: 15, lockMinutesContractor: 12 })
    await me.look('session times')
    seen['session times'] = ['security', '/accounts/session-times']
  })

  test(`the same pages: ${phone.name}`, async () => {
    const visits = new Map<string, Visit>()
    for (const [name, [who, path]] of Object.entries(seen)) {
      const me = visits.get(who) ?? (await visit(house, phone, court.as(who).token))
      visits.set(who, me)
      await me.go(path)
      await me.look(name)
    }
  })
})
