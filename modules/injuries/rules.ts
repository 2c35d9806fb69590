import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const stepKinds = ['hospital', 'notice', 'filing', 'recognition', 'assessment', 'settlement', 'other'] as const
export type StepKind = (typeof stepKinds)[number]
export const outcomes = ['settled', 'notWorkInjury'] as const
export type Outcome = (typeof outcomes)[number]
export const NOTICE_HOURS = 24

/** Claim by claim: recognised after filed, assessed and settled after recognised: the fund pays only for what is recognised (工伤保险条例 17, 21, 30). */
export const mayAdd = (kind: StepKind, done: readonly StepKind[], state: 'open' | 'closed', withFile: boolean): Decision => {
  if (state === 'closed') return no('injury-closed')
  if ((kind === 'notice' || kind === 'filing') && !withFile) return no('paper-needed')
  if ((kind === 'notice' || kind === 'filing') && done.includes(kind)) return no('step-done')
  if (kind === 'recognition' && !done.includes('filing')) return no('filing-first')
  return (kind === 'assessment' || kind === 'settlement') && !done.includes('recognition') ? no('recognition-first') : yes
}
export const mayClose = (
  i: { state: 'open' | 'closed'; notifiedAt: string | null; reportedBy: number },
  personId: number | null,
): Decision => {
  if (i.state === 'closed') return no('injury-closed')
  if (i.notifiedAt === null) return no('notice-missing')
  return i.reportedBy === personId ? no('second-person-required') : yes
}
export const outcomeFits = (outcome: Outcome, done: readonly StepKind[]): Decision =>
  outcome === 'settled' && !done.includes('settlement')
    ? no('settlement-missing')
    : outcome === 'notWorkInjury' && done.includes('recognition')
      ? no('recognised-already')
      : yes
