// What simulate and other modules may do with the hotline; the commands check everything an HTTP call would.
export { answerCall, finishCall, raiseAlarm, verifyCaller } from './commands/desk.ts'
export { importCalls } from './commands/import-calls.ts'
export { decideVersion, newArticle } from './commands/knowledge.ts'
export { callBackTicket, escalateLate, replyTicket } from './commands/tickets.ts'
export { inHand } from './queries.ts'
export { findTicket } from './queries-tickets.ts'
export { setExtension } from './commands/settings.ts'
