/**
 * Kinds of material as data: what is urgent follows from the kind the operator picks, never from what somebody wrote (domain ④).
 * A court may name further urgent kinds in its settings; the four of the law stay.
 */
export const kinds = [
  'preservation',
  'recusal',
  'jurisdiction',
  'evidenceExtension',
  'complaint',
  'defence',
  'evidence',
  'authorisation',
  'addressConfirmation',
  'appraisal',
  'appeal',
  'withdrawal',
  'correction',
  'opinion',
  'receipt',
  'letter',
  'other',
] as const
export type Kind = (typeof kinds)[number]
/** 保全 (民诉103), 回避 (民诉47–48), 管辖异议 (民诉130), 延期举证 (民诉68): to the judge the same day. */
export const alwaysUrgent: readonly Kind[] = ['preservation', 'recusal', 'jurisdiction', 'evidenceExtension']

export const channels = ['counter', 'mail', 'dropBox', 'electronic'] as const
export const senderAs = ['party', 'agent', 'unit', 'other'] as const
export const shownPapers = ['idCard', 'lawyerLicence', 'officialLetter', 'other', 'none'] as const
export const refusalReasons = ['notMine', 'pagesDiffer', 'damaged', 'wrongCase'] as const
export const handOutWays = ['pickup', 'mail', 'unit'] as const
export const states = [
  'pool',
  'escalated',
  'awaiting',
  'returned',
  'carry',
  'carried',
  'refused',
  'signed',
  'desk',
  'differs',
  'handOut',
  'sent',
  'cancelled',
] as const
export type MaterialState = (typeof states)[number]

export interface MaterialSettings {
  /** Urgent besides the four of the law. */
  urgentKinds: readonly Kind[]
  /** Working days for all else (domain ④: one). */
  workdays: number
  /** Hours, day and night, until what cannot be matched goes to the court. */
  poolHours: number
}
export const usual: MaterialSettings = { urgentKinds: [], workdays: 1, poolHours: 24 }

export const isUrgent = (of: readonly { kind: string }[], s: Pick<MaterialSettings, 'urgentKinds'>): boolean =>
  of.some((i) => (alwaysUrgent as readonly string[]).includes(i.kind) || (s.urgentKinds as readonly string[]).includes(i.kind))
