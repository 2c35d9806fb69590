import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const MONTHLY = 'wages.monthly'
export const CORRECT_MONTH = 'wages.correct-month'
export const CORRECT_STATEMENT = 'wages.correct-statement'
export const STATEMENTS = { quarter: 'wages.quarter-statement', year: 'wages.year-statement', payPlan: 'wages.pay-plan' } as const

const ofEngagement = {
  subject: 'engagement',
  debtor: 'contractor',
  roles: ['finance', 'hr', 'projectManager'],
  onMiss: 'none',
  afterSubject: 'stays-owed',
} as const
/** by the 15th, off-day or not. The standard names no day for the plan: the end of January after the year it rests on. */
export const duties: readonly DutyDeclaration[] = [
  {
    ...ofEngagement,
    key: MONTHLY,
    words: {
      zh: { name: '发放上月工资并报送清单', text: '每月15日前发放上月工资，并报送工资发放表、社会保险清单、住房公积金清单和发放日期。' },
      en: {
        name: 'Last month’s wages and their lists',
        text: 'Pay last month’s wages by the 15th and hand in register, social-insurance and housing-fund lists with the day of payment.',
      },
    },
    clauses: ['A-9.5', 'A-12.8'],
    when: { every: 'month' },
    due: { day: 15, months: 1 },
    opens: { days: 15 },
    remind: [{ workdays: 5 }, { workdays: 2 }, { workdays: 1 }],
    evidence: { objects: ['wages-month'] },
    onMiss: 'wagesLate',
  },
  {
    ...ofEngagement,
    key: STATEMENTS.quarter,
    words: {
      zh: { name: '季度费用使用情况说明', text: '每季度末报送本季度费用使用情况说明书和费用票据复印件。' },
      en: {
        name: 'Expense statement of the quarter',
        text: 'At the end of each quarter hand in the statement of expenses with copies of receipts.',
      },
    },
    clauses: ['A-12.8'],
    when: { every: 'quarter' },
    due: { day: 'last' },
    opens: { days: 20 },
    remind: [{ workdays: 10 }, { workdays: 3 }],
    evidence: { objects: ['expense-statement'] },
  },
  {
    ...ofEngagement,
    key: STATEMENTS.year,
    words: {
      zh: { name: '年度费用使用情况说明', text: '每年度末报送本年度费用使用情况说明书。' },
      en: { name: 'Expense statement of the year', text: 'At the end of each year hand in the statement of the year’s expenses.' },
    },
    clauses: ['A-12.8'],
    when: { every: 'year' },
    due: { day: 'last' },
    opens: { days: 30 },
    remind: [{ workdays: 10 }, { workdays: 3 }],
    evidence: { objects: ['expense-statement'] },
  },
  {
    ...ofEngagement,
    key: STATEMENTS.payPlan,
    words: {
      zh: { name: '年度薪资调整方案', text: '根据全年费用实际使用情况制定员工薪资调整方案，次年1月31日前报送。' },
      en: {
        name: 'Pay-adjustment plan of the year',
        text: 'From the year’s actual expenses plan how pay is adjusted; hand it in by 31 January.',
      },
    },
    clauses: ['A-12.9'],
    when: { every: 'year' },
    due: { day: 31, months: 1 },
    opens: { days: 45 },
    remind: [{ workdays: 10 }, { workdays: 3 }],
    evidence: { objects: ['expense-statement'] },
  },
  {
    ...ofEngagement,
    key: CORRECT_MONTH,
    subject: 'wagesMonth',
    words: {
      zh: { name: '补正工资报送', text: '法院退回的工资报送，5个工作日内补正重报。' },
      en: { name: 'Correct wages sent back', text: 'What the court sent back is corrected and handed in again within 5 working days.' },
    },
    clauses: ['A-12.8'],
    when: { on: 'wagesReturned' },
    due: { workdays: 5 },
    remind: [{ workdays: 1 }],
    evidence: { objects: ['wages-month'] },
  },
  {
    ...ofEngagement,
    key: CORRECT_STATEMENT,
    subject: 'expenseStatement',
    words: {
      zh: { name: '补正费用说明或调薪方案', text: '法院退回的说明书或方案，5个工作日内补正重报。' },
      en: {
        name: 'Correct a statement sent back',
        text: 'What the court sent back is corrected and handed in again within 5 working days.',
      },
    },
    clauses: ['A-12.8', 'A-12.9'],
    when: { on: 'statementReturned' },
    due: { workdays: 5 },
    remind: [{ workdays: 1 }],
    evidence: { objects: ['expense-statement'] },
  },
]
