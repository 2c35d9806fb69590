import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Locator, type Page, type Request } from 'playwright-core'
import { afterAll, expect, onTestFailed } from 'vitest'
import { serveWeb } from '../../app/serve.ts'
import type { Locale, Words } from '../../platform/ui/i18n.ts'
import { singular } from '../../platform/ui/singular.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { chromiumPath, webFolder } from './places.ts'

/** How a journey is made: each language and each width once; English on a phone is where words run out of room. */
export interface Way {
  name: string
  language: 'zh' | 'en'
  phone: boolean
}
export const ways: readonly [Way, Way] = [
  { name: '中文', language: 'zh', phone: false },
  { name: 'English 390×844', language: 'en', phone: true },
]

/** Business time of all journeys; the browser is told the same, so that due dates read the same in any year. */
const NOW = '2026-09-21T01:00:00Z'

export interface House extends TestApp {
  url: string
}

/** The whole product on a port of its own, web included. */
export const openHouse = async (options: { jobs?: boolean } = {}): Promise<House> => {
  const t = await testApp({ now: NOW, ...options })
  await serveWeb(t, webFolder())
  const url = await t.server.listen({ host: '127.0.0.1', port: 0 })
  return Object.assign(t, { url })
}

let browser: Promise<Browser> | undefined
const openContexts = new Set<BrowserContext>()
afterAll(async () => {
  for (const c of openContexts) await c.close()
  await (await browser)?.close()
})

export interface Visit {
  page: Page
  way: Way
  /** Goes to an address below the house and waits until the page has come to rest. */
  go: (path: string) => Promise<void>
  /** Waits until the page rests, then looks for what no page may have: see `faultsOf`. */
  look: (name: string) => Promise<void>
}

