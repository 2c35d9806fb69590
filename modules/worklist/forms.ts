/** Forms that a module completes by its own command; the plain "complete" act refuses them, so that no step is ticked off without its record. */
const owned = new Set<string>()
export const ownForm = (...forms: string[]): void => {
  for (const f of forms) owned.add(f)
}
export const isOwned = (form: string): boolean => owned.has(form)
