import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findFlaws } from '../bpmn/soundness.ts'
import { type Block, definitionOfBlock, type Placed } from '../fixtures.ts'
import { advance, awaitedMessages } from './advance.ts'
import type { Definition } from './definition.ts'
import { returnTargets, withdrawable } from './go-back.ts'
import { newState, type ProcessEvent, type State, type Variables } from './state.ts'

/** What is left to do of a block: the same processes told without tokens, as the measure for the engine. */
type Rest =
  | { kind: 'leaf'; block: Placed }
  | { kind: 'then'; now: Rest; later: Placed[] }
  | { kind: 'both'; branches: (Rest | null)[] }
  | { kind: 'repeat'; now: Rest; block: Placed & { kind: 'repeat' } }

const begin = (block: Placed, variables: Variables): Rest | null => {
  switch (block.kind) {
    case 'announce':
      return null
    case 'sequence':
      return following(block.blocks as Placed[], variables)
    case 'choice':
      return begin((variables[block.variable] === true ? block.yes : block.no) as Placed, variables)
    case 'both': {
      const branches = (block.blocks as Placed[]).map((b) => begin(b, variables))
      return branches.every((b) => b === null) ? null : { kind: 'both', branches }
    }
    case 'repeat': {
      const now = begin(block.body as Placed, variables)
      return now && { kind: 'repeat', now, block }
    }
    default:
      return { kind: 'leaf', block }
  }
}

const following = (blocks: Placed[], variables: Variables): Rest | null => {
  for (const [i, block] of blocks.entries()) {
    const now = begin(block, variables)
    if (now) return { kind: 'then', now, later: blocks.slice(i + 1) }
  }
  return null
}

const step = (rest: Rest, leaf: string, variables: Variables, interrupted: boolean): Rest | null => {
  switch (rest.kind) {
    case 'leaf':
      if (rest.block.id !== leaf) return rest
      return interrupted && rest.block.kind === 'guarded' ? begin(rest.block.instead as Placed, variables) : null
    case 'then': {
      const now = step(rest.now, leaf, variables, interrupted)
      return now ? { ...rest, now } : following(rest.later, variables)
    }
    case 'both': {
      const branches = rest.branches.map((b) => b && step(b, leaf, variables, interrupted))
      return branches.every((b) => b === null) ? null : { kind: 'both', branches }
    }
    case 'repeat': {
      const now = step(rest.now, leaf, variables, interrupted)
      if (now) return { ...rest, now }
      return variables[rest.block.variable] === true ? begin(rest.block, variables) : null
    }
  }
}

const leaves = (rest: Rest | null): string[] => {
  if (!rest) return []
  if (rest.kind === 'leaf') return [rest.block.id]
  return rest.kind === 'both' ? rest.branches.flatMap(leaves) : leaves(rest.now)
}

const variable = fc.constantFrom('a', 'b', 'c')
const leaf = fc.constantFrom<Block>(
  { kind: 'task' },
  { kind: 'task' },
  { kind: 'task' },
  { kind: 'timer' },
  { kind: 'message' },
  { kind: 'announce' },
)
/** A body that may be repeated must hold something that waits, else it is refused as endless. */
const withTask = (body: Block): Block => ({ kind: 'sequence', blocks: [{ kind: 'task' }, body] })
const anyBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('block'), { minLength: 1, maxLength: 3 }).map((blocks): Block => ({ kind: 'sequence', blocks })),
    fc.tuple(variable, tie('block'), tie('block')).map(([v, yes, no]): Block => ({ kind: 'choice', variable: v, yes, no })),
    fc.array(tie('block'), { minLength: 2, maxLength: 3 }).map((blocks): Block => ({ kind: 'both', blocks })),
    fc.tuple(variable, tie('block')).map(([v, body]): Block => ({ kind: 'repeat', variable: v, body: withTask(body) })),
    tie('block').map((instead): Block => ({ kind: 'guarded', instead })),
  ),
})).block
const block = fc
  .array(anyBlock, { minLength: 1, maxLength: 4 })
  .map((blocks): Block => ({ kind: 'sequence', blocks: [{ kind: 'task' }, ...blocks, { kind: 'task' }] }))

const move = fc.record({ pick: fc.nat(), timer: fc.boolean(), set: variable, value: fc.boolean() })
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never

/** The events open to a state, one for each way it can go on. */
const openEvents = (
  definition: Definition,
  state: State,
  variables: Variables,
): { event: ProcessEvent; leaf: string; interrupts: boolean }[] => [
  ...state.tasks.map((t) => ({ event: { type: 'taskCompleted' as const, taskId: t.id, variables }, leaf: t.elementId, interrupts: false })),
  ...state.timers.map((t) => {
    const node = definition.nodes[t.elementId]
    const boundary = node?.kind === 'boundary'
    return { event: { type: 'timerFired' as const, timerId: t.id }, leaf: boundary ? node.attachedTo : t.elementId, interrupts: boundary }
  }),
  ...awaitedMessages(definition, state).map((name) => ({
    event: { type: 'message' as const, name, variables },
    leaf: name.slice(1),
    interrupts: false,
  })),
]

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

