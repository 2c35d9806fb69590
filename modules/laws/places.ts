import type { Ctx } from '../../platform/http/context.ts'

/** A place of the product that cites a law: a deadline rule, a template, a process, a setting. */
export interface CitingPlace {
  /** Unique within the module; stays the same when the words change. */
  place: string
  title: { zh: string; en: string }
  /** Screen where it is read or changed; null: data of the product. */
  link: string | null
  /** `law`: key of the register; `article`: number or matter, '' for the whole. */
  cites: readonly { law: string; article: string }[]
}
type Source = (ctx: Ctx) => Promise<readonly CitingPlace[]>
const sources = new Map<string, Source>()

/** Modules register as data where they cite (5.1), in their server.ts; asked anew at each question, so templates of a court count too. */
export const registerCitations = (module: string, source: Source): void => void sources.set(module, source)

export interface Place extends CitingPlace {
  module: string
}
export const allPlaces = async (ctx: Ctx): Promise<Place[]> => {
  const found: Place[] = []
  for (const [module, source] of sources) for (const p of await source(ctx)) found.push({ ...p, module })
  return found
}

/** Versions of a contractor's own rules that may prove an action; lent by the module that keeps them. */
export type RuleVersions = (ctx: Ctx, contractorId: number) => Promise<readonly { id: number; title: string }[]>
let ruleVersions: RuleVersions = async () => []
export const lendRuleVersions = (fn: RuleVersions): void => {
  ruleVersions = fn
}
export const ruleVersionsOf: RuleVersions = (ctx, contractorId) => ruleVersions(ctx, contractorId)
