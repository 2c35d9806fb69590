import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const REVIEW = 'rulebook.review'
export const ACKNOWLEDGE = 'rulebook.acknowledge'

export const duties: readonly DutyDeclaration[] = [
  {
    key: REVIEW,
    words: {
      zh: { name: '审核服务商规章制度', text: '服务商报送的规章制度，五个工作日内审核是否不低于法院标准。' },
      en: {
        name: 'Review the contractor’s rules',
        text: 'Within five working days the court says whether the rules are no laxer than its own.',
      },
    },
    clauses: ['A-11.1'],
    subject: 'rule',
    debtor: 'court',
    roles: ['responsibleDepartment', 'trialManagement', 'commissioner'],
    when: { on: 'ruleSubmitted' },
    due: { workdays: 5, at: '17:00' },
    remind: [{ workdays: 2 }, { workdays: 1 }],
    evidence: { objects: ['rule-version'] },
    onMiss: 'none',
  },
  {
    key: ACKNOWLEDGE,
    words: {
      zh: { name: '签收法院书面告知', text: '法院告知规章制度变更或工作安排调整的，三个工作日内签收。' },
      en: {
        name: 'Acknowledge the court’s written notice',
        text: 'A notice of changed rules or arrangements is acknowledged within three working days.',
      },
    },
    clauses: ['A-10.3', 'A-10.5'],
    subject: 'court-notice',
    debtor: 'contractor',
    roles: ['projectManager'],
    when: { on: 'noticeServed' },
    due: { workdays: 3, at: '17:00' },
    remind: [{ workdays: 1 }],
    evidence: { objects: ['court-notice'] },
    onMiss: 'none',
  },
]
