import { TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { makeSetupCode } from '../../modules/accounts/public.ts'
import { locale as entry } from '../../modules/accounts/web/locale-entry.ts'
import { locale as worklist } from '../../modules/worklist/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { openHouse, say, visit, ways } from './house.ts'

const PASSWORD = 'Chunfeng-Huaxue-2026'

/** Before there is anybody: the console's code, the court, the three administrators, the first login. */
describe('the first day', () => {
  for (const way of ways)
    test(way.name, async () => {
      const house = await openHouse()
      const code = await house.app.asSystem(null, makeSetupCode)
      const { page, go, look } = await visit(house, way)
      const press = (key: string) => page.getByRole('button', { name: say(entry, way, key), exact: true }).click()
      const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)

      await go('/')
      await look('first page')
      await page.getByRole('button', { name: say(entry, way, 'setup.mine') }).click()
      await fill(say(entry, way, 'setup.code'), 'WRONG-CODE-0000')
      await fill(say(entry, way, 'setup.courtName'), '云川市临溪区人民法院')
      await fill(say(entry, way, 'setup.courtCode'), '苏1204')
      for (const [who, name, login] of [
        ['systemAdmin', '周系统', 'zhou.xt'],
        ['securityAdmin', '吴保密', 'wu.bm'],
        ['securityAuditor', '郑审计', 'zheng.sj'],
        ['trialManagement', '王审管', 'wang.sg'],
      ]) {
        await fill(`${say(entry, way, `setup.${who}`)} · ${say(entry, way, 'setup.name')}`, name as string)
        await fill(`${say(entry, way, `setup.${who}`)} · ${say(entry, way, 'setup.login')}`, login as string)
      }
      await press('setup.create')
      // A wrong code is told beside its field and loses nothing of what was typed.
      await page
        .getByText(say(entry, way, 'problem.setup-code-wrong.text'))
        .first()
        .waitFor()
      await look('setup')
      await fill(say(entry, way, 'setup.code'), code as string)
      await press('setup.create')
      await page.getByRole('heading', { name: say(entry, way, 'setup.done') }).waitFor()
      await look('links')
      const links = await page.locator('code.bw-secret').allInnerTexts()
      expect(links.length).toBe(4)

      await page.goto('about:blank')
      await page.goto(links[0] as string)
      await page.getByRole('heading', { name: say(entry, way, 'link.invite') }).waitFor()
      await look('invite')
      await fill(say(entry, way, 'change.next'), PASSWORD)
      await fill(say(entry, way, 'change.again'), PASSWORD)
      await press('link.save')
      // Administrators must have a second factor: it is set up on the way in.
      await page.getByRole('heading', { name: say(entry, way, 'enrol.title') }).waitFor()
      await look('second factor')
      const totp = new TOTP({ secret: (await page.locator('code.bw-secret').innerText()).replaceAll(' ', '') })
      const now = () => totp.generate({ timestamp: house.clock.now().epochMilliseconds })
      await fill(say(entry, way, 'code'), now())
      const account = page.getByRole('button', { name: `${say(ui, way, 'top.account')}: 周系统` })
      await account.waitFor()
      // The first page says what the court still lacks, and leads there.
      await page.getByRole('heading', { name: say(worklist, way, 'first.title') }).waitFor()
      await look('inside')
      await page.getByRole('link', { name: say(worklist, way, 'first.step.divisions'), exact: true }).click()
      await page.waitForURL('**/courts')
      await page.goBack()
      await page.getByRole('button', { name: say(worklist, way, 'first.putAway'), exact: true }).click()
      await page.getByRole('heading', { name: say(worklist, way, 'first.title') }).waitFor({ state: 'detached' })

      await account.click()
      await page.getByRole('menuitem', { name: say(ui, way, 'top.out') }).click()
      await page.getByLabel(say(entry, way, 'login'), { exact: true }).waitFor()
      await look('login')
      await fill(say(entry, way, 'login'), 'zhou.xt')
      await fill(say(entry, way, 'password'), 'not-the-password')
      await press('enter')
      await page.getByText(say(entry, way, 'problem.wrong-credentials.text')).waitFor()
      await fill(say(entry, way, 'password'), PASSWORD)
      await press('enter')
      await page.getByRole('heading', { name: say(entry, way, 'code') }).waitFor()
      house.clock.advance({ minutes: 1 })
      await fill(say(entry, way, 'code'), now())
      await account.waitFor()

      // The link worked once.
      await page.context().clearCookies()
      await page.goto('about:blank')
      await page.goto(links[0] as string)
      await page.getByText(say(entry, way, 'problem.link-invalid.text')).waitFor()
      await look('used link')
    })
})
