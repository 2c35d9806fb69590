import { expect, test } from 'vitest'
import { modules } from '../../app/modules.ts'
import '../../app/web-modules.ts'
import { declarations } from './registry.ts'
import { locale } from './web/locale.ts'
import { placedDuties, placeOfDuty } from './web/public.tsx'

test('what a duty is about and what shows that it was done has a word in both languages', () => {
  expect(modules.length).toBeGreaterThan(15)
  const kinds = declarations().map((d) => d.subject)
  const evidence = declarations().flatMap((d) => ('objects' in d.evidence ? d.evidence.objects : ['tick']))
  for (const words of [locale.zh, locale.en]) {
    expect([...new Set(kinds)].filter((k) => !(k in (words.kinds as object)))).toEqual([])
    expect([...new Set(evidence)].filter((e) => !(e in (words.ev as object)))).toEqual([])
  }
})

test('each duty leads to where it is done, and nobody to what he may not open', () => {
  expect(
    declarations()
      .map((d) => d.key)
      .filter((k) => !placedDuties().includes(k)),
  ).toEqual([])
  const at = (key: string, permissions: string[]) =>
    placeOfDuty({ key, subjectId: 7, period: '2026-08', evidence: null }, { permissions: new Set(permissions) } as never)
  expect(at('wages.monthly', ['wages.see'])).toBe('/wages/7/2026-08')
  expect(at('wages.monthly', [])).toBeNull()
  expect(at('wages.quarter-statement', ['wages.see', 'wages.keep'])).toBe('/expense-statements/new?kind=quarter&period=2026-08')
  expect(at('wages.quarter-statement', ['wages.see'])).toBe('/expense-statements')
})
