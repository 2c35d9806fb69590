import type { DutyDeclaration } from '../duties/rules/declaration.ts'
import { NOTICE_HOURS } from './rules.ts'

export const NOTIFY_COURT = 'disclosure.notify-court'

/** 立即通知甲方. The hours run through day and night from the minute the demand arrived. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: NOTIFY_COURT,
    words: {
      zh: { name: '将依法要求披露通知法院', text: '有权组织或个人依法要求披露卷宗的，收到要求后2小时内在系统中通知法院。' },
      en: {
        name: 'Tell the court of a statutory demand',
        text: 'A demand by law to disclose a dossier is told to the court here within 2 hours.',
      },
    },
    clauses: ['A-18'],
    subject: 'release',
    debtor: 'contractor',
    roles: ['projectManager', 'teamLead'],
    when: { on: 'demandReceived' },
    due: { hours: NOTICE_HOURS },
    remind: [{ hours: 1 }],
    evidence: { objects: ['release'] },
    onMiss: 'none',
  },
]
