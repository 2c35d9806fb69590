export { eraseAccepted } from './commands/erase.ts'
export { correctAccepted } from './commands/correct.ts'
