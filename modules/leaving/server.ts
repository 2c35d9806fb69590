import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import { onEngagementChanged, onPersonChanged } from '../organisations/public.ts'
import { onVeto } from '../workforce/public.ts'
import * as api from './api.ts'
import * as departures from './departures.ts'
import { duties } from './duties.ts'
import * as data from './personal-data.ts'

declareDuties(duties)
onPersonChanged(async (ctx, e) => {
  if (e.kind === 'left' && e.side === 'contractor' && ctx.actor.courtId !== null)
    await departures.onLeft(ctx, e.personId, 'resignation', e.from, e.now)
})
onVeto(async (ctx, e) => {
  if (e.kind === 'lifted') return departures.onLifted(ctx, e.personId)
  await departures.onLeft(ctx, e.personId, 'veto', '', true)
})
onEngagementChanged(async (ctx, e) => {
  if (e.kind === 'ended' && ctx.actor.courtId === e.courtId) await departures.onEngagementEnded(ctx, e.engagementId)
})

export const leaving: ModuleServer = {
  name: 'leaving',
  dependsOn: ['organisations', 'workforce', 'worklist', 'duties', 'candidates', 'wages', 'custody', 'confidentiality', 'badges'],
  permissions: api.permissions,
  bindings: [
    bind(api.listDepartures, departures.listDepartures),
    bind(api.readDeparture, departures.readDeparture),
    bind(api.openDeparture, departures.openDeparture),
    bind(api.confirmMedia, departures.confirmMedia),
    bind(api.declareNothingKept, departures.declareNothingKept),
    bind(api.addDeclaration, departures.addDeclaration),
    bind(api.readDeclaration, departures.readDeclaration),
    bind(api.signDeparture, departures.signDeparture),
    bind(api.listRequests, data.listRequests),
    bind(api.askRequest, data.askRequest),
    bind(api.decideRequest, data.decideRequest),
    bind(api.applyRequest, data.applyRequest),
    bind(api.readHoldings, data.readHoldings),
    bind(api.readPersonalFile, data.readPersonalFile),
  ],
  jobs: [{ name: 'leaving.erase', cron: '40 2 * * *', run: (app) => data.eraseDepartures(app) }],
}
