import type { DutyDeclaration } from './rules/declaration.ts'

export const VETTING_RENEWAL = 'workforce.vetting-renewal'
export const LABOUR_CONTRACT = 'workforce.labour-contract'
export const RELATIONS = 'confidentiality.relations'
export const CALENDAR_YEAR = 'duties.calendar-year'
export const LAW_REVIEW = 'laws.review'
export const LAW_IMPACT = 'laws.impact'
export const LAW_IMPACT_AGAIN = 'laws.impact-again'

/**
 * Duties whose evidence comes from the floors below, which cannot declare them themselves. Those of higher modules stand in their own duties.ts.
 */
export const duties: readonly DutyDeclaration[] = [
  {
    key: VETTING_RENEWAL,
    words: {
      zh: { name: '政治审核复审', text: '政治审核有效期届满前重新审核；届满未复审的，准入随之关闭，不得接触案件。' },
      en: {
        name: 'Renewal of the vetting',
        text: 'Vet again before the vetting ends; without it the gate closes on that day and the person reaches no case.',
      },
    },
    clauses: ['6.6.1'],
    subject: 'person',
    debtor: 'court',
    roles: ['trialManagement', 'commissioner', 'responsibleDepartment'],
    // Known by the last day it holds.
    when: { on: 'vettingEnds' },
    due: { days: 0 },
    opens: { days: 30 },
    remind: [{ days: 30 }, { workdays: 5 }, { workdays: 1 }],
    evidence: { objects: ['fact'] },
    onMiss: 'vettingLapsed',
  },
  {
    key: LABOUR_CONTRACT,
    words: {
      zh: { name: '签订并登记劳动合同', text: '自用工之日起一个月内订立书面劳动合同，并在系统登记（劳动合同法第十条）。' },
      en: {
        name: 'Labour contract on file',
        text: 'A written labour contract within one month of the first day of work, recorded here (Labour Contract Law, art. 10).',
      },
    },
    clauses: ['7.1.1.2', '劳动合同法10'],
    subject: 'person',
    debtor: 'contractor',
    roles: ['hr', 'projectManager'],
    when: { on: 'firstPost' },
    due: { months: 1 },
    remind: [{ workdays: 10 }, { workdays: 3 }, { workdays: 1 }],
    evidence: { objects: ['fact'] },
    onMiss: 'none',
  },
  {
    key: RELATIONS,
    words: {
      zh: {
        name: '申报亲属与利害关系',
        text: '驻场人员到岗七日内申报亲属与利害关系，此后每年核对一次并声明完整；与当事人有关系的，接触案件之前即回避。',
      },
      en: {
        name: 'Declaration of relatives and interests',
        text: 'Everybody on site declares relatives and interests within seven days of the first day, and states once a year that the declaration is complete; a relation to a party recuses before any access.',
      },
    },
    clauses: ['7.3.2.2', 'E-2.4'],
    subject: 'person',
    debtor: 'contractor',
    roles: ['hr', 'projectManager'],
    // Known by the last day the last statement holds.
    when: { on: 'relationsStatementEnds' },
    due: { days: 0 },
    opens: { days: 30 },
    remind: [{ days: 15 }, { workdays: 3 }, { workdays: 1 }],
    evidence: { objects: ['relations-statement'] },
    onMiss: 'none',
  },
  {
    key: CALENDAR_YEAR,
    words: {
      zh: { name: '导入下一年度放假安排', text: '国务院办公厅公布后、年底前导入下一年度放假调休安排；未导入的，次年期限一律标注暂定。' },
      en: {
        name: 'Import next year’s working-day calendar',
        text: 'Import the State Council’s holiday notice for next year before this year ends; until then every due time of next year is provisional.',
      },
    },
    clauses: ['民诉85'],
    subject: 'court',
    debtor: 'court',
    roles: ['systemAdmin'],
    when: { every: 'year' },
    due: { day: 'last' },
    opens: { days: 45 },
    remind: [{ days: 30 }, { days: 10 }, { days: 3 }, { days: 1 }],
    evidence: { objects: ['calendar'] },
    onMiss: 'none',
  },
  // The register sets the days (setting laws.changes) and tells the day that is reached; so these are due on that day itself.
  {
    key: LAW_REVIEW,
    words: {
      zh: { name: '法规变更复核', text: '法律法规变更后，逐处复核引用该法规的期限规则、协议模板等，记明是否调整。' },
      en: {
        name: 'Review after a change of law',
        text: 'Look again at each place that cites the changed law (rules of deadlines, templates …) and record whether it changes.',
      },
    },
    clauses: ['5.1'],
    subject: 'law-review',
    debtor: 'court',
    roles: ['trialManagement', 'responsibleDepartment', 'commissioner'],
    when: { on: 'lawChanged' },
    due: { days: 0, at: '17:00' },
    opens: { days: 60 },
    remind: [{ workdays: 9 }, { workdays: 3 }, { workdays: 1 }],
    evidence: { objects: ['law-review'] },
    onMiss: 'none',
  },
  {
    key: LAW_IMPACT,
    words: {
      zh: { name: '落实法规变更', text: '服务商及时了解并落实法律法规变更，提交学习、修订制度等落实证明。' },
      en: {
        name: 'Act on a change of law',
        text: 'The contractor acts on the change in time and hands in proof of it (training, revised rules).',
      },
    },
    clauses: ['7.3.1'],
    subject: 'law-impact',
    debtor: 'contractor',
    roles: ['projectManager', 'hr'],
    when: { on: 'lawChanged' },
    due: { days: 0, at: '17:00' },
    opens: { days: 60 },
    remind: [{ workdays: 9 }, { workdays: 3 }, { workdays: 1 }],
    evidence: { objects: ['law-impact-proof'] },
    onMiss: 'none',
  },
  {
    key: LAW_IMPACT_AGAIN,
    words: {
      zh: { name: '补正落实证明', text: '落实证明被退回的，五个工作日内按退回意见重新提交。' },
      en: { name: 'Better proof after a return', text: 'Proof that the court returned is handed in anew within five working days.' },
    },
    clauses: ['7.3.1'],
    subject: 'law-impact',
    debtor: 'contractor',
    roles: ['projectManager', 'hr'],
    when: { on: 'proofReturned' },
    due: { workdays: 5, at: '17:00' },
    remind: [{ workdays: 1 }],
    evidence: { objects: ['law-impact-proof'] },
    onMiss: 'none',
  },
]
