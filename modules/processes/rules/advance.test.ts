import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { drawing, mark } from '../fixtures.ts'
import { advance, awaitedMessages } from './advance.ts'
import type { Definition, Trigger } from './definition.ts'
import { dueAt, parseDue } from './due.ts'
import { newState, type ProcessEvent, rowChanges, type State } from './state.ts'

const guarded = (on: Trigger, interrupting: boolean): Definition => {
  const { definition, node, flow } = drawing()
  node('work', { kind: 'userTask', mark: mark(), boundaries: [] })
  node('event', { kind: 'boundary', attachedTo: 'work', interrupting, on })
  node('chase', { kind: 'userTask', mark: mark(), boundaries: [] })
  node('end', { kind: 'end', terminate: false })
  node('stop', { kind: 'end', terminate: true })
  flow('start', 'work')
  flow('work', 'end')
  flow('event', 'chase')
  flow('chase', 'stop')
  return definition
}
const go = (definition: Definition, state: State, event: ProcessEvent) => {
  const answer = advance(definition, state, event)
  if (!answer.ok) throw new Error(answer.code)
  return answer
}
const open = (state: State): string[] => state.tasks.map((t) => t.elementId)

describe('boundary events', () => {
  const timer: Trigger = { kind: 'timer', due: 'P1D' }
  it('an interrupting timer closes the work and goes its own way', () => {
    const definition = guarded(timer, true)
    const { state } = go(definition, newState(), { type: 'start' })
    const { state: after, effects } = go(definition, state, { type: 'timerFired', timerId: state.timers[0]?.id ?? 0 })
    expect(open(after)).toEqual(['chase'])
    expect(effects.map((e) => e.type)).toEqual(['closeTimer', 'closeTask', 'openTask'])
    expect(effects[1]).toMatchObject({ how: 'interrupted' })
    expect(after.timers).toEqual([])
  })

  it('one that does not interrupt starts something beside the work, once', () => {
    const definition = guarded(timer, false)
    const { state } = go(definition, newState(), { type: 'start' })
    const { state: after } = go(definition, state, { type: 'timerFired', timerId: state.timers[0]?.id ?? 0 })
    expect(open(after)).toEqual(['work', 'chase'])
    const done = go(definition, after, { type: 'taskCompleted', taskId: after.tasks[0]?.id ?? 0 }).state
    expect([done.status, open(done)]).toEqual(['running', ['chase']])
  })

  it('completing the work stops its timer', () => {
    const definition = guarded(timer, true)
    const { state } = go(definition, newState(), { type: 'start' })
    const { state: after, effects } = go(definition, state, { type: 'taskCompleted', taskId: state.tasks[0]?.id ?? 0 })
    expect(after).toMatchObject({ status: 'completed', timers: [] })
    expect(effects).toContainEqual(expect.objectContaining({ type: 'closeTimer', how: 'cancelled' }))
    expect(advance(definition, { ...after, status: 'running' }, { type: 'timerFired', timerId: state.timers[0]?.id ?? 0 })).toMatchObject({
      code: 'no-such-timer',
    })
  })

  it('a message is taken while it is awaited, and only then; a terminating end closes everything', () => {
    const definition = guarded({ kind: 'message', message: 'voided' }, false)
    const { state } = go(definition, newState(), { type: 'start' })
    expect(awaitedMessages(definition, state)).toEqual(['voided'])
    expect(advance(definition, state, { type: 'message', name: 'other' })).toMatchObject({ ok: false, code: 'message-not-awaited' })
    const { state: both } = go(definition, state, { type: 'message', name: 'voided', variables: { why: 'merged' } })
    const { state: after, effects } = go(definition, both, { type: 'taskCompleted', taskId: both.tasks[1]?.id ?? 0 })
    expect(after).toMatchObject({ status: 'terminated', tokens: [], tasks: [], variables: { why: 'merged' } })
    expect(effects).toContainEqual(expect.objectContaining({ type: 'closeTask', elementId: 'work', how: 'terminated' }))
    expect(effects.at(-1)).toEqual({ type: 'ended', how: 'terminated', elementId: 'stop' })
  })
})

