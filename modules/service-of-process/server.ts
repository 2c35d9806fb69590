import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { FileReply } from '../../platform/http/endpoint.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { grantOf } from '../confidentiality/public.ts'
import { publishFacts } from '../indicators/public.ts'
import { onStep, ownForm } from '../worklist/public.ts'
import * as api from './api.ts'
import * as carrier from './api-carrier.ts'
import * as work from './api-work.ts'
import { applyImport, checkCarrierFile, checkScanned, findImport, listImports } from './commands/carrier-list.ts'
import { addAddress, chooseMethod, decideMethod, provideAddress } from './commands/choose-method.ts'
import { confirmService, correctService, receivePleading } from './commands/confirm.ts'
import { addDocument, createSet, discardSet, handOver, removeDocument } from './commands/hand-over.ts'
import { mailListFile } from './commands/mail-list.ts'
import { receiptPdf } from './commands/receipt.ts'
import { addEvidence, checkResult, recordAttempt, reportResult } from './commands/record-attempt.ts'
import { followProcess } from './follow.ts'
import { findSet, listBegunSets, listOrders, one } from './queries.ts'
import { orderDetail, shownOrder, shownSet } from './views.ts'

ownForm('service-address', 'service-method-approval', 'service-attempt', 'service-feedback', 'service-check', 'service-confirm')
onStep(followProcess)
publishFacts('d', 'service_of_process.indicator_share_d')

const next = (nextTaskId: number | null) => ({ ok: true as const, nextTaskId })
const grantId = async (ctx: Ctx, caseId: number): Promise<number | null> => (await grantOf(ctx, caseId))?.id ?? null

interface StoredFile {
  case_id: number
  name: string
  sha256: string
  size: number
  type: string
}
/** Bytes of a document or of evidence; the row's own policy decides whether it is there at all. */
const fileOf = async (ctx: Ctx, f: StoredFile, verb: string, objectType: string, id: number): Promise<FileReply> => {
  await ctx.audit({ verb, objectType, objectId: id, caseId: f.case_id, grantId: await grantId(ctx, f.case_id), data: { sha256: f.sha256 } })
  return { file: await ctx.app.files.open(ctx.actor.courtId!, f.sha256), type: f.type, name: f.name, inline: true, length: f.size }
}

/** 文书送达与跟进 (7.2.3, Annex C; domain notes §1.2 ⑩). */
export const serviceOfProcess: ModuleServer = {
  name: 'service-of-process',
  dependsOn: ['organisations', 'cases', 'deadlines', 'processes', 'confidentiality', 'worklist', 'indicators'],
  permissions: api.permissions,
  bindings: [
    bind(api.listOrders, async (ctx, { query }) => {
      const page = await listOrders(ctx, query)
      await ctx.audit({
        verb: 'service.list',
        objectType: 'service',
        objectId: '-',
        caseId: query.caseId ?? null,
        data: { shown: page.items.length },
      })
      return { items: page.items.map((o) => shownOrder(ctx, o)), next: page.next }
    }),
    bind(api.readOrder, async (ctx, { params }) => {
      const detail = await orderDetail(ctx, params.id)
      await ctx.audit({
        verb: 'service.read',
        objectType: 'service',
        objectId: params.id,
        caseId: detail.caseId,
        grantId: await grantId(ctx, detail.caseId),
      })
      return detail
    }),
    bind(api.readDocument, async (ctx, { params }) => {
      const { rows } =
        await sql<StoredFile>`select case_id, name, sha256, size, 'application/pdf' as type from service_of_process.document where court_id = ${ctx.actor.courtId} and id = ${params.id}`.execute(
          ctx.tx,
        )
      return fileOf(ctx, one(rows), 'service.document-read', 'service-document', params.id)
    }),
    bind(api.readEvidence, async (ctx, { params }) => {
      const { rows } =
        await sql<StoredFile>`select case_id, name, sha256, size, type from service_of_process.evidence where court_id = ${ctx.actor.courtId} and id = ${params.id}`.execute(
          ctx.tx,
        )
      return fileOf(ctx, one(rows), 'service.evidence-read', 'service-evidence', params.id)
    }),
    bind(api.readReceipt, (ctx, { params }) => receiptPdf(ctx, params.id)),
    bind(api.createSet, async (ctx, { body }) => shownSet(await createSet(ctx, body))),
    bind(api.readSet, async (ctx, { params }) => {
      const set = await findSet(ctx, params.id)
      await ctx.audit({
        verb: 'service-set.read',
        objectType: 'service-set',
        objectId: params.id,
        caseId: set.case_id,
        grantId: await grantId(ctx, set.case_id),
      })
      return shownSet(set)
    }),
    bind(api.listSets, async (ctx, { query }) => {
      const page = await listBegunSets(ctx, query)
      await ctx.audit({ verb: 'service-set.list', objectType: 'service-set', objectId: '-', data: { shown: page.items.length } })
      return page
    }),
    bind(api.discardSet, (ctx, { params }) => discardSet(ctx, params.id)),
    bind(api.uploadDocument, async (ctx, { params, file }) => shownSet(await addDocument(ctx, params.id, file))),
    bind(api.removeDocument, async (ctx, { params }) => shownSet(await removeDocument(ctx, params.id))),
    bind(api.handOver, async (ctx, { params, body, revision }) => ({
      orderIds: await handOver(ctx, { setId: params.id, revision, ...body }),
    })),
    bind(work.addAddress, (ctx, { params, body }) => addAddress(ctx, params.id, body)),
    bind(work.addressProvided, (ctx, { params, body }) => provideAddress(ctx, params.id, body)),
    bind(work.chooseMethod, async (ctx, { params, body, revision }) =>
      next(await chooseMethod(ctx, { taskId: params.id, revision, ...body })),
    ),
    bind(work.decideMethod, async (ctx, { params, body, revision }) =>
      next(await decideMethod(ctx, { taskId: params.id, revision, ...body })),
    ),
    bind(work.recordAttempt, async (ctx, { params, body, revision }) =>
      next(await recordAttempt(ctx, { taskId: params.id, revision, ...body })),
    ),
    bind(work.addEvidence, (ctx, { params, file }) => addEvidence(ctx, params.id, file)),
    bind(work.reportResult, async (ctx, { params, body, revision }) => next(await reportResult(ctx, params.id, revision, body))),
    bind(work.checkResult, async (ctx, { params, body, revision }) =>
      next(await checkResult(ctx, { taskId: params.id, revision, ...body })),
    ),
    bind(work.confirmService, async (ctx, { params, body, revision }) =>
      next(await confirmService(ctx, { taskId: params.id, revision, ...body })),
    ),
    bind(work.correctService, (ctx, { params, body, revision }) => correctService(ctx, { orderId: params.id, revision, ...body })),
    bind(work.receivePleading, (ctx, { params, body }) => receivePleading(ctx, { orderId: params.id, ...body })),
    bind(carrier.mailList, (ctx, { query }) => mailListFile(ctx, query)),
    bind(carrier.uploadCarrierList, (ctx, { file }) => checkCarrierFile(ctx, file)),
    bind(carrier.scanResults, (ctx, { body }) => checkScanned(ctx, body)),
    bind(carrier.listCarrierImports, async (ctx) => ({ items: await listImports(ctx) })),
    bind(carrier.readCarrierImport, (ctx, { params }) => findImport(ctx, params.id)),
    bind(carrier.applyCarrierImport, (ctx, { params, revision }) => applyImport(ctx, params.id, revision)),
  ],
}
