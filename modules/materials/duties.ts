import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const MATCH_DUTY = 'materials.match'
/** 材料收转: what cannot be placed is matched or put before the court within a day and a night. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: MATCH_DUTY,
    words: {
      zh: { name: '待匹配材料24小时内处理', text: '收到的材料不能当场匹配案件的，24小时内匹配，或者提请立案人员认定。' },
      en: {
        name: 'Place unmatched material within 24 hours',
        text: 'Material that cannot be matched at the counter is matched, or put before the filing officer, within 24 hours.',
      },
    },
    clauses: ['7.2.2'],
    subject: 'material',
    debtor: 'contractor',
    roles: ['teamLead'],
    when: { on: 'materialUnmatched' },
    due: { hours: 24 },
    remind: [{ hours: 4 }],
    evidence: { objects: ['material'] },
    onMiss: 'none',
  },
]
