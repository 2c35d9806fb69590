import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import { onEngagementChanged, onPersonChanged } from '../organisations/public.ts'
import { onGateChanged } from '../workforce/public.ts'
import * as api from './api.ts'
import * as posts from './commands/posts.ts'
import { reckon, reckonAll, reckonFor } from './commands/reckon.ts'
import * as replacements from './commands/replacements.ts'
import { duties } from './duties.ts'

declareDuties(duties)

// 7.1.1.3: whoever goes, is shut out or comes back changes the number in the same transaction.
onPersonChanged(async (ctx, e) => {
  if (e.side === 'contractor' && e.kind !== 'created' && e.kind !== 'changed')
    await reckonFor(ctx, e.personId, e.kind === 'left' ? 'left' : 'postEnded')
})
onGateChanged((ctx, e) => reckonFor(ctx, e.personId, 'gate'))
onEngagementChanged(async (ctx, e) => {
  if (ctx.actor.courtId === e.courtId) await reckon(ctx, e.engagementId, e.kind === 'changed' ? 'minimum' : 'engagement')
})

export const staffing: ModuleServer = {
  name: 'staffing',
  dependsOn: ['organisations', 'workforce', 'duties', 'worklist'],
  permissions: api.permissions,
  bindings: [
    bind(api.listPosts, posts.listPosts),
    bind(api.listEngagementStaff, posts.listEngagementStaff),
    bind(api.listVacancies, posts.listVacancies),
    bind(api.makePost, posts.makePost),
    bind(api.changePost, posts.changePost),
    bind(api.endStaffingPost, posts.endStaffingPost),
    bind(api.listReplacements, replacements.listReplacements),
    bind(api.askReplacement, replacements.askReplacement),
    bind(api.answerReplacement, replacements.answerReplacement),
    bind(api.acceptReplacement, replacements.acceptReplacement),
    bind(api.refuseReplacement, replacements.refuseReplacement),
    bind(api.withdrawReplacement, replacements.withdrawReplacement),
  ],
  jobs: [{ name: 'staffing.reckon', cron: '* * * * *', run: reckonAll }],
}
