import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const RECALL = 'badges.recall'
/** with 6.6.1 and A-17: who may no longer work here carries no badge, uniform or device of this place. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: RECALL,
    words: {
      zh: {
        name: '收回工牌、服装、设备',
        text: '人员被否决、离职或不再任岗的，3个工作日内收回其工牌、服装和设备；登记归还或遗失即视为完成。',
      },
      en: {
        name: 'Take badge, uniform and devices back',
        text: 'From whoever is vetoed, has left or has no post here any more: taken back within 3 working days. Done by the recorded return, or loss.',
      },
    },
    clauses: ['A-12.3', '6.6.1'],
    subject: 'piece',
    debtor: 'contractor',
    roles: ['hr', 'projectManager'],
    when: { on: 'recalled' },
    due: { workdays: 3 },
    remind: [{ workdays: 1 }],
    evidence: { objects: ['piece'] },
    onMiss: 'none',
  },
]
