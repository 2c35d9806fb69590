import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { advance } from '../rules/advance.ts'
import type { Definition } from '../rules/definition.ts'
import { parseDue } from '../rules/due.ts'
import { forms } from '../rules/forms.ts'
import { returnTargets } from '../rules/go-back.ts'
import { type Effect, newState, type State, type Variables } from '../rules/state.ts'
import { lintDefinition } from './lint.ts'
import { bpmnModdle, parseBpmn } from './parse.ts'

const files = ['filing-entry', 'scan-catalogue', 'service-of-process', 'materials']
const xmlOf = (key: string): string => readFileSync(new URL(`../../../standard/processes/${key}.bpmn`, import.meta.url), 'utf8')
const definitionOf = async (key: string): Promise<Definition> => {
  const parsed = await parseBpmn(xmlOf(key))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings))
  return parsed.definition
}

describe.each(files)('standard/processes/%s.bpmn', (key) => {
  it('parses, is clean, and is the definition of its own key', async () => {
    const definition = await definitionOf(key)
    expect(lintDefinition(definition, forms)).toEqual([])
    expect(definition.processId).toBe(key)
    expect(definition.documentation).toMatch(/重构/)
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition)
  })

  it('comes back from a modeller byte for byte', async () => {
    const { rootElement, warnings } = await bpmnModdle().fromXML(xmlOf(key))
    expect(warnings).toEqual([])
    expect((await bpmnModdle().toXML(rootElement, { format: true })).xml).toBe(xmlOf(key))
  })

  it('draws every element and every flow', async () => {
    const definition = await definitionOf(key)
    for (const id of [...Object.keys(definition.nodes), ...Object.keys(definition.flows)])
      expect(xmlOf(key)).toContain(`bpmnElement="${id}"`)
  })

  it('says every name in English too, those of the ways out of a choice included', async () => {
    const definition = await definitionOf(key)
    const named = [...Object.values(definition.nodes), ...Object.values(definition.flows)].filter((e) => e.name !== '')
    expect(named.filter((e) => !e.nameEn || /[\u4e00-\u9fff]/.test(e.nameEn)).map((e) => e.id)).toEqual([])
  })

  it('counts its times from moments that exist', async () => {
    const definition = await definitionOf(key)
    const dues = Object.values(definition.nodes).flatMap((n) => (n.kind === 'userTask' ? [n.mark.due] : n.kind === 'timer' ? [n.due] : []))
    for (const name of dues.flatMap((due) => parseDue(due)?.from.flat() ?? []))
      expect(name.endsWith('At') || definition.nodes[name]?.kind === 'userTask').toBe(true)
  })
})

/** Plays a course: `task` or `task:answer` completes, `!message` is told, `@timer` fires; answers where it stands and what was announced. */
const course = async (
  key: string,
  steps: string,
): Promise<{ state: State; definition: Definition; announced: string[]; end: string | null; at: string }> => {
  const definition = await definitionOf(key)
  const effects: Effect[] = []
  let state = newState()
  for (const step of ['', ...steps.split(/\s+/)].filter((s, i) => i === 0 || s !== '')) {
    const [element = '', answer] = step.replace(/^[!@]/, '').split(':')
    const node = definition.nodes[element]
    const outcome = node?.kind === 'userTask' ? node.mark.outcome : null
    const variables: Variables = outcome && answer ? { [outcome.variable]: answer } : {}
    const event =
      step === ''
        ? { type: 'start' as const }
        : step.startsWith('!')
          ? { type: 'message' as const, name: element }
          : step.startsWith('@')
            ? { type: 'timerFired' as const, timerId: state.timers.find((t) => t.elementId === element)?.id ?? -1 }
            : { type: 'taskCompleted' as const, taskId: state.tasks.find((t) => t.elementId === element)?.id ?? -1, variables }
    const answered = advance(definition, state, event)
    if (!answered.ok) throw new Error(`${step}: ${answered.code}, open: ${state.tasks.map((t) => t.elementId)}`)
    state = answered.state
    effects.push(...answered.effects)
  }
  const ended = effects.find((e) => e.type === 'ended')
  return {
    state,
    definition,
    announced: effects.flatMap((e) => (e.type === 'announce' ? [e.event] : [])),
    end: ended?.type === 'ended' ? `${ended.how} ${ended.elementId}` : null,
    at: state.tokens
      .filter((t) => t.status === 'waiting')
      .map((t) => t.elementId)
      .join(' '),
  }
}

