import { describe, expect, test } from 'vitest'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import { calculateDeadline, listDeadlineRules } from './api.ts'
import { runDeadlineCommand } from './public.ts'
import { deadlines } from './server.ts'
import { deadlineRules } from './rules/registry.ts'

describe('bailiwick deadline', () => {
  test('answers with due, steps, basis, provisional', () => {
    const out = runDeadlineCommand(['public-notice-service', '--from', '2026-09-23', '--set', 'others=2026-09-25', '--json'])
    expect(out.exitCode).toBe(0)
    expect(JSON.parse(out.text)).toMatchObject({ due: '2026-10-26', basis: ['民诉95', '解释138', '民诉85'], provisional: false })
    expect(JSON.parse(out.text).steps.length).toBeGreaterThan(3)
    expect(runDeadlineCommand(['enforcement-limit', '--from', '2026-09-18', '--json']).json).toMatchObject({
      due: '2027-03-18',
      provisional: true,
    })
    expect(runDeadlineCommand(['enforcement-limit', '--from', '2026-09-18']).text).toContain('2027-03-18（暂定）')
    expect(runDeadlineCommand(['enforcement-limit', '--from', '2026-09-18', '--lang', 'en']).text).toContain('2027-03-18 (provisional)')
  })
  test('--list and --help', () => {
    expect(JSON.parse(runDeadlineCommand(['--list', '--json']).text).rules).toHaveLength(Object.keys(deadlineRules).length)
    expect(runDeadlineCommand(['--list']).text).toContain('公告送达 / Service by public notice')
    expect(runDeadlineCommand(['--help'])).toMatchObject({ exitCode: 0 })
    expect(runDeadlineCommand(['evidence', '--help']).text).toContain('--set procedure= (ordinary|simple|small-claims|second-instance)')
  })
  test('refusals say what is wrong and leave with 2; a refusal by the law with 1', () => {
    expect(runDeadlineCommand(['defense', '--from', '2026-09-28', '--json'])).toMatchObject({
      exitCode: 2,
      json: { error: 'unknown-rule', nearest: ['defence', 'defence-copy'] },
    })
    expect(runDeadlineCommand(['defence', '--from', '2026-02-30'])).toMatchObject({
      exitCode: 2,
      json: { issues: [{ input: 'from', code: 'no-such-day' }] },
    })
    expect(runDeadlineCommand(['defence', '--from', '２０２６年９月２８日']).exitCode).toBe(0)
    expect(runDeadlineCommand(['defence'])).toMatchObject({ exitCode: 2, json: { issues: [{ code: 'missing' }] } })
    expect(runDeadlineCommand(['defence', '--from', '2026-09-28', '--set', 'abroad'])).toMatchObject({
      exitCode: 2,
      json: { issues: [{ code: 'not-k=v' }] },
    })
    expect(runDeadlineCommand(['defence', '--from', '2026-09-28', '--set', 'from=2026-09-29'])).toMatchObject({
      exitCode: 2,
      json: { issues: [{ code: 'repeated' }] },
    })
    expect(runDeadlineCommand(['evidence', '--from', '2026-09-28', '--set', 'days=14', '--json'])).toMatchObject({
      exitCode: 1,
      json: { error: 'evidence-too-short' },
    })
    for (const args of [[], ['defence', 'evidence'], ['--nothing'], ['defence', '--from'], ['defence', '--lang', 'fr']])
      expect(runDeadlineCommand(args).exitCode, args.join(' ')).toBe(2)
  })
})

describe('endpoints', () => {
  test('the list describes every rule and fits its response schema', async () => {
    const binding = deadlines.bindings.find((b) => b.endpoint === listDeadlineRules)
    const now = (await import('temporal-polyfill')).Temporal.Instant.from('2026-11-22T17:00:00Z')
    const reply = listDeadlineRules.response.parse(await binding?.handle({ calendar: builtInCalendar, now } as never, {}))
    expect(reply.today).toBe('2026-11-23')
    expect(reply.rules).toHaveLength(Object.keys(deadlineRules).length)
    expect(reply.rules.every((r) => r.inputs[0]?.name === 'from' && r.inputs[0].required)).toBe(true)
  })
  test('computes; refuses with a declared code', async () => {
    const handle = deadlines.bindings.find((b) => b.endpoint === calculateDeadline)?.handle
    const ask = (rule: string, body: object) => handle?.({ calendar: builtInCalendar } as never, { params: { rule }, body })
    expect(calculateDeadline.response.parse(await ask('defence', { from: '2026-09-28' }))).toMatchObject({
      due: '2026-10-13',
      basis: [{ key: '民诉128', zh: '《民事诉讼法》（2023年修正）第128条' }, { key: '民诉85' }],
    })
    await expect(ask('nothing', {})).rejects.toMatchObject({ code: 'unknown-rule', status: 404 })
    await expect(ask('defence', {})).rejects.toMatchObject({
      code: 'inputs-invalid',
      status: 422,
      detail: { issues: [{ path: 'from', code: 'missing' }] },
    })
    await expect(ask('retention', { from: '2026-09-28', period: 'permanent' })).rejects.toMatchObject({
      code: 'deadline-refused',
      detail: { reason: 'kept-for-ever' },
    })
  })
})
