// What other modules and `simulate` may do with batches; the commands check everything an HTTP call would.
export { decideVolume, saveCatalogue } from './commands/catalogue.ts'
export { checkScan, finishScan, selfCheck } from './commands/check.ts'
export { disposeWrongCase, giveBackOriginals, issueSlip, receiveBatch } from './commands/count.ts'
export { handOver, resubmit } from './commands/hand-over.ts'
export { addUpload } from './commands/upload.ts'
export { putReadPages, putRescan, type ReadPage } from './pages/read-pages.ts'
export { countingPages, findBatch, recordOf } from './queries.ts'
