import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { addParty, caseTypes, editCase, editParty, partiesOf, removeParty } from '../../cases/public.ts'
import { completeTask } from '../../worklist/public.ts'
import type { keyIn as endpoint } from '../api.ts'
import { lastEntry, put } from '../queries.ts'
import { sidesMissing } from '../rules.ts'
import { loadForm } from './load-form.ts'

export type KeyedIn = z.output<NonNullable<typeof endpoint.body>>
type Party = KeyedIn['parties'][number]

/** Fields filled, as a measure of the work. */
const filled = (b: KeyedIn): number => [b.cause, b.amount, b.procedure, b.typeCode].filter(Boolean).length + b.parties.reduce((n, p) => n + Object.values(p).filter((v) => v !== null && v !== undefined && v !== '').length, 0)

/** What the operator typed goes into the draft's register, then to the team lead. Fail: sides missing, papers that are none, stale-revision. */
export const keyIn = async (ctx: Ctx, taskId: number, revision: number, b: KeyedIn): Promise<void> => {
  const { task, filing, of } = await loadForm(ctx, taskId, 'filing-key-in')
  const sides = sidesMissing(b.typeCode, b.parties.map((p) => p.role))
  if (!sides.ok) throw new Fail(sides.code, 422, { field: 'parties' })
  if (!(await caseTypes(ctx)).some((t) => t.code === b.typeCode && t.enabled)) throw new Fail('case-type-unknown', 422, { field: 'typeCode' })
  const hash = createHash('sha256').update(JSON.stringify({ ...b, caseRevision: 0, warnings: 0 })).digest()
  const last = await lastEntry(ctx, filing.id)
  if (last?.passed === false && hash.equals(last.values_hash)) throw new Fail('no-change-since-return', 422)
  await saveContent(ctx, filing.case_id, b)
  await put(ctx, 'entry', of, { task_id: taskId, round: (last?.round ?? 0) + 1, keyed_by: ctx.actor.personId, fields: filled(b), parties: b.parties.length, warnings: b.warnings, values_hash: hash })
  await ctx.audit({ verb: 'filing.key-in', objectType: 'filing', objectId: filing.id, caseId: filing.case_id, grantId: task.grant_id, after: b, data: { parties: b.parties.length, round: (last?.round ?? 0) + 1 } })
  await completeTask(ctx, { taskId, revision, variables: {} })
}

/** Case and parties as the list on screen has them: changed, added, removed. The list itself is the order people see. */
const saveContent = async (ctx: Ctx, caseId: number, b: KeyedIn): Promise<void> => {
  const before = await partiesOf(ctx, caseId)
  const known = new Set(before.map((p) => p.id))
  const unknown = b.parties.findIndex((p) => p.id && !known.has(p.id))
  if (unknown >= 0) throw new Fail('party-unknown', 422, { field: `parties.${unknown}` })
  let at = (await editCase(ctx, caseId, b.caseRevision, { typeCode: b.typeCode, procedure: b.procedure, cause: b.cause, amount: b.amount ?? null })).revision
  const idOf = new Map<number, number>()
  const save = async (p: Party, index: number, representsId: number | null): Promise<void> => {
    const { id, agentOf: _, ...input } = p
    // What is empty on screen is empty in the register.
    const whole = { ...emptied, ...input, representsId }
    try {
      if (id) {
        at = (await editParty(ctx, caseId, id, at, whole)).revision
        idOf.set(index, id)
        return
      }
      const there = new Set((await partiesOf(ctx, caseId)).map((x) => x.id))
      at = (await addParty(ctx, caseId, at, whole)).revision
      idOf.set(index, (await partiesOf(ctx, caseId)).find((x) => !there.has(x.id))!.id)
    } catch (e) {
      // The screen holds many parties: say which one is meant.
      if (e instanceof Fail && typeof e.detail.field === 'string') throw new Fail(e.code, 422, { ...e.detail, field: `parties.${index}.${e.detail.field}` })
      throw e
    }
  }
  for (const [i, p] of b.parties.entries()) if (p.role !== 'agent') await save(p, i, null)
  for (const [i, p] of b.parties.entries()) {
    if (p.role !== 'agent') continue
    const represents = p.agentOf === null || p.agentOf === undefined ? null : idOf.get(p.agentOf)
    if (represents === undefined) throw new Fail('represents-unknown', 422, { field: `parties.${i}.agentOf` })
    await save(p, i, represents)
  }
  const kept = new Set(idOf.values())
  // Agents first: nobody who is represented can go.
  const gone = before.filter((p) => !kept.has(p.id)).sort((a, c) => Number(c.role === 'agent') - Number(a.role === 'agent'))
  for (const p of gone) at = (await removeParty(ctx, caseId, p.id, at)).revision
}
const emptied = {
  paper: null, phone: null, sex: null, birthOn: null, ethnicity: null, job: null, employer: null, residence: null, representative: null, representativeTitle: null, authority: null, firm: null, licence: null, eServiceConsent: null,
  eServiceAddress: null, serviceAddress: null, serviceAddressConfirmedOn: null, serviceAgent: null,
} as const
