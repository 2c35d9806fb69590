// What other modules and `simulate` may do with filings; the commands check everything an HTTP call would.
export { checkEntry } from './commands/check-entry.ts'
export { decide, decideAfterNotice, decideFee, examine, refuseFiling } from './commands/decide.ts'
export { keyIn } from './commands/key-in.ts'
export { giveNotices, handOver, makeDocuments, voidFiling } from './commands/notices.ts'
export { type Received, receiveFiling } from './commands/receive-filing.ts'
export { feePaid, issueSupplement, supplementArrived } from './commands/supplement.ts'
