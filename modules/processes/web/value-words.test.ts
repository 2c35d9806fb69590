import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import { valueText } from './value-words.ts'

const folder = new URL('../../../standard/processes/', import.meta.url)
const files = readdirSync(folder).filter((f) => f.endsWith('.bpmn'))
const step = (id: string): string | null => (/^[a-z]/.test(id) ? '某环节' : null)

test.each(files)('%s: nothing of it is shown as a code, in Chinese or English', (file) => {
  const xml = readFileSync(new URL(file, folder), 'utf8')
  const raw: string[] = []
  for (const [, key, value] of xml.matchAll(
    /\bbw:(nature|performer|role|stage|categories|fields|actions|due|form|feeds|outcome|announce|service)="([^"]*)"/g,
  )) {
    const [zh, en] = [valueText(key!, value!, 'zh', step), valueText(key!, value!, 'en', step)]
    if (!/[一-鿿]/.test(zh) || /[a-z]{3,}/.test(zh)) raw.push(`${key}=${value} → ${zh}`)
    if (/[a-z][A-Z]|\||=|P\d|PT/.test(en)) raw.push(`${key}=${value} → ${en}`)
  }
  for (const [, value] of xml.matchAll(/<bpmn:conditionExpression[^>]*>([^<]*)</g)) {
    const text = value!.replaceAll('&#34;', '"').replaceAll('&quot;', '"')
    const zh = valueText('condition', text, 'zh', step)
    if (/[a-zA-Z=]/.test(zh)) raw.push(`${text} → ${zh}`)
  }
  expect(raw).toEqual([])
})
test('due rules read as sentences', () => {
  expect(
    valueText('due', 'P2WD from=confirm,addressProvidedAt|handedOverAt', 'zh', (id) => (id === 'confirm' ? '确认效力与日期' : null)),
  ).toBe('自“确认效力与日期”与“补充地址”，否则自“移交”起 2 个工作日')
  expect(valueText('due', 'PT4H', 'en', step)).toBe('4 working hours from the opening of the step')
})
test('a changed file tells its change in words', async () => {
  const xml = readFileSync(new URL('scan-catalogue.bpmn', folder), 'utf8')
  const { differences } = await compare(xml, xml.replace('bw:due="P1WD from=catalogue"', 'bw:due="P2WD from=catalogue"'))
  expect(differences).toMatchObject([{ kind: 'changed', id: 'returnOriginals', attributes: [{ key: 'due' }] }])
  const [a] = differences[0]!.attributes
  expect([valueText('due', a!.before, 'zh', () => '编目'), valueText('due', a!.after, 'zh', () => '编目')]).toEqual([
    '自“编目”起 1 个工作日',
    '自“编目”起 2 个工作日',
  ])
})
