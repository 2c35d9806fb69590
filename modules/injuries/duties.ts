import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const NOTICE = 'injuries.notice'
export const FILING = 'injuries.filing'

const ofInjury = {
  subject: 'injury',
  debtor: 'contractor',
  roles: ['projectManager', 'hr'],
  onMiss: 'none',
  afterSubject: 'stays-owed',
} as const
/** Both clocks run from the injury itself, not from when it was entered here. */
export const duties: readonly DutyDeclaration[] = [
  {
    ...ofInjury,
    key: NOTICE,
    words: {
      zh: { name: '工伤书面告知', text: '人员工作期间受伤后24小时内书面告知法院。' },
      en: { name: 'Written notice of an injury', text: 'Tell the court in writing within 24 hours of an injury at work.' },
    },
    clauses: ['A-12.5'],
    when: { on: 'injuryHappened' },
    due: { hours: 24 },
    remind: [{ hours: 12 }, { hours: 4 }],
    evidence: { objects: ['injury'] },
  },
  {
    ...ofInjury,
    key: FILING,
    // No work injury after all: nothing to file.
    afterSubject: 'falls-away',
    words: {
      zh: { name: '申请工伤认定', text: '自事故伤害发生之日起30日内申请工伤认定（工伤保险条例第十七条）。' },
      en: {
        name: 'File the work injury',
        text: 'Apply for recognition within 30 days of the injury (Work Injury Insurance Regulations, art. 17).',
      },
    },
    clauses: ['A-12.5', '工伤保险条例17'],
    when: { on: 'injuryHappened' },
    due: { days: 30 },
    remind: [{ days: 15 }, { days: 5 }, { days: 1 }],
    evidence: { objects: ['injury'] },
  },
]
