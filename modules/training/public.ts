/** Three days a year (7.1.1.5): who owes how much, due when; for the duties of the contractor. */
export { shortfalls, type ShortfallRow } from './commands/shortfalls.ts'
