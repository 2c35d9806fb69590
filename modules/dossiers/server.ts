import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import { grantOf } from '../confidentiality/public.ts'
import { publishFacts } from '../indicators/public.ts'
import { courtsOf } from '../organisations/public.ts'
import { beginStandstill, endStandstill } from '../processes/public.ts'
import { notify, onStep, ownForm } from '../worklist/public.ts'
import * as api from './api.ts'
import * as watermarkApi from './api-watermark.ts'
import { arrangePages } from './commands/arrange.ts'
import { decideVolume, saveCatalogue } from './commands/catalogue.ts'
import { checkScan, finishScan, selfCheck } from './commands/check.ts'
import { disposeWrongCase, giveBackOriginals, issueSlip, receiveBatch } from './commands/count.ts'
import { handOver, movedDue, resubmit } from './commands/hand-over.ts'
import { forms, loadForm } from './commands/load-form.ts'
import { addUpload, cancelUpload } from './commands/upload.ts'
import { coverOf } from './documents/cover.ts'
import { slipOf } from './documents/slip.ts'
import { prepareMark, shownPage } from './pages/show-page.ts'
import { lookUpWatermark } from './pages/watermark.ts'
import { resumeUploads } from './pages/split-upload.ts'
import { engagements, expectedPages, findBatch, findImage, listBatches, listPages, putEvent, recordOf, senderOf } from './queries.ts'

const ok = { ok: true as const }
ownForm(...forms)
/** Steps that a court has drawn itself: their doer reads the batch, no form here ends them. */
const ownSteps = ['own-step', 'own-decision']
publishFacts('b', 'dossiers.indicator_share_b')

const kinds: Readonly<Record<string, string>> = {
  dossierMounted: 'mounted',
  clockStopped: 'clockStopped',
  clockResumed: 'clockResumed',
  wrongCaseFound: 'wrongCase',
}
onStep(async (ctx, e) => {
  if (e.subjectType !== 'batch') return
  if (e.type === 'ended') return putEvent(ctx, { batchId: e.subjectId, caseId: e.caseId, kind: 'ended' })
  const kind = e.type === 'announced' ? kinds[e.event] : undefined
  if (!kind) return
  const dueAt = kind === 'clockResumed' ? await movedDue(ctx, e.subjectId) : null
  await putEvent(ctx, { batchId: e.subjectId, caseId: e.caseId, kind, dueAt })
  // 退回单: what the sender takes to complete the papers is not the contractor's time; the exclusion has a reason and two ends.
  if (kind === 'clockStopped') await beginStandstill(ctx, { instanceId: e.instanceId, taskId: null, reason: 'returnedToParty' })
  if (kind === 'clockResumed') await endStandstill(ctx, { instanceId: e.instanceId, taskId: null })
  // The sender must know that his papers are waiting: nothing goes on before he hands over again.
  if (kind === 'clockStopped')
    await notify(
      ctx,
      { personIds: [await senderOf(ctx, e.subjectId)] },
      'scan-returned',
      { batch: e.subjectId },
      `/dossiers/batches/${e.subjectId}`,
    )
  // A mix-up of cases may be a leak: the court's office hears of it at once.
  if (kind === 'wrongCase')
    await notify(ctx, { role: 'commissioner' }, 'wrong-case-found', { batch: e.subjectId }, `/dossiers/batches/${e.subjectId}`)
})

