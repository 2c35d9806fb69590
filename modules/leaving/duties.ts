import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const HANDOVER = 'leaving.handover'
export const DATA_REQUEST = 'leaving.data-request'

/** The law says "in time" (个保法45, 46); fifteen days is what the product takes it for. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: HANDOVER,
    words: {
      zh: { name: '办结离场交接', text: '人员离场后5个工作日内交回物品、介质并办结交接。' },
      en: {
        name: 'Settle the handover of a leaver',
        text: 'Within 5 working days of the last day everything is handed back and the handover is settled.',
      },
    },
    clauses: ['A-12.3', 'A-16', 'A-22'],
    subject: 'departure',
    debtor: 'contractor',
    roles: ['hr', 'projectManager'],
    when: { on: 'personLeft' },
    due: { workdays: 5 },
    remind: [{ workdays: 2 }, { workdays: 1 }],
    evidence: { objects: ['departure'] },
    onMiss: 'none',
  },
  {
    key: DATA_REQUEST,
    words: {
      zh: { name: '答复个人信息请求', text: '本人查阅复制或更正个人信息的请求，15日内答复并说明理由。' },
      en: {
        name: 'Answer a request about personal data',
        text: 'A request for one’s data or their correction is answered within 15 days, with reasons.',
      },
    },
    clauses: ['个保法45', '个保法46'],
    subject: 'dataRequest',
    debtor: 'court',
    roles: ['trialManagement', 'responsibleDepartment'],
    when: { on: 'dataRequested' },
    due: { days: 15 },
    remind: [{ days: 5 }, { days: 1 }],
    evidence: { objects: ['data-request'] },
    onMiss: 'none',
  },
]
