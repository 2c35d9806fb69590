import { expect, test } from 'vitest'
import { modules } from '../../app/modules.ts'
import { declarations } from './registry.ts'
import { locale } from './web/locale.ts'

test('what a duty is about and what shows that it was done has a word in both languages', () => {
  expect(modules.length).toBeGreaterThan(15)
  const kinds = declarations().map((d) => d.subject)
  const evidence = declarations().flatMap((d) => ('objects' in d.evidence ? d.evidence.objects : ['tick']))
  for (const words of [locale.zh, locale.en]) {
    expect([...new Set(kinds)].filter((k) => !(k in (words.kinds as object)))).toEqual([])
    expect([...new Set(evidence)].filter((e) => !(e in (words.ev as object)))).toEqual([])
  }
})
