import type { DutyDeclaration } from '../duties/rules/declaration.ts'
import type { PeriodKind } from './rules/statements.ts'

export const STATEMENT: Record<PeriodKind, string> = { quarter: 'standing.quarter-statement', year: 'standing.year-statement' }
export const CORRECT = 'standing.correct'
export const REVIEW = 'standing.review'
export const ASSESSMENT = 'standing.assessment'
export const NOTICE = 'standing.notice'
export const CURE = 'standing.cure'
export const MISSED = 'statementMissed'

const ofContractor = { debtor: 'contractor', roles: ['finance', 'projectManager'], onMiss: 'none' } as const
/**
 * 7.1.2 names no day for statements: a month after the quarter, four months after the year, as companies report. 6.6.3: the court's month runs from
 * the day it knew, whatever the day of the event.
 */
export const duties: readonly DutyDeclaration[] = [
  {
    ...ofContractor,
    key: STATEMENT.quarter,
    subject: 'engagement',
    words: {
      zh: { name: '报送季度财务报表', text: '季度终了后一个月内报送资产负债表、利润表和现金流量数据。' },
      en: {
        name: 'Financial statements of the quarter',
        text: 'Hand in balance sheet, income statement and cash flow within a month of the quarter’s end.',
      },
    },
    clauses: ['7.1.2'],
    when: { every: 'quarter' },
    due: { day: 'last', months: 1 },
    remind: [{ workdays: 10 }, { workdays: 3 }],
    evidence: { objects: ['financial-statement'] },
    onMiss: MISSED,
  },
  {
    ...ofContractor,
    key: STATEMENT.year,
    subject: 'engagement',
    words: {
      zh: { name: '报送年度财务报表', text: '年度终了后四个月内报送年度财务报表（有审计报告的一并报送）。' },
      en: {
        name: 'Financial statements of the year',
        text: 'Hand in the year’s statements, with the audit report if there is one, within four months.',
      },
    },
    clauses: ['7.1.2'],
    when: { every: 'year' },
    due: { day: 'last', months: 4 },
    remind: [{ workdays: 20 }, { workdays: 5 }],
    evidence: { objects: ['financial-statement'] },
    onMiss: MISSED,
  },
  {
    ...ofContractor,
    key: CORRECT,
    subject: 'financial-statement',
    words: {
      zh: { name: '更正财务报表', text: '法院退回的报表，5个工作日内更正重报。' },
      en: {
        name: 'Correct statements sent back',
        text: 'What the court sent back is corrected and handed in again within 5 working days.',
      },
    },
    clauses: ['7.1.2'],
    when: { on: 'statementReturned' },
    due: { workdays: 5 },
    remind: [{ workdays: 1 }],
    evidence: { objects: ['financial-statement'] },
  },
  {
    key: REVIEW,
    subject: 'financial-statement',
    debtor: 'court',
    roles: ['responsibleDepartment', 'commissioner'],
    words: {
      zh: { name: '审阅财务报表', text: '收到报表后10个工作日内审阅并写明意见，或者退回更正。' },
      en: { name: 'Review financial statements', text: 'Review statements within 10 working days of their arrival, or send them back.' },
    },
    clauses: ['7.1.2', '6.6.2'],
    when: { on: 'statementFiled' },
    due: { workdays: 10 },
    remind: [{ workdays: 3 }],
    evidence: { objects: ['financial-statement'] },
    onMiss: 'none',
  },
  {
    key: ASSESSMENT,
    subject: 'standing-event',
    debtor: 'court',
    roles: ['trialManagement', 'responsibleDepartment', 'commissioner'],
    words: {
      zh: { name: '履约能力评估', text: '知悉承包单位重大变化之日起一个月内作出履约能力评估。' },
      en: {
        name: 'Assessment of the ability to perform',
        text: 'Assess the contractor’s ability to perform within a month of knowing of the serious change.',
      },
    },
    clauses: ['6.6.3'],
    when: { on: 'seriousChangeKnown' },
    due: { months: 1 },
    remind: [{ workdays: 10 }, { workdays: 5 }, { workdays: 1 }],
    evidence: { objects: ['capability-assessment'] },
    onMiss: 'none',
    afterSubject: 'stays-owed',
  },
  {
    ...ofContractor,
    key: NOTICE,
    subject: 'standing-event',
    words: {
      zh: { name: '重大变化书面说明', text: '发生重大变化后5个工作日内书面告知法院并附证据；法院先行发现的，自登记之日起算。' },
      en: {
        name: 'Written notice of a serious change',
        text: 'Tell the court in writing, with evidence, within 5 working days; counted from the entry where the court found it first.',
      },
    },
    clauses: ['6.6.3', '7.1.2'],
    when: { on: 'seriousChange' },
    due: { workdays: 5 },
    remind: [{ workdays: 2 }, { workdays: 1 }],
    evidence: { objects: ['standing-event'] },
  },
  {
    ...ofContractor,
    key: CURE,
    subject: 'standing-event',
    words: {
      zh: { name: '限期整改证明', text: '在法院决定的期限内完成整改并上传证明。' },
      en: { name: 'Proof of cure', text: 'Cure what the court demanded by its day, and upload the proof.' },
    },
    clauses: ['6.6.3'],
    when: { on: 'cureDemanded' },
    due: { days: 0 },
    opens: { days: 400 },
    remind: [{ workdays: 5 }, { workdays: 1 }],
    evidence: { objects: ['standing-event'] },
  },
]
