export { eraseAccepted } from './commands/erase.ts'
