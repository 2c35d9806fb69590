// What other modules and `simulate` may do with materials; the commands check everything an HTTP call would.
export { countAtDesk, findWrong, handOut, putRight } from './commands/forms.ts'
export { makeLists, readList } from './commands/lists.ts'
export { decideMatch, decidePool, escalate, matchMaterial, supplementFacts } from './commands/match.ts'
export { handIn, type HandedIn, register, type Registered } from './commands/register.ts'
export { chase, signList } from './commands/sign.ts'
