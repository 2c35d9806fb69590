import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const REFILL = 'staffing.refill'
export const REPLACE = 'staffing.replace'

/** 7.1.1.3 (minimum staffing), A-9.3 (a suitable person instead), A-9.4 (people supplied in time). */
export const duties: readonly DutyDeclaration[] = [
  {
    key: REFILL,
    words: {
      zh: { name: '补足岗位人员', text: '在岗人数低于最低人数时，5个工作日内补足；重新达到最低人数即视为完成。' },
      en: {
        name: 'Fill the posts again',
        text: 'Below the minimum of a post or of the engagement: filled again within 5 working days. Done when the roster reaches the minimum.',
      },
    },
    clauses: ['7.1.1.3', 'A-9.4'],
    subject: 'vacancy',
    debtor: 'contractor',
    roles: ['projectManager', 'hr'],
    when: { on: 'belowMinimum' },
    due: { workdays: 5 },
    remind: [{ workdays: 3 }, { workdays: 1 }],
    evidence: { objects: ['vacancy'] },
    onMiss: 'none',
  },
  {
    key: REPLACE,
    words: {
      zh: { name: '答复换人要求', text: '法院要求另行安排人员的，在法院指定的日期前提出人选。' },
      en: { name: 'Answer a request for a replacement', text: 'The court asks for another person: one is named by the day it sets.' },
    },
    clauses: ['A-9.3'],
    subject: 'replacement',
    debtor: 'contractor',
    roles: ['projectManager', 'hr'],
    // Known by its last day.
    when: { on: 'replacementDue' },
    due: { days: 0 },
    opens: { days: 90 },
    remind: [{ workdays: 3 }, { workdays: 1 }],
    evidence: { objects: ['replacement'] },
    onMiss: 'none',
  },
]
