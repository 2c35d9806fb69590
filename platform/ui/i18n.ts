import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { locale as platformLocale } from './locale.ts'
import { singular } from './singular.ts'

export interface Words {
  [key: string]: string | Words
}
/** A module's wording: same keys in both languages (test/boundaries/locales.test.ts). */
export interface Locale {
  zh: Words
  en: Words
}
export type Language = 'zh' | 'en'

const remembered = (): Language => {
  try {
    const v = localStorage.getItem('bw.language')
    return v === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

export const i18n = i18next.createInstance()
void i18n
  .use(initReactI18next)
  .use({ type: 'postProcessor', name: 'singular', process: (text: string) => (typeof text === 'string' ? singular(text) : text) })
  .init({
    lng: typeof document === 'undefined' ? 'zh' : remembered(),
    fallbackLng: false,
    ns: ['ui'],
    defaultNS: 'ui',
    resources: { zh: { ui: platformLocale.zh }, en: { ui: platformLocale.en } },
    initAsync: false,
    postProcess: ['singular'],
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })

/** Adds a module's words under its own namespace: t('cases:list.title'). */
export const addWords = (ns: string, locale: Locale): void => {
  i18n.addResourceBundle('zh', ns, locale.zh, true, true)
  i18n.addResourceBundle('en', ns, locale.en, true, true)
}

export const language = (): Language => (i18n.language === 'en' ? 'en' : 'zh')

const asList = { type: 'conjunction', style: 'narrow' } as const
const lists = { zh: new Intl.ListFormat('zh', asList), en: new Intl.ListFormat('en', asList) }
/** Names one after another: 、 in Chinese, commas in English. */
export const listText = (parts: readonly string[]): string => lists[language()].format(parts)

export const setLanguage = async (lng: Language): Promise<void> => {
  try {
    localStorage.setItem('bw.language', lng)
  } catch {
    // Private windows refuse storage; the choice then lasts as long as the page.
  }
  await i18n.changeLanguage(lng)
  showLanguage()
}

/** The page says its language to screen readers and to the browser's line breaking. */
export const showLanguage = (): void => {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en'
}

export interface ProblemWords {
  text: string
  /** What to do now. */
  todo: string | null
  /** Clause or article, '7.3.2.2'. */
  clause: string | null
}

const day = /^\d{4}-\d\d-\d\d$/
const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d(:?\d\d)?)$/
/** A moment or a day in the detail of a refusal, as the court's clock shows it. Intl and not dates.tsx: these words are needed before the login. */
const shown = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  const whole = day.test(value)
  if (!whole && !instant.test(value)) return value
  const at = Date.parse(whole ? `${value}T00:00:00+08:00` : value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(at)) return value
  const style = {
    year: 'numeric',
    month: language() === 'zh' ? 'long' : 'short',
    day: 'numeric',
    ...(whole ? {} : ({ hour: '2-digit', minute: '2-digit' } as const)),
  } as const
  const text = new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { ...style, hour12: false, timeZone: 'Asia/Shanghai' })
  return text.format(at).replace(', ', ' ')
}

/**
 * The wording of a problem or reason code. Modules write `problem: { 'code': 'sentence' }` or
 * `problem: { 'code': { text, todo, clause } }` in their locale; unknown codes get a general sentence that names the code.
 */
export const problemWords = (code: string, detail: Record<string, unknown> = {}): ProblemWords => {
  const spaces = ['ui', ...Object.keys(i18n.store.data[language()] ?? {}).filter((n) => n !== 'ui')]
  for (const ns of spaces) {
    const found = (i18n.getResource(language(), ns, 'problem') as Words | undefined)?.[code]
    if (found === undefined) continue
    const filled = Object.fromEntries(Object.entries(detail).map(([k, v]) => [k, shown(v)]))
    const fill = (text: string): string => singular(i18n.services.interpolator.interpolate(text, filled, language(), {}) as string)
    if (typeof found === 'string') return { text: fill(found), todo: null, clause: null }
    return {
      text: fill(String(found.text)),
      todo: found.todo ? fill(String(found.todo)) : null,
      clause: found.clause ? String(found.clause) : null,
    }
  }
  return { text: i18n.t('ui:problem.unknown', { code }), todo: null, clause: null }
}

const flat = (words: Words, prefix = ''): string[] =>
  Object.entries(words).flatMap(([k, v]) => (typeof v === 'string' ? [prefix + k] : flat(v, `${prefix}${k}.`)))

/** Keys that one language has and the other lacks; both empty when a locale is complete. Used by test/boundaries/locales.test.ts. */
export const localeGaps = (locale: Locale): { missingInEn: string[]; missingInZh: string[] } => {
  const zh = flat(locale.zh)
  const en = flat(locale.en)
  return { missingInEn: zh.filter((k) => !en.includes(k)), missingInZh: en.filter((k) => !zh.includes(k)) }
}
