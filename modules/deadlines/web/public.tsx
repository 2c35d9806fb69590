/** An article key in words, for pages that show why a rule says no. */
export { citation } from '../rules/citations.ts'
