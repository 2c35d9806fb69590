import type { KeyedIn } from './commands/key-in.ts'
import type { Received } from './commands/receive-filing.ts'

/** A complaint as it reaches the desk; names are made up. */
export const complaint = (over: Partial<Received> = {}): Received => ({
  applicant: '章佳禾', applicantKind: 'natural', respondent: '云川启明商贸有限公司', respondentKind: 'organisation', channel: 'window', statement: '请求判令被告归还借款本金及利息。', typeCode: '民初', next: 'complete',
  materials: [{ name: '民事起诉状', copies: 2, pages: 3, original: true }, { name: '借条复印件', copies: 2, pages: 1, original: false }], ...over,
})

/** What the operator types for it. `parties`: those of the draft, by id. */
export const typed = (content: { revision: number; parties: readonly { id: number; role: string }[] }, over: Partial<KeyedIn> & { papers?: [string, string] } = {}): KeyedIn => {
  const [claimant, opponent] = [content.parties.find((p) => p.role === 'plaintiff')?.id, content.parties.find((p) => p.role === 'defendant')?.id]
  const { papers = ['11010519491231002X', '91350100M000100Y43'], ...rest } = over
  return {
    caseRevision: content.revision, typeCode: '民初', procedure: 'simple', cause: '民间借贷纠纷', amount: '100000.00', warnings: 0,
    parties: [
      { id: claimant, role: 'plaintiff', kind: 'natural', name: '章佳禾', paperKind: 'idCard', paper: papers[0], phone: '13900001111', residence: '云川市临溪区一号', eServiceConsent: true, eServiceAddress: '13900001111' },
      { id: opponent, role: 'defendant', kind: 'organisation', name: '云川启明商贸有限公司', paperKind: 'uscc', paper: papers[1], representative: '顾某' },
      { role: 'agent', kind: 'natural', name: '吴律师', authority: 'general', firm: '云川某律师事务所', licence: '13212201010000001', agentOf: 0 },
    ],
    ...rest,
  }
}
