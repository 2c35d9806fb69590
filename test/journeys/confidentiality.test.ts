import { beforeAll, describe, expect, test } from 'vitest'
import { locale as cases } from '../../modules/cases/web/locale.ts'
import { locale as access } from '../../modules/confidentiality/web/locale.ts'
import { complaint } from '../../modules/filing/fixtures.ts'
import { idNoOf } from '../../modules/organisations/fixtures.ts'
import { locale as ledger } from '../../modules/ledger/web/locale.ts'
import { problemRows } from '../../modules/cases/rules/problem-words.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, type Visit, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
})

/** A case of the filing desk in the hands of the operator, with a sealed number to reveal. */
const heldCase = async (applicant: string): Promise<{ caseId: number; taskId: number }> => {
  const r = await court.as('filingOfficer').post('/filing/records', complaint({ applicant }))
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  const caseId = r.body.caseId as number
  const { rows } = await house.owner.query(
    "select t.id::int, c.revision, p.id::int as party from worklist.task t join cases.case_record c on c.id = t.case_id join cases.party p on p.case_id = c.id and p.role = 'plaintiff' where t.case_id = $1 and t.element_id = 'keyIn'",
    [caseId],
  )
  await court
    .as('filingOfficer')
    .patch(
      `/cases/${caseId}/parties/${rows[0].party}`,
      { paperKind: 'idCard', paper: idNoOf(3), phone: '13900001111' },
      { 'if-match': `"${rows[0].revision}"` },
    )
  expect((await court.as('operator').post(`/tasks/${rows[0].id}/claim`, {}, { 'if-match': '"1"' })).status).toBe(200)
  return { caseId, taskId: rows[0].id }
}
const button = ({ page, way }: Visit, locale: typeof access, key: string) =>
  page.getByRole('button', { name: say(locale, way, key), exact: true })
const press = async (v: Visit, locale: typeof access, key: string): Promise<void> => {
  const b = button(v, locale, key).first()
  if (!(await b.isVisible()))
    await v.page
      .getByRole('button', { name: say(ui, v.way, 'act.moreActs'), exact: true })
      .first()
      .click()
  await b
    .or(v.page.getByRole('menuitem', { name: say(locale, v.way, key), exact: true }))
    .first()
    .click()
}
const applicants: Record<string, string> = { 中文: '端木听雨', 'English 390×844': '慕容知秋' }

describe('7.3.2.2, 7.3.2.6: who sees what, frozen at once, lifted by a second person', () => {
  for (const way of ways)
    test(way.name, async () => {
      const applicant = applicants[way.name] as string
      const { caseId } = await heldCase(applicant)
      const reader = await visit(house, way, court.as('operator').token)
      await reveals(reader, caseId)
      await reader.go('/access/mine')
      await reader.page
        .getByText(say(access, way, 'stageName.filing'))
        .first()
        .waitFor()
      await reader.look('my grants')

      // The commissioner: who has seen it, freeze, and why he cannot lift it himself.
      const commissioner = await visit(house, way, court.as('commissioner').token)
      await commissioner.go(`/access/cases/${caseId}`)
      await commissioner.page.getByText('operator乙').first().waitFor()
      await commissioner.look('who has seen the case')
      await commissioner.page.getByRole('link', { name: 'operator乙' }).first().click()
      await commissioner.page.waitForURL('**/access/persons/*')
      await commissioner.page
        .getByText(say(access, way, 'live'))
        .first()
        .waitFor()
      await commissioner.look('grants of a person')
      await press(commissioner, access, 'freezePerson')
      const drawer = commissioner.page.getByRole('dialog')
      await drawer.getByLabel(say(access, way, 'reason')).fill('疑似外传案件信息，先行冻结')
      await commissioner.look('freeze a person')
      await drawer.getByRole('button', { name: say(access, way, 'freeze'), exact: true }).click()
      await commissioner.page.getByText(say(access, way, 'frozen', { n: 1 })).waitFor()
      await commissioner.go('/access')
      await commissioner.page.getByText('疑似外传案件信息，先行冻结').first().waitFor()

      // The operator meets a closed door, and that is told.
      await reader.go(`/cases/${caseId}`)
      await reader.page.getByText(say(ui, way, 'problem.not-found.text')).waitFor()
      expect(await reader.page.locator('body').innerText()).not.toContain(applicant)
      await commissioner.go('/access/refusals')
      await commissioner.page.getByText('operator乙').first().waitFor()
      await commissioner.look('refusals')

      await lifts(way)
      await frozenCase(way, caseId)
      await asked(way)
    })
})

