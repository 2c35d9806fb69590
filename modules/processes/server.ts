import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import { approveDefinition, findingsIn, listDefinitions, proposeDefinition, readDefinition, refuseDefinition, uploadDefinition } from './definitions.ts'

const ok = { ok: true as const }

export const processes: ModuleServer = {
  name: 'processes',
  dependsOn: ['cases', 'organisations'],
  permissions: api.permissions,
  bindings: [
    bind(api.listProcesses, async (ctx, { query }) => ({ items: await listDefinitions(ctx, query.key) })),
    bind(api.readProcess, async (ctx, { params }) => {
      const d = await readDefinition(ctx, params.id)
      const { findings } = await findingsIn(d.xml)
      return {
        ...d, findings,
        can: {
          propose: d.state !== 'draft' ? 'process-state' : findings.length ? 'process-cannot-run' : ctx.may('processes.draft') || 'not-allowed',
          approve: d.state !== 'proposed' ? 'process-state' : d.uploadedBy === ctx.actor.personId ? 'second-person-needed' : ctx.may('processes.approve') || 'not-allowed',
        },
      }
    }),
    bind(api.checkProcess, async (_ctx, { body }) => ({ findings: (await findingsIn(body.xml)).findings })),
    bind(api.uploadProcess, (ctx, { body }) => uploadDefinition(ctx, body.key, body.xml, body.note)),
    bind(api.propose, async (ctx, { params, revision }) => (await proposeDefinition(ctx, params.id, revision), ok)),
    bind(api.approve, async (ctx, { params, revision }) => (await approveDefinition(ctx, params.id, revision), ok)),
    bind(api.refuse, async (ctx, { params, revision, body }) => (await refuseDefinition(ctx, params.id, revision, body.reason), ok)),
  ],
}
