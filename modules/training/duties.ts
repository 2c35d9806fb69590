import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const ANNUAL = 'training.annual'

/** 7.1.1.5: at least three days in service each year, owed by whoever employs the person. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: ANNUAL,
    words: {
      zh: { name: '年度在岗培训', text: '驻场人员每年在岗培训不少于三天（六个半天），岗前培训不计入。' },
      en: {
        name: 'Training in service of the year',
        text: 'Everybody on site has at least three days (six half days) of training in service each year; pre-job days do not count.',
      },
    },
    clauses: ['7.1.1.5'],
    subject: 'person',
    debtor: 'contractor',
    roles: ['hr', 'projectManager'],
    when: { every: 'year' },
    due: { day: 'last' },
    remind: [{ days: 90 }, { days: 30 }, { workdays: 5 }],
    evidence: { objects: ['fact'] },
    onMiss: 'none',
  },
]
