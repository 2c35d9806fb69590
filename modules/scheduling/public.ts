// For `simulate`: the commands check everything an HTTP call would.
export { drawCases, seedOf } from './commands/allocate.ts'
