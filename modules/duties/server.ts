import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { onRelationsStated } from '../confidentiality/public.ts'
import { onLawObligation } from '../laws/public.ts'
import { onEngagementChanged, onPersonChanged } from '../organisations/public.ts'
import { onGateChanged } from '../workforce/public.ts'
import * as api from './api.ts'
import * as calendar from './commands/calendar.ts'
import * as excuse from './commands/excuse.ts'
import * as feed from './commands/feed.ts'
import { settleLaw } from './commands/laws.ts'
import { settlePeopleOf, settlePerson } from './commands/people.ts'
import * as read from './commands/read.ts'
import { syncSubjects, withdrawSubject } from './commands/subjects.ts'
import { duties as own } from './duties.ts'
import { runAll } from './engine/run.ts'
import { declareDuties, installDuties } from './registry.ts'

declareDuties(own)

onEngagementChanged(async (ctx, e) => {
  if (e.kind === 'ended') {
    await withdrawSubject(ctx, 'engagement', e.engagementId, { because: 'engagement-ended' })
    await settlePeopleOf(ctx, e.engagementId)
  } else if (e.kind !== 'frozen') await syncSubjects(ctx)
})
onPersonChanged(async (ctx, e) => {
  if (e.side === 'contractor' && ctx.actor.courtId !== null) await settlePerson(ctx, e.personId)
})
onGateChanged((ctx, e) => settlePerson(ctx, e.personId))
onLawObligation(settleLaw)
onRelationsStated((ctx, personId) => settlePerson(ctx, personId))

export const duties: ModuleServer = {
  name: 'duties',
  dependsOn: ['organisations', 'workforce', 'laws', 'cases', 'worklist', 'confidentiality'],
  permissions: api.permissions,
  bindings: [
    bind(api.listDuties, read.listDuties),
    bind(api.exportDuties, read.exportDuties),
    bind(api.monthOfDuties, read.monthOfDuties),
    bind(api.declaredDuties, read.declaredDuties),
    bind(api.readFeedState, feed.readFeedState),
    bind(api.makeFeed, feed.makeFeed),
    bind(api.revokeFeed, feed.revokeFeed),
    bind(api.calendarFeed, feed.calendarFeed),
    bind(api.listCalendarYears, calendar.listCalendarYears),
    bind(api.importCalendarYear, calendar.importCalendarYear),
    bind(api.readDuty, read.readDuty),
    bind(api.askExcuse, excuse.askExcuse),
    bind(api.decideExcuse, excuse.decideExcuse),
    bind(api.tickDuty, excuse.tickDuty),
  ],
  jobs: [
    {
      name: 'duties-clock',
      cron: '* * * * *',
      run: async (app) => {
        await runAll(app)
      },
    },
  ],
  onStart: installDuties,
}
