import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import { onPersonChanged } from '../organisations/public.ts'
import { onVeto } from '../workforce/public.ts'
import * as api from './api.ts'
import * as c from './commands.ts'
import { duties } from './duties.ts'

declareDuties(duties)

// 6.6.1: the recall opens in the veto's own transaction, and is counted among what it did.
onVeto(async (ctx, v) => {
  if (v.kind === 'vetoed') return { badges: await c.recall(ctx, v.personId, 'veto') }
  await c.unrecall(ctx, v.personId)
})
onPersonChanged(async (ctx, e) => {
  if (e.side === 'contractor' && (e.kind === 'left' || e.kind === 'postEnded' || e.kind === 'postChanged'))
    await c.recallIfGone(ctx, e.personId)
})

export const badges: ModuleServer = {
  name: 'badges',
  dependsOn: ['organisations', 'workforce', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listPieces, c.listPieces),
    bind(api.checkBadge, c.checkBadge),
    bind(api.issuePiece, c.issuePiece),
    bind(api.returnPiece, c.returnPiece),
    bind(api.losePiece, c.losePiece),
    bind(api.replacePiece, c.replacePiece),
    bind(api.addPhoto, c.addPhoto),
    bind(api.printCard, c.printCard),
  ],
  jobs: [{ name: 'badges.recall', cron: '15 0 * * *', run: c.recallAll }],
}
