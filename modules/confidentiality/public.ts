export { openGrant, endGrantsOfTask, endGrants, grantOf, isDenied, type GrantRequest } from './grants.ts'
export { exposureOf } from './exposure.ts'
export { type GlassEvent, onGlass } from './glass.ts'
export { freeze, liftVetoOf, onDenied, thaw } from './denials.ts'
