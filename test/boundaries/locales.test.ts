import { existsSync, globSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { platformProblems } from '../../platform/http/problems.ts'
import { type Locale, localeGaps, type Words } from '../../platform/ui/i18n.ts'

const root = join(import.meta.dirname, '../..')
const files = globSync(
  ['modules/*/web/**/locale*.ts', 'modules/*/web/locale/*.ts', 'modules/*/web/*-locale.ts', 'platform/ui/locale*.ts'],
  { cwd: root },
)
  .map(String)
  .filter((f) => !f.endsWith('.test.ts'))
  .sort()

/** Files of one locale that is split by topic export one Locale each; what is no Locale (a type, a list) is not ours. */
const localesOf = async (file: string): Promise<[string, Locale][]> =>
  Object.entries((await import(join(root, file))) as Record<string, unknown>).filter(
    (e): e is [string, Locale] =>
      typeof e[1] === 'object' && e[1] !== null && 'zh' in e[1] && 'en' in e[1] && typeof (e[1] as Locale).zh === 'object',
  )

const flat = (words: Words, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([k, v]) => (typeof v === 'string' ? ([[path + k, v]] as [string, string][]) : flat(v, `${path}${k}.`)))

/** Latin words a Chinese court reads every day, keys of the keyboard, names of formats and standards. */
const allowed = new Set(
  'Ctrl Enter Esc Tab Shift Alt Space Home End PageUp PageDown j k x n p r s a b c d e f g h i A B C D E F G H English Excel CSV XLSX PDF PDF/A JPG JPEG PNG TIFF GB GB18030 UTF BPMN XML FEEL JSON TOTP IP OCR A4 MB KB GB/T ID USCC EMS QR SHA SHA-256 DPI dpi QC npm start demo JavaScript KPI API URL JavaScript ETC id'.split(
    ' ',
  ),
)
const latinWords = (text: string): string[] =>
  (
    text
      .replace(/\{\{[^}]*\}\}/g, ' ')
      .replace(/<[^>]*>/g, ' ')
      .match(/[A-Za-z][A-Za-z/-]*/g) ?? []
  ).filter((w) => !allowed.has(w) && !w.split(/[/-]/).every((part) => part === '' || allowed.has(part)))

describe('both languages complete', async () => {
  it('finds the locales', () => expect(files.length).toBeGreaterThan(3))
  for (const file of files)
    for (const [name, locale] of await localesOf(file)) {
      it(`${file} ${name}: the same keys`, () => expect(localeGaps(locale)).toEqual({ missingInEn: [], missingInZh: [] }))
      it(`${file} ${name}: Chinese is Chinese, English is not`, () => {
        const foreign = flat(locale.zh).flatMap(([key, text]) => latinWords(text).map((w) => `${key}: ${w}`))
        expect(foreign).toEqual([])
        // Names of the other language and examples of court codes may stand in English text; sentences may not.
        const chinese = flat(locale.en).filter(([, text]) => /[一-鿿]{4,}/.test(text))
        expect(chinese.map(([key]) => key)).toEqual([])
      })
      it(`${file} ${name}: no value is empty, and placeholders agree`, () => {
        const en = new Map(flat(locale.en))
        const holes = (t: string): string[] => [...new Set(t.match(/\{\{\s*(\w+)/g) ?? [])].map((h) => h.replace(/\W/g, '').replace(/^en$/, 'zh')).sort() // a text that comes in both languages
        const wrong = flat(locale.zh).filter(
          ([key, text]) => text.trim() === '' || en.get(key)?.trim() === '' || holes(text).join() !== holes(en.get(key) ?? '').join(),
        )
        expect(wrong.map(([key]) => key)).toEqual([])
      })
    }
})

describe('every refusal has words', async () => {
  const worded = new Set<string>()
  for (const file of files)
    for (const [, l] of await localesOf(file)) for (const code of Object.keys((l.zh.problem as Words | undefined) ?? {})) worded.add(code)
  it('codes of the platform', () => expect(platformProblems.filter((c) => !worded.has(c))).toEqual([]))
  const apis = globSync('modules/*/api.ts', { cwd: root }).map(String).sort()
  for (const api of apis) {
    // A module without screens has no wording yet; its neighbours' screens do.
    if (!existsSync(join(root, api, '../web'))) continue
    it(`codes of ${relative('modules', api)}`, async () => {
      const endpoints = Object.values((await import(join(root, api))) as Record<string, unknown>).filter(
        (e): e is { path: string; errors: readonly string[] } => typeof e === 'object' && e !== null && 'errors' in e && 'path' in e,
      )
      expect(endpoints.length, basename(api)).toBeGreaterThan(0)
      const missing = [...new Set(endpoints.flatMap((e) => e.errors))].filter((c) => !worded.has(c))
      expect(missing).toEqual([])
    })
  }
})
