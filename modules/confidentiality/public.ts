export { openGrant, endGrantsOfTask, endGrants, grantOf, isDenied, type GrantRequest } from './grants.ts'
export { exposureOf } from './exposure.ts'
export { freeze, thaw } from './denials.ts'
