import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const COMPLAINT_DUTY = 'hotline.filing-complaint'
/** 登记13: who complains about filing is answered within fifteen days; the court's own miss shows too. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: COMPLAINT_DUTY,
    words: {
      zh: { name: '立案投诉十五日内答复', text: '当事人对立案工作的投诉，自受理之日起十五日内查清事实并答复。' },
      en: {
        name: 'Answer a complaint about filing within fifteen days',
        text: 'A party’s complaint about filing is looked into and answered within fifteen days of being taken.',
      },
    },
    clauses: ['登记13', '7.2.2'],
    subject: 'ticket',
    debtor: 'court',
    roles: ['trialManagement'],
    when: { on: 'filingComplaintTaken' },
    due: { days: 15, roll: 'forward' },
    remind: [{ days: 3 }],
    evidence: { objects: ['ticket'] },
    onMiss: 'none',
  },
]
