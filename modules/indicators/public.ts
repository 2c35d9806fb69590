export { publishFacts } from './facts.ts'