/** A browser window of its own; with a token somebody is signed in. */
export const visit = async (house: House, way: Way, token: string | null = null): Promise<Visit> => {
  browser ??= chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  })
  const context = await (await browser).newContext({
    viewport: way.phone ? { width: 390, height: 844 } : { width: 1366, height: 850 },
    hasTouch: way.phone,
    locale: way.language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  openContexts.add(context)
  context.setDefaultTimeout(20_000)
  await context.clock.setFixedTime(NOW)
  await context.addInitScript((language) => {
    if (location.protocol === 'http:') localStorage.setItem('bw.language', language)
  }, way.language)
  if (token) await context.addCookies([{ name: 'bailiwick', value: token, url: house.url, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  const shots = process.env.JOURNEY_SHOTS
  if (shots)
    onTestFailed(() =>
      page.screenshot({ path: `${shots}/FAILED ${way.language}${way.phone ? ' phone' : ''} ${Date.now()}.png` }).then(() => {}),
    )
  const waits = new Set<Request>()
  underWay.set(page, waits)
  page.on('request', (r) => waits.add(r))
  page.on('requestfinished', (r) => waits.delete(r))
  page.on('requestfailed', (r) => waits.delete(r))
  const broken: string[] = []
  page.on('pageerror', (e) => broken.push(e.message))
  // A refused call is logged by the browser itself; refusals are part of the journeys.
  page.on('console', (m) => m.type() === 'error' && !m.text().startsWith('Failed to load resource') && broken.push(m.text()))
  const look = async (name: string): Promise<void> => {
    await atRest(page)
    if (process.env.JOURNEY_SHOTS)
      await page.screenshot({
        path: `${process.env.JOURNEY_SHOTS}/${name} ${way.language}${way.phone ? ' phone' : ''}.png`,
        fullPage: true,
      })
    expect({ page: name, ...(await faultsOf(page, way)), broken }).toEqual({ page: name, axe: [], tooWide: null, holes: [], broken: [] })
  }
  return {
    page,
    way,
    look,
    go: async (path) => {
      await page.goto(`${house.url}${path}`)
      await atRest(page)
    },
  }
}

/** Requests each page waits for. The browser's own "network idle" adds half a second to every look; this adds none. */
const underWay = new WeakMap<Page, Set<Request>>()

/** Nothing loads, nothing moves: judging colours of a half-faded panel would fail at random. */
const atRest = async (page: Page): Promise<void> => {
  await page.waitForLoadState('load')
  let stirring: string | null = 'not looked yet'
  // Asked from outside: waiting inside the page would need eval, which the page's own policy forbids.
  for (let i = 0, calm = 0; calm < 3; i++) {
    stirring = await page.evaluate(why).catch(() => 'the page is being replaced')
    const waits = [...(underWay.get(page) ?? [])]
    if (stirring === null && waits.length > 0) stirring = `waits for ${waits.map((r) => r.url()).join(' ')}`
    calm = stirring === null ? calm + 1 : 0
    if (i > 250) throw new Error(`${page.url()} does not come to rest: ${stirring}`)
    await page.waitForTimeout(40)
  }
}
const why = (): string | null => {
  if (!document.querySelector('h1, h2')) return 'no heading'
  const at = document.querySelector('[aria-busy="true"], .ant-skeleton-active, .bw-bone, .bw-refreshing')
  if (at) return at.outerHTML.slice(0, 200)
  const moving = document.getAnimations().find((a) => a.playState === 'running' && a.effect?.getComputedTiming().iterations !== Infinity)
  return moving ? `moves: ${(moving.effect as KeyframeEffect | null)?.target?.className}` : null
}

/** What no page may have: serious or critical findings of axe, sideways scrolling, unfilled words. */
const faultsOf = async (page: Page, way: Way): Promise<{ axe: string[]; tooWide: string | null; holes: string[] }> => {
  // Toasts come and go by themselves; they are antd's own, and judged half-faded they would fail at random.
  // No frames here, and only findings are read: so axe needs no second page and no list of what is fine (half the time).
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .exclude('.ant-message')
    .exclude('.ant-notification')
    .analyze()
  const axe = violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map(
      (v) =>
        `${v.id}: ${v.nodes
          .slice(0, 3)
          .map((n) => `${n.target.join(' ')} ${n.html.slice(0, 160)} ${n.failureSummary?.split('\n')[1]?.trim().slice(0, 160)}`)
          .join(' | ')}`,
    )
  const tooWide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width + 1) return null
    const at = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1).at(-1)
    return `${document.documentElement.scrollWidth} of ${width}: ${at?.tagName}.${at?.className}`
  })
  const text = await page.locator('body').innerText()
  const holes: string[] = [...(text.match(/\{\{.*?\}\}|\bundefined\b|\[object Object\]|\bNaN\b/g) ?? [])]
  if (way.language === 'zh' && !/[一-鿿]/.test(text)) holes.push('no Chinese on the page')
  return { axe, tooWide, holes }
}

/** Words of a locale: `say(worklist, way, 'act.claim')`. What the page says is looked up, so that better wording breaks no journey. */
export const say = (locale: Locale, way: Way, key: string, values: Record<string, string | number> = {}): string => {
  const found = key
    .split('.')
    .reduce<Words | string | undefined>((at, k) => (typeof at === 'object' ? at[k] : undefined), locale[way.language])
  if (typeof found !== 'string') throw new Error(`no words for ${key}`)
  const filled = Object.entries(values).reduce((text, [k, v]) => text.replaceAll(`{{${k}}}`, String(v)), found)
  return way.language === 'en' ? singular(filled) : filled
}

/** Picks an option by keyboard: opens the box, moves to the option, Enter. Mouse clicks race with the list's own scrolling. */
export const choose = async (box: Locator, option: string): Promise<void> => {
  const page = box.page()
  await box.focus()
  await box.press('ArrowDown')
  if (await box.isEditable()) await box.pressSequentially(option)
  const active = page.locator('.ant-select-item-option-active', { hasText: option })
  for (let i = 0; i < 12 && !(await active.isVisible()); i++) {
    await page.waitForTimeout(120)
    if (!(await active.isVisible())) await box.press('ArrowDown')
  }
  await box.press('Enter')
}
