import { basename } from 'node:path'
import { createReadStream } from 'node:fs'
import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { findJob, mappingOf, registerList, shownJob, startList } from './commands/import-list.ts'
import { runList } from './commands/import-run.ts'
import type { ImportJob } from './api-import.ts'
import { checkMapping } from './rules/headers.ts'
import { queryGrams } from './rules/names.ts'

/** Lists out of CSV (UTF-8, GB18030) and XLSX, for whoever takes one in. */
export { inspectList, listRows } from './import/read-file.ts'
export { createCase, editCase, nextNumber, setJudge } from './commands/write-case.ts'
export { addParty, editParty, removeParty, revealParty } from './commands/write-party.ts'
export { openPaper, openPhone } from './commands/party-row.ts'
export { aboutParty, anyOf, findCase, partiesOf, causes, caseTypes, grantFor, grantsBehind, pageInScope, titleOfCase, type CaseRow } from './queries.ts'
export { formatCaseNumber, parseCaseNumber } from './rules/case-number.ts'

const MAX_BYTES = 256 * 1024 * 1024

/**
 * Imports a case list from a path, for the command line: the same checks and batches as over HTTP. `update`: what to do with cases that differ.
 * Answers the import's figures. Fail: import-wrong-type, import-not-text, import-empty, mapping-…, import-busy.
 */
export const importCasesFile = async (
  app: AppServices,
  courtId: number,
  path: string,
  options: { dryRun?: boolean; update?: 'none' | 'all'; onProgress?: (done: number, total: number | null) => void } = {},
): Promise<ImportJob> => {
  const file = await app.files.put(courtId, createReadStream(path), { maxBytes: MAX_BYTES })
  const job = await app.asSystem(courtId, async (ctx) => {
    const registered = await registerList(ctx, { ...file, name: basename(path) })
    const fault = checkMapping(mappingOf(registered.mapping), registered.headers.length)
    if (!fault.ok) throw new Fail(fault.code, 422, { headers: registered.headers })
    return startList(ctx, registered.id, options.dryRun ? 'checking' : 'running', options.update ?? 'none')
  })
  const read = () => app.asSystem(courtId, async (ctx) => shownJob(await findJob(ctx, job.id)))
  const report = options.onProgress
  const timer = report
    ? setInterval(
        () =>
          void read()
            .then((j) => report(j.doneRows, j.totalRows))
            .catch(() => {}),
        1000,
      )
    : null
  try {
    await runList(app, courtId, job.id)
    // A server on the same data may have taken the job first: wait for its end.
    for (;;) {
      const now = await read()
      if (now.state !== 'checking' && now.state !== 'running') return now
      await new Promise((turn) => setTimeout(turn, 500))
    }
  } finally {
    if (timer) clearInterval(timer)
  }
}

export interface RelatedCase {
  id: number
  number: string | null
  title: string
  causeName: string | null
  filedOn: string | null
  status: string
  /** 'paper': a party with the same paper number; 'name': the same name on the same side of the case. */
  because: 'paper' | 'name'
}
/**
 * Cases of the court that share a party with what is being entered: by paper number, else by whole name. For 立案: duplicates and related
 * cases while typing. Only what the actor may see; at most 20.
 */
export const relatedCases = async (
  ctx: Ctx,
  parties: readonly { name: string; paper?: string | null }[],
  exceptCaseId: number | null = null,
): Promise<RelatedCase[]> => {
  const courtId = ctx.actor.courtId
  const names = parties.map((p) => p.name.trim()).filter((n) => n.length > 1)
  const papers = parties.filter((p) => p.paper).map((p) => ctx.app.keys.blindIndex(p.paper!, { courtId, purpose: 'cases.party.id_no' }))
  if (names.length === 0 && papers.length === 0) return []
  const { rows } = await sql<RelatedCase>`
    with hit as (
      select f.party_id, 'paper' as because from unnest(${papers}::bytea[]) h(paper), cases.find_parties(null, null, h.paper, 50) f
      union all select f.party_id, 'name' from unnest(${names.map((n) => queryGrams(n).join(' '))}::text[]) g(grams),
        cases.find_parties(string_to_array(g.grams, ' '), null, null, 200) f)
    select distinct on (c.filed_on, c.id) c.id, c.number, c.title, c.cause_name as "causeName", c.filed_on as "filedOn", c.status, h.because
      from hit h join cases.party p on p.court_id = ${courtId} and p.id = h.party_id and (h.because = 'paper' or p.name = any (${names}::text[]))
      join cases.case_record c on c.court_id = p.court_id and c.id = p.case_id
     where c.id is distinct from ${exceptCaseId} and c.status <> 'void' order by c.filed_on desc, c.id desc, h.because desc limit 20`.execute(
    ctx.tx,
  )
  return rows
}
