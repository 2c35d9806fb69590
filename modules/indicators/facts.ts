/**
 * Where the facts of an indicator stand: a view that the module doing the work publishes, with the columns court_id, item_type, item_id,
 * case_id, service, engagement_id, team, person_id, due_at, started_at, done_at, exclusion_code, counted, variant. Modules above register
 * theirs at start-up; the names are code, never input.
 */
const views = new Map<string, string[]>()
export const publishFacts = (letter: string, view: string): void => {
  if (!/^[a-z_]+\.[a-z_]+$/.test(view)) throw new Error(`not a view name: ${view}`)
  views.set(letter, [...new Set([...(views.get(letter) ?? []), view])])
}
export const factViews = (letter: string): readonly string[] => views.get(letter) ?? []
