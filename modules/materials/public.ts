// What `simulate` and other modules may do with materials; the commands check everything an HTTP call would.
export { countAtDesk, handOut, putRight } from './commands/forms.ts'
export { makeLists, readList } from './commands/lists.ts'
export { decideMatch, escalate } from './commands/match.ts'
export { handIn, register, type Registered } from './commands/register.ts'
export { signList } from './commands/sign.ts'
