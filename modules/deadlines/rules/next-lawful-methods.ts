import type { ServedDocument, ServiceProcedure } from './service-effect.ts'
import { type ServiceReason, serviceReasons } from './service-reasons.ts'

export type ServiceMethod = 'electronic' | 'at-court' | 'direct' | 'left' | 'mail' | 'commissioned' | 'forwarded' | 'public-notice'

/** What is known of one recipient of one document set. */
export interface Situation {
  document: ServedDocument
  procedure: ServiceProcedure
  /** Consent to electronic service, in any form of 民诉90 and 在线29. */
  consent: boolean
  hasTelephone: boolean
  hasAddress: boolean
  /** A postal address the addressee confirmed itself (送达地址确认书). */
  addressConfirmed: boolean
  /** Direct service is difficult (distance, absence …), as recorded. */
  directDifficult: boolean
  /** Direct service met a refusal. */
  refused: boolean
  livesInOtherCourtsArea: boolean
  /** Soldier, prisoner or in compulsory education: documents go through the unit (民诉92–94). */
  inInstitution: boolean
  whereaboutsUnknown: boolean
  /** Methods that have been tried without effect. */
  failed: readonly ServiceMethod[]
}
export interface MethodVerdict {
  method: ServiceMethod
  lawful: boolean
  /** Why not. */
  reasons: { code: ServiceReason; zh: string; en: string; basis: string }[]
  /** What the court must do or decide when it is used. */
  gate?: { code: ServiceReason; zh: string; en: string }
}

type Check = (s: Situation) => [ServiceReason, string][]
const tried = (m: ServiceMethod, s: Situation, basis: string): [ServiceReason, string][] =>
  s.failed.includes(m) ? [['method-failed', basis]] : []
const unless = (holds: boolean, reason: ServiceReason, basis: string): [ServiceReason, string][] => (holds ? [] : [[reason, basis]])

const others: readonly ServiceMethod[] = ['electronic', 'at-court', 'direct', 'left', 'mail', 'commissioned', 'forwarded']

const checks: Record<ServiceMethod, Check> = {
  electronic: (s) => [...unless(s.consent, 'no-consent', '民诉90'), ...tried('electronic', s, '民诉90')],
  'at-court': (s) => [...unless(s.hasTelephone && !s.whereaboutsUnknown, 'no-telephone', '解释131'), ...tried('at-court', s, '解释131')],
  direct: (s) => [
    ...unless(s.hasAddress && !s.whereaboutsUnknown, 'no-address', '民诉88'),
    ...unless(!s.inInstitution, 'must-be-forwarded', '民诉92'),
    ...tried('direct', s, '民诉88'),
  ],
  left: (s) => [
    ...unless(s.document !== 'mediation-statement', 'mediation-not-left', '解释133'),
    ...unless(s.refused, 'needs-refusal-first', '民诉89'),
    ...tried('left', s, '民诉89'),
  ],
  mail: (s) => [
    ...unless((s.hasAddress || s.addressConfirmed) && !s.whereaboutsUnknown, 'no-address', '民诉91'),
    ...unless(s.addressConfirmed || s.directDifficult || s.failed.includes('direct'), 'direct-not-difficult', '民诉91'),
    ...tried('mail', s, '民诉91'),
  ],
  commissioned: (s) => [
    ...unless(s.livesInOtherCourtsArea, 'other-court-not-nearer', '民诉91'),
    ...unless(s.directDifficult || s.failed.includes('direct') || s.failed.includes('mail'), 'direct-not-difficult', '民诉91'),
    ...tried('commissioned', s, '民诉91'),
  ],
  forwarded: (s) => [...unless(s.inInstitution, 'not-forwardable', '民诉92'), ...tried('forwarded', s, '民诉92')],
  'public-notice': (s) => [
    ...unless(s.procedure !== 'simple' && s.procedure !== 'small-claims', 'notice-simple-procedure', '解释140'),
    ...unless(s.document !== 'mediation-statement', 'notice-mediation', '解释133'),
    // Every method still lawful has to be tried first; what is unlawful here (no consent, no refusal) need not be.
    ...unless(
      s.whereaboutsUnknown || (s.failed.length > 0 && others.every((m) => checks[m](s).length > 0)),
      'notice-not-last-resort',
      '民诉95',
    ),
  ],
}

const gates: Partial<Record<ServiceMethod, ServiceReason>> = {
  direct: 'court-member-present',
  left: 'court-member-present',
  'public-notice': 'judge-decides',
}

/** The ladder of methods in the order of preference: the first lawful one is the one suggested; the others say why not yet. */
export const nextLawfulMethods = (s: Situation): MethodVerdict[] =>
  ([...others, 'public-notice'] as const).map((method) => {
    const reasons = checks[method](s).map(([code, basis]) => ({ code, ...serviceReasons[code], basis }))
    const gate = gates[method]
    return { method, lawful: reasons.length === 0, reasons, ...(gate ? { gate: { code: gate, ...serviceReasons[gate] } } : {}) }
  })