const filed = 'intake:accept keyIn check:pass decision:accept'
const courses: [string, string, string, { end?: string; at?: string; announced?: string[] }][] = [
  [
    'filing-entry',
    'the plain case',
    `${filed} notices handover !feePaid`,
    { end: 'completed done', announced: ['caseFiled', 'feeSettled'] },
  ],
  ['filing-entry', 'the fee first, then the hand-over', `${filed} notices !feePaid handover`, { end: 'completed done' }],
  ['filing-entry', 'the check sends back', 'intake:accept keyIn check:return', { at: 'keyIn' }],
  [
    'filing-entry',
    'incomplete, supplemented',
    'intake:supplement supplement !supplementReceived',
    { at: 'intake', announced: ['filingClockRestarted'] },
  ],
  [
    'filing-entry',
    'incomplete at the decision',
    'intake:accept keyIn check:pass decision:supplement supplement !supplementReceived',
    { at: 'intake' },
  ],
  [
    'filing-entry',
    'never supplemented',
    'intake:supplement supplement @supplementLate notSupplemented:returned',
    { end: 'completed returned' },
  ],
  [
    'filing-entry',
    'insists on a ruling',
    'intake:supplement supplement @supplementLate notSupplemented:insists refusal',
    { end: 'completed refused' },
  ],
  ['filing-entry', 'refused', 'intake:accept keyIn check:pass decision:refuse refusal', { end: 'completed refused' }],
  [
    'filing-entry',
    'the fee stays unpaid, the judge waits on',
    `${filed} notices handover @feeLate feeDecision:wait !feePaid`,
    { end: 'completed done' },
  ],
  [
    'filing-entry',
    'the fee stays unpaid: withdrawn',
    `${filed} notices @feeLate feeDecision:withdrawn`,
    { at: 'handover', announced: ['caseFiled', 'feeSettled'] },
  ],
  [
    'scan-catalogue',
    'the plain batch',
    'receive:matched scan selfCheck:pass check:pass catalogue:clear returnOriginals',
    { end: 'completed done', announced: ['dossierMounted'] },
  ],
  ['scan-catalogue', 'counts differ', 'receive:mismatch returnSlip', { at: 'resubmitted', announced: ['clockStopped'] }],
  [
    'scan-catalogue',
    'counts differ, handed over again',
    'receive:mismatch returnSlip !resubmitted',
    { at: 'receive', announced: ['clockStopped', 'clockResumed'] },
  ],
  ['scan-catalogue', 'the self-check fails', 'receive:matched scan selfCheck:redo', { at: 'scan' }],
  ['scan-catalogue', 'quality check: rescan', 'receive:matched scan selfCheck:pass check:rescan', { at: 'scan' }],
  [
    'scan-catalogue',
    'quality check: pages missing',
    'receive:matched scan selfCheck:pass check:missingPages returnSlip',
    { at: 'resubmitted' },
  ],
  [
    'scan-catalogue',
    'papers of another case',
    'receive:matched scan selfCheck:pass check:wrongCase wrongCase',
    { end: 'terminated removed', announced: ['wrongCaseFound'] },
  ],
  [
    'scan-catalogue',
    'a page in doubt',
    'receive:matched scan selfCheck:pass check:pass catalogue:doubtful volumeDecision:settled',
    { at: 'returnOriginals' },
  ],
  [
    'scan-catalogue',
    'catalogued again',
    'receive:matched scan selfCheck:pass check:pass catalogue:doubtful volumeDecision:recatalogue',
    { at: 'catalogue' },
  ],
  [
    'service-of-process',
    'served by mail',
    'address:mail attempt feedback check:pass confirm:effective',
    { end: 'completed done', announced: ['serviceEffective'] },
  ],
  [
    'service-of-process',
    'not effective: the next method',
    'address:electronic attempt feedback check:pass confirm:notEffective address:direct',
    { at: 'attempt' },
  ],
  ['service-of-process', 'the result is sent back', 'address:direct attempt feedback check:return', { at: 'feedback' }],
  ['service-of-process', 'leaving needs the clerk', 'address:leave clerkApproval:approved', { at: 'attempt' }],
  [
    'service-of-process',
    'public notice needs the judge, and thirty days',
    'address:publicNotice judgeApproval:approved attempt',
    { at: 'noticePeriod' },
  ],
  [
    'service-of-process',
    'public notice to the end',
    'address:publicNotice judgeApproval:approved attempt @noticePeriod feedback check:pass confirm:effective',
    { end: 'completed done' },
  ],
  ['service-of-process', 'presumed service is confirmed without an attempt', 'address:presumed clerkApproval:approved', { at: 'confirm' }],
  ['service-of-process', 'a method refused', 'address:publicNotice judgeApproval:rejected', { at: 'address' }],
  [
    'service-of-process',
    'no address',
    'address:awaitAddress !addressProvided',
    { at: 'address', announced: ['clockStopped', 'clockResumed'] },
  ],
  ['materials', 'in, signed by the clerk', 'carry:listed signClerk:signed', { end: 'completed done', announced: ['materialSigned'] }],
  ['materials', 'signed by a stand-in', 'carry:listed !signedByStandIn', { at: 'putRight' }],
  ['materials', 'refused, put right, carried again', 'carry:listed signClerk:refused putRight', { at: 'carry' }],
  ['materials', 'not of this case', 'carry:listed signClerk:wrongCase', { end: 'completed otherCase', announced: ['materialUnmatched'] }],
  ['materials', 'the operator finds it wrong', 'carry:wrongCase', { end: 'completed otherCase' }],
]

describe('courses of the three service items', () => {
  it.each(courses)('%s: %s', async (key, _, steps, expected) => {
    const { end, at, announced } = await course(key, steps)
    expect(end).toBe(expected.end ?? null)
    if (expected.at !== undefined) expect(at).toBe(expected.at)
    if (expected.announced) expect(announced).toEqual(expected.announced)
  })

  it('a number once given is not taken back by a return', async () => {
    const before = await course('filing-entry', 'intake:accept keyIn check:pass')
    expect(returnTargets(before.state, before.state.tasks[0]?.id ?? 0)).toEqual(['check', 'keyIn', 'intake'])
    const after = await course('filing-entry', filed)
    expect(returnTargets(after.state, after.state.tasks[0]?.id ?? 0)).toEqual([])
  })

  it('a task is not completed without one of its answers', async () => {
    for (const answer of ['', ':perhaps']) await expect(course('filing-entry', `intake${answer}`)).rejects.toThrow('outcome-missing')
  })
})
