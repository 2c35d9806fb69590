/** Levels of courts, highest first: 高级, 中级, 基层 (the SPC is no tenant). */
export const courtLevels = ['high', 'intermediate', 'basic'] as const
export type CourtLevel = (typeof courtLevels)[number]
export const courtLevelTitles: Readonly<Record<CourtLevel, { zh: string; en: string }>> = {
  high: { zh: '高级人民法院', en: 'High court' },
  intermediate: { zh: '中级人民法院', en: 'Intermediate court' },
  basic: { zh: '基层人民法院', en: 'Basic court' },
}
export const divisionKinds = ['filing', 'civil', 'criminal', 'administrative', 'enforcement', 'archive', 'management', 'other'] as const
export type DivisionKind = (typeof divisionKinds)[number]
export const divisionKindTitles: Readonly<Record<DivisionKind, { zh: string; en: string }>> = {
  filing: { zh: '立案', en: 'Case filing' },
  civil: { zh: '民事审判', en: 'Civil trial' },
  criminal: { zh: '刑事审判', en: 'Criminal trial' },
  administrative: { zh: '行政审判', en: 'Administrative trial' },
  enforcement: { zh: '执行', en: 'Enforcement' },
  archive: { zh: '档案', en: 'Archives' },
  management: { zh: '审判管理', en: 'Trial management' },
  other: { zh: '其他', en: 'Other' },
}
export const engagementStates = ['active', 'frozen', 'ended'] as const
export type EngagementState = (typeof engagementStates)[number]

export type Decision = { ok: true } | { ok: false; code: string }
export const yes: Decision = { ok: true }
export const no = (code: string): Decision => ({ ok: false, code })

/** 法院代字: 最高法, or a province with up to two pairs of digits (法〔2018〕335号), e.g. 苏, 苏12, 苏1204. */
export const isCourtCode = (code: string): boolean =>
  /^[京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军](?:\d{2}(?:\d{2})?)?$/u.test(code)

/** A court stands below one of a higher level. */
export const mayStandBelow = (child: CourtLevel, parent: CourtLevel): Decision =>
  courtLevels.indexOf(parent) < courtLevels.indexOf(child) ? yes : no('court-parent-level')

export const mayChangeEngagement = (state: EngagementState): Decision => (state === 'ended' ? no('engagement-ended') : yes)
export const mayTurnEngagement = (verb: 'freeze' | 'unfreeze' | 'end', state: EngagementState): Decision => {
  if (state === 'ended') return no('engagement-ended')
  if (verb === 'freeze' && state === 'frozen') return no('engagement-frozen')
  if (verb === 'unfreeze' && state !== 'frozen') return no('engagement-not-frozen')
  return yes
}
/** Roles of outsourced staff that do tasks; only their posts name services. */
export const workingRoles: readonly string[] = ['projectManager', 'teamLead', 'operator']
/** Services a post names (null: all of its engagement): each once, within what the engagement covers, and only where there is work to do. */
export const postServicesStand = (role: string, services: readonly string[] | null, covered: readonly string[]): Decision => {
  if (services === null) return yes
  if (!workingRoles.includes(role) || services.length === 0 || services.some((s) => !covered.includes(s))) return no('post-service-outside')
  return new Set(services).size === services.length ? yes : no('service-twice')
}
/** Maker ≠ checker: who froze an engagement cannot lift the freeze himself. */
export const mayLiftFreeze = (frozenBy: number | null, personId: number | null): Decision =>
  frozenBy !== null && frozenBy === personId ? no('frozen-by-yourself') : yes
/** Terms of an engagement: dates in order, not over before it begins to count, each service once. Dates 'YYYY-MM-DD'. */
export const termsStand = (t: { fromDate: string; untilDate: string; services: readonly string[] }, today: string): Decision => {
  if (t.untilDate < t.fromDate) return no('term-reversed')
  if (t.untilDate < today) return no('term-over')
  return new Set(t.services).size === t.services.length ? yes : no('service-twice')
}
