import { afterAll, describe, expect, it } from 'vitest'
import { canOf } from './acts.tsx'
import { dateText, instantOf, timeText, wallOf } from './dates.tsx'
import type { Field } from './fields.tsx'
import { cleaned, issueText } from './form.tsx'
import { parseSearch, stringifySearch } from './go.tsx'
import { addWords, i18n, localeGaps, problemWords } from './i18n.ts'

afterAll(() => i18n.changeLanguage('zh'))

describe('words', () => {
  it('a problem has text, what to do, and a clause, filled from its detail; an unknown code names itself', async () => {
    addWords('probe', {
      zh: { problem: { 'too-many-pages': { text: '超过 {{max}} 页', todo: '请拆分', clause: '7.2' }, plain: '一句话' } },
      en: { problem: { 'too-many-pages': { text: 'more than {{max}} pages', todo: 'Split it', clause: '7.2' }, plain: 'One sentence' } },
    })
    expect(problemWords('too-many-pages', { max: 500 })).toEqual({ text: '超过 500 页', todo: '请拆分', clause: '7.2' })
    // A moment in the detail is told on the court's clock, not as the API writes it.
    expect(problemWords('too-many-pages', { max: '2026-09-21T01:16:00Z' }).text).toBe('超过 2026年9月21日 09:16 页')
    expect(problemWords('too-many-pages', { max: '2026-09-21' }).text).toBe('超过 2026年9月21日 页')
    expect(problemWords('too-many-pages', { max: '2026-99-21' }).text).toBe('超过 2026-99-21 页')
    expect(problemWords('plain').text).toBe('一句话')
    expect(problemWords('never-heard').text).toContain('never-heard')
    await i18n.changeLanguage('en')
    expect(problemWords('too-many-pages', { max: 500 }).text).toBe('more than 500 pages')
    expect(problemWords('too-many-pages', { max: '2026-09-21 09:16:00+08' }).text).toBe('more than 21 Sept 2026 09:16 pages')
    await i18n.changeLanguage('zh')
  })
  it('finds keys that one language lacks', () => {
    expect(localeGaps({ zh: { a: '甲', b: { c: '丙' } }, en: { a: 'A', b: { d: 'D' } } })).toEqual({
      missingInEn: ['b.c'],
      missingInZh: ['b.d'],
    })
  })
})

describe('can', () => {
  it('hides without a reason, shows the reason when there is one', () => {
    expect(canOf(true)).toEqual({ ok: true, reason: null })
    expect(canOf(undefined)).toEqual({ ok: true, reason: null })
    expect(canOf(false)).toEqual({ ok: false, reason: null })
    expect(canOf({ ok: false, code: 'not-allowed' }).reason).toContain('7.3.2.2')
    expect(canOf('not-found')).toMatchObject({ ok: false })
  })
})

describe('dates are Beijing dates', () => {
  it('reads dates, instants and the form PostgreSQL writes', () => {
    expect(dateText('2025-11-24')).toBe('2025年11月24日')
    expect(timeText('2025-11-24T16:30:00Z')).toBe('2025年11月25日 00:30')
    expect(timeText('2025-11-24 09:00:00+08')).toBe('2025年11月24日 09:00')
    expect(timeText(null)).toBe('—')
  })
  it('pickers turn court time into instants and back', () => {
    expect(instantOf('2026-11-24T17:00')).toBe('2026-11-24T09:00:00Z')
    expect(wallOf('2026-11-24T09:00:00Z')).toBe('2026-11-24T17:00')
  })
})

describe('forms', () => {
  const fields: Field[] = [
    { name: 'h', kind: 'heading', label: '' },
    { name: 'name', kind: 'text', label: '' },
    { name: 'team', kind: 'text', label: '', keepNull: true },
    { name: 'secret', kind: 'password', label: '' },
    { name: 'hours', kind: 'number', label: '', when: (v) => v.kind === 'training' },
  ]
  it('leaves out what is empty or not asked, trims text but never passwords, sends null where clearing means something', () => {
    expect(cleaned(fields, { name: ' 李静 ', team: '', secret: ' a b ', hours: 3, kind: 'vetting' })).toEqual({
      name: '李静',
      team: null,
      secret: ' a b ',
    })
  })
  it('says what a schema found: missing first, then the limit', () => {
    expect(issueText({ path: ['a'], code: 'invalid_type' }, undefined)).toBe('请填写此项')
    expect(issueText({ path: ['a'], code: 'too_big', maximum: 20 }, 21)).toBe('超过上限 20')
  })
})

it('addresses keep plain text', () => {
  expect(parseSearch('?state=open&q=%E5%BC%A0')).toEqual({ state: 'open', q: '张' })
  expect(stringifySearch({ state: 'open', q: '', n: undefined })).toBe('?state=open')
})
