import type { Registered } from './public.ts'

/** What a party brings to the counter; names are made up. */
export const brought = (over: Partial<Registered> = {}): Registered => ({
  channel: 'counter',
  senderName: '张三',
  senderAs: 'party',
  shownPaper: 'idCard',
  phone: '13900001111',
  caseNumber: '',
  partyName: '',
  opponentName: '',
  note: '',
  items: [{ kind: 'evidence', title: '转账记录', copies: 2, pages: 3, original: false }],
  ...over,
})
