export { type GateEvent, onGateChanged, onVeto, type VetoEvent } from './events.ts'
export { liftVeto, recordFact, vetoPerson } from './commands.ts'
export { selectAdmitted, selectGate } from './queries.ts'