/** 7.3.2.5: the full number only for a reason, and written down. */
const reveals = async ({ page, way, go, look }: Visit, caseId: number): Promise<void> => {
  await go(`/cases/${caseId}`)
  await page
    .getByRole('button', { name: say(ui, way, 'act.moreActs') })
    .first()
    .click()
  await page.getByRole('menuitem', { name: say(cases, way, 'party.reveal') }).click()
  await look('reveal asks why')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say(cases, way, 'party.reason')).fill('核对身份证号')
  await dialog.getByRole('button', { name: say(cases, way, 'party.reveal') }).click()
  await page.getByText(idNoOf(3)).first().waitFor()
}
const lifts = async (way: Way): Promise<void> => {
  const v = await visit(house, way, court.as('management').token)
  await v.go('/access')
  await button(v, access, 'lift').first().click()
  await v.page
    .getByRole('dialog')
    .getByRole('button', { name: say(access, way, 'lift'), exact: true })
    .click()
  await v.page
    .getByText(say(access, way, 'lifted'))
    .first()
    .waitFor()
  await v.look('denials, lifted')
}
/** A whole case frozen from its record, seen by whoever asks for it, and opened again. */
const frozenCase = async (way: Way, caseId: number): Promise<void> => {
  const v = await visit(house, way, court.as('management').token)
  await v.go(`/access/cases/${caseId}`)
  await press(v, access, 'freezeCase')
  await v.page
    .getByRole('dialog')
    .getByLabel(say(access, way, 'reason'))
    .fill('保全期间暂停查阅')
  await v.page
    .getByRole('dialog')
    .getByRole('button', { name: say(access, way, 'freeze'), exact: true })
    .click()
  await v.page.getByText(say(access, way, 'frozen', { n: 0 })).waitFor()
  const officer = await visit(house, way, court.as('filingOfficer').token)
  await officer.go(`/cases/${caseId}`)
  await officer.page.getByText(problemRows['case-frozen']![way.language === 'zh' ? 0 : 1]).waitFor()
  const other = await visit(house, way, court.as('leader').token)
  await other.go('/access')
  await button(other, access, 'lift').first().click()
  await other.page
    .getByRole('dialog')
    .getByRole('button', { name: say(access, way, 'lift'), exact: true })
    .click()
  await other.page
    .getByText(say(access, way, 'liftDone'))
    .first()
    .waitFor()
}
/** The ledger in words, and the list taken along. */
const asked = async (way: Way): Promise<void> => {
  const v = await visit(house, way, court.as('commissioner').token)
  await v.go('/ledger')
  await v.page
    .getByText(way.language === 'zh' ? '解除冻结' : 'Freeze lifted')
    .first()
    .waitFor()
  await v.look('ledger')
  await v.page
    .getByText(say(ledger, way, 'refused'))
    .first()
    .waitFor()
  const text = await v.page.locator('main').innerText()
  expect(text).not.toMatch(/\b(access|case|task|filing|party)\.[a-z]/)
  await v.go('/cases?status=draft')
  await press(v, cases, 'export.act')
  await v.page
    .getByRole('dialog')
    .getByText(say(cases, way, 'export.kept'))
    .waitFor()
  await v.look('export of the list')
  const file = v.page.waitForEvent('download')
  await v.page
    .getByRole('dialog')
    .getByRole('button', { name: say(cases, way, 'export.go'), exact: true })
    .click()
  expect((await file).suggestedFilename()).toMatch(/\.xlsx$/)
  const { rows } = await house.owner.query("select data from audit.event where verb = 'case.export' order by id desc limit 1")
  expect(rows[0].data.filters).toEqual(['status'])
}

describe('the admission checklist and a veto', () => {
  for (const way of ways)
    test(way.name, async () => {
      const v = await visit(house, way, court.as('commissioner').token)
      await v.go(`/workforce/${court.people.candidate}`)
      await v.look('checklist of somebody not admitted')
      const choice = await visit(house, way, court.as('management').token)
      await choice.go('/access')
      await press(choice, access, 'freeze')
      await choose(choice.page.getByRole('dialog').getByRole('combobox', { name: say(access, way, 'person') }), 'teamLead乙')
      await choice.look('freeze somebody chosen')
    })
})
