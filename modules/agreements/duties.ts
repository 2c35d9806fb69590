import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const LETTER = 'agreements.letter'

/** 7.3.2.3: the owner of a key post signs a responsibility letter. The post knows its last day (setting agreements.keyPosts), so it is due on that day itself. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: LETTER,
    words: {
      zh: { name: '签署关键岗位保密责任书', text: '关键岗位确定保密责任人后，责任人在期限内签署保密责任书。' },
      en: {
        name: 'Responsibility letter of a key post',
        text: 'Whoever is named owner of a key post signs the responsibility letter in time.',
      },
    },
    clauses: ['7.3.2.3'],
    subject: 'key-post',
    debtor: 'contractor',
    roles: ['projectManager', 'hr'],
    when: { on: 'ownerNamed' },
    due: { days: 0, at: '17:00' },
    opens: { days: 60 },
    remind: [{ workdays: 2 }, { workdays: 1 }],
    evidence: { objects: ['agreement'] },
    onMiss: 'none',
  },
]