/** 编目扫描 (7.2.2): from the hand-over of papers to their mounting and return. */
export const dossiers: ModuleServer = {
  name: 'dossiers',
  dependsOn: ['worklist', 'processes', 'confidentiality', 'cases', 'indicators', 'organisations'],
  permissions: { ...api.permissions, ...watermarkApi.watermarkPermissions },
  bindings: [
    bind(api.listBatches, (ctx, { query }) => listBatches(ctx, query)),
    bind(api.handOverOptions, async (ctx) => ({ engagements: await engagements(ctx) })),
    bind(api.handOver, (ctx, { body }) => handOver(ctx, body)),
    bind(api.readBatch, async (ctx, { params }) => {
      const batch = await findBatch(ctx, params.id)
      await ctx.audit({
        verb: 'batch.read',
        objectType: 'batch',
        objectId: batch.id,
        caseId: batch.caseId,
        grantId: (await grantOf(ctx, batch.caseId))?.id ?? null,
      })
      return recordOf(ctx, batch)
    }),
    bind(api.coverSheet, async (ctx, { params }) => {
      const batch = await findBatch(ctx, params.id)
      await ctx.audit({
        verb: 'batch.cover',
        objectType: 'batch',
        objectId: batch.id,
        caseId: batch.caseId,
        grantId: (await grantOf(ctx, batch.caseId))?.id ?? null,
      })
      const file = await coverOf(ctx, batch)
      return { file, type: 'application/pdf', name: `${batch.number}.pdf`, inline: true, length: file.length }
    }),
    bind(api.printSlip, async (ctx, { params }) => {
      const batch = await findBatch(ctx, params.id)
      const { file, number } = await slipOf(ctx, await recordOf(ctx, batch), params.slip)
      await ctx.audit({
        verb: 'batch.slip-print',
        objectType: 'batch',
        objectId: batch.id,
        caseId: batch.caseId,
        grantId: (await grantOf(ctx, batch.caseId))?.id ?? null,
        data: { slip: params.slip },
      })
      return { file, type: 'application/pdf', name: `退回单-${number}.pdf`, inline: true, length: file.length }
    }),
    bind(api.resubmit, async (ctx, { params, body }) => (await resubmit(ctx, params.id, body), ok)),
    bind(api.listPages, async (ctx, { params, query }) => {
      const batch = await findBatch(ctx, params.id)
      await ctx.audit({
        verb: 'pages.read',
        objectType: 'batch',
        objectId: batch.id,
        caseId: batch.caseId,
        grantId: (await grantOf(ctx, batch.caseId))?.id ?? null,
      })
      await prepareMark(ctx, batch)
      return listPages(ctx, batch.id, query)
    }),
    bind(api.pageImage, async (ctx, { params, query }) => {
      const image = await findImage(ctx, params.id, query.version)
      if (!image) throw new Fail('not-found', 404)
      await ctx.audit({
        verb: 'page.read',
        objectType: 'page',
        objectId: params.id,
        caseId: image.caseId,
        grantId: (await grantOf(ctx, image.caseId))?.id ?? null,
        data: { width: query.width, version: image.version },
      })
      const file = await shownPage(ctx, image, query.width)
      return { file, type: 'image/jpeg', name: `page-${params.id}.jpg`, inline: true, length: file.length }
    }),
    bind(watermarkApi.lookUpWatermark, lookUpWatermark),
    bind(api.readForm, async (ctx, { params }) => {
      const { task, batch } = await loadForm(ctx, params.id, [...forms, ...ownSteps])
      await ctx.audit({
        verb: 'batch.form.read',
        objectType: 'batch',
        objectId: batch.id,
        caseId: batch.caseId,
        grantId: task.grant_id,
        data: { form: task.form },
      })
      return {
        ...(await recordOf(ctx, batch)),
        taskId: task.id,
        taskRevision: task.revision,
        form: task.form,
        expectedPages: await expectedPages(ctx, batch),
      }
    }),
    bind(
      api.uploadPages,
      async (ctx, { params, file }) => ({ uploadId: await addUpload(ctx, params.id, file) }),
      // Pieces are taken only from the person who has the scanning in hand.
      async (ctx, { params }) => ({ caseId: (await loadForm(ctx, params.id, 'scan-pages')).batch.caseId }),
    ),
    bind(api.cancelUpload, async (ctx, { params }) => (await cancelUpload(ctx, params.id), ok)),
    bind(api.arrange, async (ctx, { params, revision, body }) => ({ revision: await arrangePages(ctx, params.id, revision, body) })),
    bind(api.receive, async (ctx, { params, revision, body }) => (await receiveBatch(ctx, params.id, revision, body), ok)),
    bind(api.returnSlip, async (ctx, { params, revision, body }) => {
      const { task, batch } = await loadForm(ctx, params.id, 'scan-return-slip')
      const record = await recordOf(ctx, batch)
      const id = await issueSlip(ctx, params.id, revision, body)
      const { file, number } = await slipOf(
        ctx,
        { ...record, slips: [...record.slips, { id, ...body, by: ctx.actor.name, at: ctx.now.toString() }] },
        id,
      )
      await ctx.audit({
        verb: 'batch.slip-print',
        objectType: 'batch',
        objectId: batch.id,
        caseId: batch.caseId,
        grantId: task.grant_id,
        data: { slip: id },
      })
      return { number, paper: Buffer.from(file).toString('base64') }
    }),
    bind(api.finishScan, async (ctx, { params, revision, body }) => (await finishScan(ctx, params.id, revision, body.note), ok)),
    bind(api.selfCheck, async (ctx, { params, revision, body }) => (await selfCheck(ctx, params.id, revision, body), ok)),
    bind(api.check, async (ctx, { params, revision, body }) => (await checkScan(ctx, params.id, revision, body), ok)),
    bind(api.wrongCase, async (ctx, { params, revision, body }) => (await disposeWrongCase(ctx, params.id, revision, body.note), ok)),
    bind(api.catalogue, async (ctx, { params, revision, body }) => (await saveCatalogue(ctx, params.id, revision, body.entries), ok)),
    bind(api.decideVolume, async (ctx, { params, revision, body }) => (await decideVolume(ctx, params.id, revision, body), ok)),
    bind(api.returnOriginals, async (ctx, { params, revision, body }) => (await giveBackOriginals(ctx, params.id, revision, body), ok)),
  ],
  jobs: [
    {
      name: 'dossiers.resume-uploads',
      cron: '* * * * *',
      run: async (app) => {
        for (const courtId of await app.asSystem(null, courtsOf)) await resumeUploads(app, courtId)
      },
    },
  ],
}