describe('refusals leave no trace', () => {
  it('a loop that never waits', () => {
    const { definition, node, flow } = drawing()
    node('a', { kind: 'exclusive', default: null })
    node('b', { kind: 'announce', event: 'again', feeds: [] })
    flow('start', 'a')
    flow('a', 'b')
    flow('b', 'a')
    expect(advance(definition, newState(), { type: 'start' })).toMatchObject({ ok: false, code: 'too-many-steps' })
  })

  it('a gateway with no open way keeps the task open', () => {
    const { definition, node, flow } = drawing()
    node('work', { kind: 'userTask', mark: mark(), boundaries: [] })
    node('way', { kind: 'exclusive', default: null })
    node('end', { kind: 'end', terminate: false })
    node('end2', { kind: 'end', terminate: false })
    flow('start', 'work')
    flow('work', 'way')
    flow('way', 'end', 'n > 3')
    flow('way', 'end2', 'n < 3')
    const { state } = go(definition, newState(), { type: 'start' })
    const complete = (n: unknown) =>
      advance(definition, state, { type: 'taskCompleted', taskId: 2, variables: { n } as Record<string, number> })
    expect(complete(3)).toEqual({ ok: false, code: 'no-path', elementId: 'way' })
    expect(complete('four')).toMatchObject({ code: 'no-path' })
    expect(complete(4)).toMatchObject({ ok: true, state: { status: 'completed' } })
    expect(complete({ valueOf: 4 })).toMatchObject({ code: 'bad-variable' })
    expect(
      advance(definition, state, { type: 'taskCompleted', taskId: 2, variables: JSON.parse('{"__proto__": 1, "n": 4}') }),
    ).toMatchObject({ code: 'bad-variable' })
  })

  it('events out of turn', () => {
    const definition = guarded({ kind: 'timer', due: 'P1D' }, true)
    const { state } = go(definition, newState(), { type: 'start' })
    expect(advance(definition, newState(), { type: 'resume' })).toMatchObject({ code: 'not-started' })
    expect(advance(definition, state, { type: 'start' })).toMatchObject({ code: 'already-started' })
    expect(advance(definition, state, { type: 'resume' })).toMatchObject({ code: 'not-suspended' })
    expect(advance(definition, state, { type: 'suspend', reasonCode: ' ' })).toMatchObject({ code: 'reason-required' })
    expect(advance(definition, state, { type: 'taskReturned', taskId: 2, to: 'work', reason: '缺页' })).toMatchObject({
      code: 'not-come-through',
    })
    expect(advance(definition, state, { type: 'withdraw', elementId: 'work' })).toMatchObject({ code: 'nothing-to-withdraw' })
  })
})

it('rowChanges says what to write', () => {
  const row = (id: number, name: string) => ({ id, name })
  expect(rowChanges([row(1, 'a'), row(2, 'b'), row(3, 'c')], [row(1, 'a'), row(2, 'x'), row(4, 'd')])).toEqual({
    inserted: [row(4, 'd')],
    updated: [row(2, 'x')],
    deleted: [3],
  })
})

describe('due rules', () => {
  const calendar = {
    version: 'weekends',
    isPublished: (year: number) => year === 2026,
    isWorkday: (d: Temporal.PlainDate) => d.dayOfWeek < 6,
    rollForward: (d: Temporal.PlainDate): Temporal.PlainDate => (d.dayOfWeek < 6 ? d : d.add({ days: 8 - d.dayOfWeek })),
    addWorkdays: (d: Temporal.PlainDate, n: number): Temporal.PlainDate => {
      let day = d
      for (let left = n; left > 0; ) {
        day = day.add({ days: 1 })
        if (day.dayOfWeek < 6) left -= 1
      }
      return day
    },
    workdaysBetween: () => 0,
  }
  const at = (text: string): Temporal.Instant => Temporal.Instant.from(`${text}+08:00`)
  const moments = {
    openedAt: at('2026-11-20T10:00'),
    variables: { handedOverAt: at('2026-11-18T09:00').toString(), note: 'no instant', over: at('2026-12-31T17:00').toString() },
    closedAt: { confirm: at('2026-11-19T16:00') },
  }
  it.each([
    ['P2WD', '2026-11-24T17:00', false],
    ['PT4H', '2026-11-20T14:00', false],
    ['PT8H', '2026-11-23T10:00', false],
    ['PT4H from=confirm', '2026-11-20T12:00', false],
    ['P1D', '2026-11-23T17:00', false],
    ['P2WD from=handedOverAt', '2026-11-20T17:00', false],
    ['P2WD from=note|handedOverAt', '2026-11-20T17:00', false],
    ['P2WD from=confirm,missing|handedOverAt', '2026-11-23T17:00', false],
    ['P2WD from=confirm,handedOverAt', '2026-11-23T17:00', false],
    ['P1D from=handedOverAt', '2026-11-19T17:00', false],
    ['P2M', '2027-01-20T17:00', true],
    ['P30D from=handedOverAt until=over', '2026-12-31T17:00', false],
    ['P1D from=handedOverAt until=note', '2026-11-19T17:00', false],
    ['P1D until=missing', '2026-11-23T17:00', false],
  ])('%s → %s', (text, expected, provisional) => {
    const rule = parseDue(text)
    if (!rule) throw new Error(text)
    expect(dueAt(rule, moments, calendar)).toEqual({ at: at(expected), provisional })
  })
  it.each(['', 'P0D', 'P2', 'soon', 'P2WD from=', 'P1D2H', 'PT', 'P9999D', 'P1D until=', 'P1D until=a|b', 'until=over'])('"%s" is none', (text) => expect(parseDue(text)).toBeNull())
})