const go = (definition: Definition, state: State, event: ProcessEvent): State => {
  const answer = advance(definition, frozen(state), frozen(event))
  if (!answer.ok) throw new Error(`${event.type} refused: ${answer.code}`)
  return answer.state
}

const waitingAt = (state: State): string[] =>
  state.tokens
    .filter((t) => t.status === 'waiting')
    .map((t) => t.elementId)
    .sort()

const shape = (state: State): string =>
  JSON.stringify([state.status, waitingAt(state), state.tokens.filter((t) => t.status === 'joining').length])

/** Plays the moves; `seen` looks at each state on the way. */
const play = (
  definition: Definition,
  moves: readonly Move[],
  seen: (state: State, taken: ReturnType<typeof openEvents>[number] | null, set: Variables) => void,
): State => {
  let state = go(definition, newState(), { type: 'start' })
  seen(state, null, {})
  for (const m of moves) {
    const set = { [m.set]: m.value }
    const open = openEvents(definition, state, set)
    const chosen = open[m.pick % Math.max(open.length, 1)]
    if (!chosen) break
    state = go(definition, state, chosen.event)
    seen(state, chosen, chosen.event.type === 'timerFired' ? {} : set)
  }
  return state
}

const runs = { numRuns: 300 }

describe('advance, for any block-structured process and any course of events', () => {
  it('has exactly the work open that is left to do: no token is lost or doubled', () => {
    fc.assert(
      fc.property(block, fc.array(move, { maxLength: 25 }), (b, moves) => {
        const { definition, placed } = definitionOfBlock(b)
        frozen(definition)
        let rest = begin(placed, {})
        let variables: Variables = {}
        play(definition, moves, (state, taken, set) => {
          variables = { ...variables, ...set }
          if (taken && rest) rest = step(rest, taken.leaf, variables, taken.interrupts)
          expect(waitingAt(state)).toEqual(leaves(rest).sort())
          expect(state.status).toBe(rest ? 'running' : 'completed')
          expect(state.tokens.length > 0).toBe(rest !== null)
        })
      }),
      runs,
    )
  })

  it('keeps its books: every task and timer belongs to a token that waits there, ids are never reused', () => {
    fc.assert(
      fc.property(block, fc.array(move, { maxLength: 25 }), (b, moves) => {
        const { definition } = definitionOfBlock(b)
        const closed = new Set<number>()
        let before: State | null = null
        play(definition, moves, (state) => {
          const ids = [...state.tokens, ...state.tasks, ...state.timers].map((row) => row.id)
          expect(new Set(ids).size).toBe(ids.length)
          expect(Math.max(0, ...ids)).toBeLessThan(state.nextId)
          for (const row of [...state.tasks, ...state.timers]) {
            expect(closed.has(row.id)).toBe(false)
            const token = state.tokens.find((t) => t.id === row.tokenId)
            const node = definition.nodes[row.elementId]
            expect(token?.status).toBe('waiting')
            expect(token?.elementId).toBe(node?.kind === 'boundary' ? node.attachedTo : row.elementId)
          }
          for (const row of [...(before?.tasks ?? []), ...(before?.timers ?? [])]) if (!ids.includes(row.id)) closed.add(row.id)
          before = state
        })
      }),
      runs,
    )
  })

  it('can always be brought to its end, and lint says so', () => {
    fc.assert(
      fc.property(block, fc.array(move, { maxLength: 15 }), (b, moves) => {
        const { definition } = definitionOfBlock(b)
        expect(findFlaws(definition).filter((flaw) => flaw.code !== 'too-complex')).toEqual([])
        let state = play(definition, moves, () => {})
        const done = { a: false, b: false, c: false }
        for (let i = 0; state.status === 'running' && i < 200; i++) {
          const [next] = openEvents(definition, state, done)
          if (!next) throw new Error('running, and nothing to do')
          state = go(definition, state, next.event)
        }
        expect(state).toMatchObject({ status: 'completed', tokens: [], tasks: [], timers: [] })
      }),
      runs,
    )
  })

  it('is deterministic, and survives being stored as JSON between any two steps', () => {
    fc.assert(
      fc.property(block, fc.array(move, { maxLength: 15 }), (b, moves) => {
        const { definition } = definitionOfBlock(b)
        let state = newState()
        const steps: State[] = []
        play(definition, moves, (s) => steps.push(s))
        for (const [i, event] of eventsOf(definition, moves).entries()) {
          const stored = JSON.parse(JSON.stringify(state)) as State
          const once = advance(definition, state, event)
          expect(advance(JSON.parse(JSON.stringify(definition)) as Definition, stored, event)).toEqual(once)
          if (!once.ok) throw new Error(once.code)
          state = once.state
          expect(state).toEqual(steps[i])
        }
      }),
      runs,
    )
  })

  it('after a return, completing the same tasks with the same answers leads back to where it was', () => {
    let compared = 0
    fc.assert(
      fc.property(block, fc.array(move, { maxLength: 20 }), fc.nat(), (b, moves, pick) => {
        const { definition } = definitionOfBlock(b)
        const state = play(definition, moves, () => {})
        const offers = state.tasks.flatMap((task) =>
          returnTargets(state, task.id)
            .slice(0, 1)
            .map((to) => ({ task, to })),
        )
        const offer = offers[pick % Math.max(offers.length, 1)]
        if (!offer) return
        const back = go(definition, state, { type: 'taskReturned', taskId: offer.task.id, to: offer.to, reason: '页码不符' })
        const again = back.tasks.find((t) => t.elementId === offer.to && !state.tasks.some((old) => old.id === t.id))
        if (!again) throw new Error('the task returned to is not open')
        compared += 1
        expect(back.tasks.some((t) => t.id === offer.task.id)).toBe(false)
        expect(back.tasks.length).toBe(state.tasks.length)
        expect(back.variables).toEqual(state.variables)
        expect(back.tokens.filter((t) => t.status === 'waiting').length).toBe(waitingAt(state).length)
        let forward = go(definition, back, { type: 'taskCompleted', taskId: again.id })
        // Timers and messages that lie between come again too.
        for (let i = 0; i < 100 && shape(forward) !== shape(state); i++) {
          const tokens = forward.tokens
            .filter((t) => !state.tasks.some((task) => task.tokenId === t.id && task.id !== offer.task.id))
            .map((t) => t.id)
          const next = openEvents(definition, forward, {}).find(
            ({ event }) => event.type === 'timerFired' && forward.timers.some((t) => t.id === event.timerId && tokens.includes(t.tokenId)),
          )
          const message = openEvents(definition, forward, {}).find(
            ({ event, leaf: at }) => event.type === 'message' && !waitingAt(state).includes(at),
          )
          if (!next && !message) break
          forward = go(definition, forward, (message ?? next)?.event as ProcessEvent)
        }
        // A loop whose variable is true, or a branch before it, may stand between: then the way back is longer, but nothing is lost.
        if (!JSON.stringify(b).match(/repeat|both|guarded/)) expect(shape(forward)).toBe(shape(state))
      }),
      runs,
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('taking back a completed task restores the work that was open before', () => {
    let compared = 0
    fc.assert(
      fc.property(block, fc.array(move, { maxLength: 20 }), (b, moves) => {
        const { definition } = definitionOfBlock(b)
        let before: State | null = null
        play(definition, moves, (state, taken) => {
          const was = before
          before = state
          if (!was || taken?.event.type !== 'taskCompleted' || !withdrawable(definition, state).includes(taken.leaf)) return
          const back = go(definition, state, { type: 'withdraw', elementId: taken.leaf })
          compared += 1
          expect(back.tasks.map((t) => t.elementId).sort()).toEqual(was.tasks.map((t) => t.elementId).sort())
        })
      }),
      runs,
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('while suspended takes nothing but resume and cancel, and resuming changes nothing else', () => {
    fc.assert(
      fc.property(block, fc.array(move, { maxLength: 15 }), (b, moves) => {
        const { definition } = definitionOfBlock(b)
        const state = play(definition, moves, () => {})
        if (state.status !== 'running') return
        const suspended = go(definition, state, { type: 'suspend', reasonCode: 'missing-pages' })
        for (const { event } of openEvents(definition, state, {})) {
          expect(advance(definition, suspended, event)).toMatchObject({ ok: false, code: 'process-suspended' })
        }
        expect(go(definition, suspended, { type: 'resume' })).toEqual(state)
        const cancelled = go(definition, suspended, { type: 'cancel', reasonCode: 'entered-twice' })
        expect(cancelled).toMatchObject({ status: 'cancelled', tokens: [], tasks: [], timers: [] })
        expect(advance(definition, cancelled, { type: 'resume' })).toMatchObject({ ok: false, code: 'process-ended' })
      }),
      runs,
    )
  })
})

/** The same course as events alone. */
const eventsOf = (definition: Definition, moves: readonly Move[]): ProcessEvent[] => {
  const events: ProcessEvent[] = [{ type: 'start' }]
  play(definition, moves, (_, taken) => {
    if (taken) events.push(taken.event)
  })
  return events
}
