// The door for simulate and for modules above: the same commands the endpoints call.
export { addAddress, chooseMethod, decideMethod, provideAddress } from './commands/choose-method.ts'
export { confirmService, correctService, receivePleading } from './commands/confirm.ts'
export { addDocument, createSet, handOver } from './commands/hand-over.ts'
export { addEvidence, checkResult, recordAttempt, reportResult } from './commands/record-attempt.ts'
export { findOrder, wholeOrder } from './queries.ts'
export { ladderOf } from './rules/ladder.ts'
