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
