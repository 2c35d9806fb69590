import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Upload } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { inspectList, listRows } from '../../cases/public.ts'
import type { Imported } from '../api.ts'
import { engagementFor, hashOf, settingsOf } from '../queries.ts'
import { type Layout, layoutOf, mergeLegs, type Mapping, plainFields, type ReadCall, readRow, type RowFault } from '../rules/cdr.ts'
import { exclusionOf } from '../rules/judge.ts'
import { numberColumns } from './enter-call.ts'
import { testHashes } from './judge-calls.ts'

const MAX_ROWS = 100_000
const SHOWN_FAULTS = 200
const BATCH = 2000
const mappings = z.partialRecord(z.enum(plainFields), z.number().int().min(0).max(511))

/** The columns the page said, where the file's own names say nothing. Fail: mapping-wrong. */
const stated = (text: string | undefined): Mapping | null => {
  if (!text) return null
  try {
    const m = mappings.parse(JSON.parse(text))
    if (m.callId !== undefined && m.queuedAt !== undefined && m.endedAt !== undefined) return m as Mapping
  } catch {
    // falls through to the refusal
  }
  throw new Fail('mapping-wrong', 422)
}
/**
 * A file of the telephone system. Rows that cannot be read are named, all others are taken; what is there already stays as it is, so that importing
 * again changes nothing. `dryRun` writes nothing. Fail: columns-unknown, mapping-wrong, import-…
 */
export const importCalls = async (ctx: Ctx, file: Upload): Promise<Imported> => {
  const wanted = Number(file.fields.engagementId)
  const engagementId = await engagementFor(ctx, Number.isSafeInteger(wanted) && wanted > 0 ? wanted : null)
  const dryRun = file.fields.dryRun === '1'
  const read = await readFile(ctx, await ctx.app.files.read(ctx.actor.courtId!, file.sha256), stated(file.fields.mapping))
  const calls = mergeLegs(read.legs)
  const done = dryRun ? await compare(ctx, calls) : await write(ctx, calls, engagementId)
  const result: Imported = {
    rows: read.rows,
    calls: calls.length,
    ...done,
    failed: read.failed,
    format: read.layout.format,
    errors: read.faults,
    dryRun,
  }
  if (!dryRun) {
    const { rows } = await sql<{
      id: number
    }>`insert into hotline.import (court_id, engagement_id, name, sha256, format, rows, added, known, joined, failed, errors, by_person)
      values (${ctx.actor.courtId}, ${engagementId}, ${file.name.slice(0, 200)}, ${file.sha256}, ${read.layout.format}, ${read.rows}, ${done.added}, ${done.known}, ${done.joined}, ${read.failed}, ${JSON.stringify(read.faults)}::jsonb, ${ctx.actor.personId}) returning id`.execute(
      ctx.tx,
    )
    await ctx.audit({
      verb: 'hotline.import',
      objectType: 'callImport',
      objectId: rows[0]!.id,
      data: { rows: read.rows, added: done.added, known: done.known, failed: read.failed },
    })
  }
  return result
}

const readFile = async (ctx: Ctx, bytes: Uint8Array, mapping: Mapping | null) => {
  const list = await inspectList(bytes)
  let layout: Layout | null = null
  let begun = false
  let rows = 0
  let failed = 0
  const faults: RowFault[] = []
  const legs: ReadCall[] = []
  for await (const batch of listRows(bytes, list))
    for (const { row, cells } of batch) {
      if (cells.every((c) => c.trim() === '')) continue
      if (!begun) {
        begun = true
        layout = mapping ? { format: 'plain', header: true, at: mapping } : layoutOf(cells)
        if (!layout) throw new Fail('columns-unknown', 422, { headers: cells.slice(0, 40).map((c) => c.slice(0, 60)) })
        if (layout.header) continue
      }
      if (++rows > MAX_ROWS) throw new Fail('import-too-many-rows', 422, { max: MAX_ROWS })
      const r = readRow(cells, layout!, ctx.now)
      if (r.ok) legs.push(r.call)
      else {
        failed++
        if (faults.length < SHOWN_FAULTS) faults.push({ row, ...r.fault })
      }
    }
  if (!layout || rows === 0) throw new Fail('import-empty', 422)
  return { layout, rows, failed, faults, legs }
}

const known = async (ctx: Ctx, ids: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await sql<{
        u: string
      }>`select unique_id as u from hotline.call where court_id = ${ctx.actor.courtId} and unique_id = any (${[...ids]}::text[])`.execute(
        ctx.tx,
      )
    ).rows.map((r) => r.u),
  )

