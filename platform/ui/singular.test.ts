import { expect, test } from 'vitest'
import { i18n } from './i18n.ts'
import { singular } from './singular.ts'

test('one is one: nouns and their verbs, and nothing that only ends in 1', () => {
  expect(singular('1 working days')).toBe('1 working day')
  expect(singular('Late by 1 working days')).toBe('Late by 1 working day')
  expect(singular('1 entries need correction')).toBe('1 entry needs correction')
  expect(singular('1 people, 1 batches (1 rows)')).toBe('1 person, 1 batch (1 row)')
  for (const text of ['11 days', '0.1 hours', '1,001 rows', '2026-11-1 days', '1 day', '21 working days', '1 status', '1 个工作日'])
    expect(singular(text)).toBe(text)
})

test('every English sentence of the page goes through it, Chinese through nothing', () => {
  expect(i18n.getFixedT('en')('ui:due.workdays', { count: 1 })).not.toMatch(/days/)
  expect(i18n.getFixedT('en')('ui:due.workdays', { count: 2 })).toMatch(/2 working days/)
  expect(i18n.getFixedT('zh')('ui:due.workdays', { count: 1 })).toBe('1 个工作日')
})
