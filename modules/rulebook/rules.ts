import { Temporal } from 'temporal-polyfill'

export const versionStates = ['issued', 'submitted', 'returned', 'approved', 'published'] as const
export const noticeKinds = ['rule', 'arrangement'] as const
/** one week. */
export const NOTICE_DAYS = 7

/** The first day a changed arrangement may begin when it is served on a day. */
export const earliestStart = (servedOn: string): string => Temporal.PlainDate.from(servedOn).add({ days: NOTICE_DAYS }).toString()
/** a week before, in writing; shorter only in an emergency that is told with its reason. */
export const mayServe = (
  servedOn: string,
  startOn: string,
  emergencyReason: string | null,
): { ok: true } | { ok: false; code: 'notice-too-short' | 'day-past' } =>
  startOn < servedOn
    ? { ok: false, code: 'day-past' }
    : startOn < earliestStart(servedOn) && !emergencyReason
      ? { ok: false, code: 'notice-too-short' }
      : { ok: true }