const compare = async (ctx: Ctx, calls: readonly ReadCall[]) => {
  const there = await known(
    ctx,
    calls.map((c) => c.uniqueId),
  )
  return { added: calls.length - there.size, known: there.size, joined: 0 }
}

const write = async (ctx: Ctx, calls: readonly ReadCall[], engagementId: number) => {
  // Two imports at once would both find a call new.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hotline.import ${ctx.actor.courtId}`}, 0))`.execute(ctx.tx)
  const s = await settingsOf(ctx)
  const tests = await testHashes(ctx)
  const people = new Map(
    (
      await sql<{
        extension: string
        person: number
      }>`select extension, person_id as person from hotline.extension where court_id = ${ctx.actor.courtId}`.execute(ctx.tx)
    ).rows.map((r) => [r.extension, r.person]),
  )
  const there = await known(
    ctx,
    calls.map((c) => c.uniqueId),
  )
  const fresh = calls.filter((c) => !there.has(c.uniqueId))
  let joined = 0
  for (let i = 0; i < fresh.length; i += BATCH) {
    const rows = fresh.slice(i, i + BATCH).map((c) => {
      const kept = numberColumns(ctx, c.number)
      const test = c.number !== null && tests.size > 0 && tests.has(hashOf(ctx, c.number).toString('hex'))
      return {
        unique_id: c.uniqueId,
        sealed: kept.sealed,
        hash: kept.hash ? kept.hash.toString('hex') : null,
        masked: kept.masked,
        queued: c.queuedAt.toString(),
        answered: c.answeredAt?.toString() ?? null,
        ended: c.endedAt.toString(),
        to_agent: c.toAgent,
        agent: c.extension === null ? null : (people.get(c.extension) ?? null),
        extension: c.extension,
        exclusion: exclusionOf(
          { queuedAt: c.queuedAt, answeredAt: c.answeredAt, endedAt: c.endedAt, toAgent: c.toAgent, test },
          s,
          ctx.calendar,
        ),
      }
    })
    joined += await put(ctx, rows, engagementId)
  }
  return { added: fresh.length - joined, known: there.size, joined }
}
/** How far the agent's press and the telephone's clock may lie apart for the two to be one call. */
const JOIN_SECONDS = 180
/** A call that an agent took on his page is joined with its record: the telephone's times stand, notes and tickets stay where they are. */
const put = async (ctx: Ctx, rows: readonly object[], engagementId: number): Promise<number> => {
  const shape = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(unique_id text, sealed text, hash text, masked text, queued timestamptz, answered timestamptz, ended timestamptz, to_agent boolean, agent bigint, extension text, exclusion text)`
  const { rows: met } = await sql<{
    unique_id: string
  }>`with r as (select * from ${shape}), pair as (select distinct on (c.id) c.id, r.* from r join hotline.call c on c.court_id = ${ctx.actor.courtId} and c.unique_id is null and c.source = 'desk' and c.ended_at is not null
        and c.number_hash = decode(r.hash, 'hex') and r.answered is not null and abs(extract(epoch from c.answered_at - r.answered)) <= ${sql.lit(JOIN_SECONDS)} and (r.agent is null or r.agent = c.agent_id)
      order by c.id, abs(extract(epoch from c.answered_at - r.answered)))
    update hotline.call c set unique_id = p.unique_id, queued_at = p.queued, answered_at = p.answered, ended_at = p.ended, extension = p.extension, exclusion = p.exclusion, revision = c.revision + 1
      from (select distinct on (unique_id) * from pair order by unique_id, id) p where c.court_id = ${ctx.actor.courtId} and c.id = p.id returning c.unique_id`.execute(
    ctx.tx,
  )
  const taken = met.map((m) => m.unique_id)
  await sql`insert into hotline.call (court_id, engagement_id, source, unique_id, number_sealed, number_hash, number_masked, queued_at, answered_at, ended_at, to_agent, agent_id, extension, exclusion)
    select ${ctx.actor.courtId}, ${engagementId}, 'import', r.unique_id, r.sealed, decode(r.hash, 'hex'), r.masked, r.queued, r.answered, r.ended, r.to_agent, case when r.answered is not null then r.agent end, r.extension, r.exclusion from ${shape}
    where r.unique_id <> all (${taken}::text[]) on conflict do nothing`.execute(ctx.tx)
  return taken.length
}
