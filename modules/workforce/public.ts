export { type GateEvent, onGateChanged, onVeto, type VetoEvent } from './events.ts'
export { liftVeto, vetoPerson } from './commands.ts'
export { type Evidence, recordEvidence as recordFact, revokeEvidence as revokeFact } from './evidence.ts'
export { selectAdmitted, selectGate } from './queries.ts'
