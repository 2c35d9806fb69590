import type { DutyDeclaration } from './rules/declaration.ts'

const base = (
  key: string,
): Pick<DutyDeclaration, 'key' | 'words' | 'clauses' | 'subject' | 'debtor' | 'roles' | 'remind' | 'evidence' | 'onMiss'> => ({
  key,
  words: { zh: { name: `样例 ${key}`, text: '样例' }, en: { name: `Specimen ${key}`, text: 'Specimen' } },
  clauses: ['8.1.2.1'],
  subject: 'engagement',
  debtor: 'court',
  roles: ['commissioner'],
  remind: [{ hours: 2 }],
  evidence: { objects: ['patrol'] },
  onMiss: 'none',
})
/** Duties of every cadence and rule, as later modules declare them: for tests and for the bench, not declared in the product. */
export const specimens = {
  /** 8.1.2.1: every working day until 17:30. */
  patrol: { ...base('specimen.patrol'), when: { every: 'workday' }, due: { days: 0, at: '17:30' } },
  /** 8.1.2.4: two a month. */
  inspection: {
    ...base('specimen.inspection'),
    clauses: ['8.1.2.4'],
    when: { every: 'month', times: 2 },
    due: { day: 'last', roll: 'back', at: '17:00' },
    remind: [{ workdays: 5 }],
  },
  /** last month's wages by the 15th. */
  wages: {
    ...base('specimen.wages'),
    clauses: ['A-9.5'],
    debtor: 'contractor',
    roles: ['hr', 'finance'],
    when: { every: 'month' },
    due: { day: 15, months: 1 },
    opens: { days: 15 },
    remind: [{ workdays: 3 }, { workdays: 1 }],
    evidence: { objects: ['payRegister'] },
    onMiss: 'wagesLate',
    afterSubject: 'stays-owed',
  },
  weekly: { ...base('specimen.weekly'), when: { every: 'week' }, due: { weekday: 5, roll: 'back', at: '17:00' } },
  quarterly: { ...base('specimen.quarterly'), when: { every: 'quarter' }, due: { workdays: 5 }, remind: [{ workdays: 2 }, { days: 1 }] },
  yearly: {
    ...base('specimen.yearly'),
    when: { every: 'year' },
    due: { day: 'last', roll: 'forward' },
    opens: { days: 60 },
    remind: [{ days: 30 }],
  },
  /** 24 hours from the event. */
  injury: {
    ...base('specimen.injury'),
    clauses: ['A-12.5'],
    debtor: 'contractor',
    roles: ['projectManager'],
    subject: 'person',
    when: { on: 'injury' },
    due: { hours: 24 },
    remind: [{ hours: 6 }],
    evidence: { objects: ['notice'] },
    onMiss: 'injuryUntold',
  },
  /** Nothing of it stays in the system. */
  byHand: {
    ...base('specimen.by-hand'),
    when: { every: 'month' },
    due: { day: 'last' },
    evidence: { tick: { zh: '口头通报，系统内无留存', en: 'Told by word of mouth; nothing stays in the system' } },
  },
} as const satisfies Record<string, DutyDeclaration>
