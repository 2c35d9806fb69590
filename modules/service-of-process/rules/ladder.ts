import type { MethodVerdict, ServiceMethod, Situation } from '../../deadlines/rules/next-lawful-methods.ts'
import { nextLawfulMethods } from '../../deadlines/rules/next-lawful-methods.ts'
import type { ServedDocument, ServiceProcedure } from '../../deadlines/rules/service-effect.ts'
import { type AddressFacts, addressSources, type AttemptFacts, type Method, type OrderFacts, type SetKind } from './shape.ts'

export const lawName: Record<Exclude<Method, 'presumed' | 'awaitAddress'>, ServiceMethod> = {
  electronic: 'electronic',
  pickup: 'at-court',
  direct: 'direct',
  leave: 'left',
  mail: 'mail',
  commission: 'commissioned',
  transfer: 'forwarded',
  publicNotice: 'public-notice',
}
const ourName = Object.fromEntries(Object.entries(lawName).map(([ours, law]) => [law, ours])) as Record<ServiceMethod, Method>

export const servedDocument = (kind: SetKind): ServedDocument =>
  kind === 'mediation' ? 'mediation-statement' : kind === 'summons' ? 'notice' : kind === 'appeal' ? 'other' : kind
export const procedureOf = (procedure: string): ServiceProcedure =>
  procedure === 'small'
    ? 'small-claims'
    : procedure === 'second'
      ? 'second-instance'
      : procedure === 'simple' || procedure === 'special' || procedure === 'enforcement'
        ? procedure
        : 'ordinary'

/** Candidates in the order of 送达19 §8–9. */
export const inLawfulOrder = <A extends Pick<AddressFacts, 'source' | 'id'>>(addresses: readonly A[]): A[] =>
  [...addresses].sort((a, b) => addressSources.indexOf(a.source) - addressSources.indexOf(b.source) || a.id - b.id)

/** What of an order the ladder asks for; the page that chooses a method computes it too, while the facts are being entered. */
export type LadderFacts = Pick<
  OrderFacts,
  'kind' | 'procedure' | 'consent' | 'directDifficult' | 'otherCourt' | 'institution' | 'whereaboutsUnknown' | 'addresses'
> & { attempts: readonly Pick<AttemptFacts, 'method' | 'addressId' | 'state' | 'outcome'>[] }

export const situationOf = (o: LadderFacts): Situation => {
  const of = (kind: string) => o.addresses.filter((a) => a.kind === kind)
  return {
    document: servedDocument(o.kind),
    procedure: procedureOf(o.procedure),
    consent: o.consent !== null && of('electronic').length > 0,
    hasTelephone: of('telephone').length > 0,
    hasAddress: of('postal').length > 0,
    addressConfirmed: of('postal').some((a) => a.source === 'confirmed'),
    directDifficult: o.directDifficult,
    refused: o.attempts.some((a) => a.outcome === 'refused' && (a.method === 'direct' || a.method === 'mail')),
    livesInOtherCourtsArea: o.otherCourt,
    inInstitution: o.institution,
    whereaboutsUnknown: o.whereaboutsUnknown,
    failed: failedMethods(o),
  }
}

/** A method is spent when it failed at every address it could go to; one untried address keeps it open (送达19 §8–9 name several). */
const failedMethods = (o: LadderFacts): ServiceMethod[] => {
  const spent: ServiceMethod[] = []
  for (const [ours, law] of Object.entries(lawName)) {
    const tried = o.attempts.filter((a) => a.method === ours && a.state === 'failed')
    if (tried.length === 0) continue
    const kind = ours === 'electronic' ? 'electronic' : ours === 'pickup' ? 'telephone' : 'postal'
    const left =
      ['electronic', 'mail', 'direct'].includes(ours) &&
      o.addresses.some((a) => a.kind === kind && !tried.some((t) => t.addressId === a.id))
    if (!left) spent.push(law)
  }
  return spent
}

export interface LadderStep {
  method: Method
  lawful: boolean
  reasons: { code: string; zh: string; en: string; basis: string }[]
  /** The court decides on it, or has to be present. */
  gate: { code: string; zh: string; en: string } | null
  /** The first lawful one. */
  suggested: boolean
}
const noReturnedMail = {
  code: 'presumed-needs-returned-mail',
  zh: '推定送达须有已退回的邮寄送达',
  en: 'Presumed service rests on mail that was returned',
  basis: '送达19-8',
}
const methodsLeft = {
  code: 'await-methods-left',
  zh: '仍有可用的送达方式，不能停止计时',
  en: 'A lawful method is left; the clock cannot be stopped',
  basis: '合同',
}
/** Consent is there, the address is not: saying "no consent" would send the operator to ask for what he has. */
const noElectronicAddress = {
  code: 'no-electronic-address',
  zh: '受送达人已同意电子送达，但尚无电子送达地址，请先增加地址线索',
  en: 'The recipient consented, but there is no electronic address yet: add one first',
  basis: '民诉90',
}
const clerkDecides = { code: 'clerk-decides', zh: '须由书记员或审判人员决定', en: 'The clerk or a judge decides' }

/** The ladder: lawful methods, the one suggested, and why the others are not open yet. */
export const ladderOf = (o: LadderFacts): LadderStep[] => {
  const verdicts: MethodVerdict[] = nextLawfulMethods(situationOf(o))
  const steps: LadderStep[] = verdicts.map((v) => ({
    method: ourName[v.method],
    lawful: v.lawful,
    reasons: o.consent === null ? v.reasons : v.reasons.map((r) => (r.code === 'no-consent' ? noElectronicAddress : r)),
    gate: v.gate ?? null,
    suggested: false,
  }))
  const suggested = steps.find((s) => s.lawful)
  if (suggested) suggested.suggested = true
  const left = steps.find((s) => s.method === 'leave')
  if (left) left.gate = clerkDecides
  const returned = o.attempts.some((a) => a.method === 'mail' && a.outcome === 'returned' && a.state === 'failed')
  steps.push({
    method: 'presumed',
    lawful: returned && o.kind !== 'mediation',
    reasons: returned && o.kind !== 'mediation' ? [] : [noReturnedMail],
    gate: clerkDecides,
    suggested: false,
  })
  // A clock is stopped only when nothing else can be done: otherwise waiting would be the easiest way never to be late.
  const open = steps.some((s) => s.lawful && s.method !== 'publicNotice' && s.method !== 'presumed')
  steps.push({ method: 'awaitAddress', lawful: !open, reasons: open ? [methodsLeft] : [], gate: null, suggested: !open && !suggested })
  return steps
}
