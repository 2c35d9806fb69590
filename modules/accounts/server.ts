import { sql } from 'kysely'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { lendLogins, onPersonChanged, selectPostsOf, todayOf } from '../organisations/public.ts'
import { needsSecondFactor } from '../organisations/rules/roles.ts'
import * as api from './api.ts'
import * as apiTimes from './api-times.ts'
import * as accountsOf from './commands/accounts.ts'
import * as links from './commands/links.ts'
import * as session from './commands/session.ts'
import * as setUp from './commands/set-up.ts'
import * as times from './commands/session-times.ts'
import * as signIn from './commands/sign-in.ts'
import { loginsOf, revokeSessionsOf } from './public.ts'

lendLogins(loginsOf)
onPersonChanged(async (ctx, event) => {
  if (event.kind === 'left' && event.now) await revokeSessionsOf(ctx, event.personId, 'left')
  // Whoever becomes administrator or project manager needs a second factor at the next login; the demo's people have no phones.
  if (event.kind === 'postAssigned' && !ctx.app.settings.demo) {
    const posts = await selectPostsOf(ctx, event.personId, null, todayOf(ctx))
    if (needsSecondFactor(posts.filter((p) => p.untilDate === null || p.untilDate >= todayOf(ctx)).map((p) => p.role)))
      await sql`update accounts.account set totp_required = true, revision = revision + 1 where person_id = ${event.personId} and not totp_required`.execute(
        ctx.tx,
      )
  }
})

export const accounts: ModuleServer = {
  name: 'accounts',
  dependsOn: ['organisations'],
  permissions: api.permissions,
  bindings: [
    bind(api.readSession, session.readSession),
    bind(api.readEntry, session.readEntry),
    bind(api.signIn, signIn.signIn),
    bind(api.giveCode, signIn.giveCode),
    bind(api.beginEnrolment, signIn.beginEnrolment),
    bind(api.confirmEnrolment, signIn.confirmEnrolment),
    bind(api.changePassword, signIn.changePassword),
    bind(api.removeSecondFactor, signIn.removeSecondFactor),
    bind(api.lockScreen, session.lockScreen),
    bind(api.unlockScreen, session.unlockScreen),
    bind(apiTimes.readSessionTimes, times.readSessionTimes),
    bind(apiTimes.setSessionTimes, times.setSessionTimes),
    bind(api.signOut, session.signOut),
    bind(api.switchCourt, session.switchCourt),
    bind(api.setLanguage, session.setLanguage),
    bind(api.listMySessions, session.listMySessions),
    bind(api.revokeMySession, session.revokeMySession),
    bind(api.inspectLink, links.inspectLink),
    bind(api.redeemLink, links.redeemLink),
    bind(api.listAccounts, accountsOf.listAccounts),
    bind(api.listFailedLogins, accountsOf.listFailedLogins),
    bind(api.readAccount, accountsOf.readAccount),
    bind(api.createAccount, accountsOf.createAccount),
    bind(api.makeLink, accountsOf.makeLink),
    bind(api.approveLink, accountsOf.approveLink),
    bind(api.disableAccount, accountsOf.disableAccount),
    bind(api.enableAccount, accountsOf.enableAccount),
    bind(api.unlockAccount, accountsOf.unlockAccount),
    bind(api.resetSecondFactor, accountsOf.resetSecondFactor),
    bind(api.revokeSessions, accountsOf.revokeSessions),
    bind(api.requireSecondFactor, accountsOf.requireSecondFactor),
    bind(api.setUp, setUp.setUp),
    bind(api.setUpDemo, setUp.setUpDemo),
  ],
  jobs: [
    {
      name: 'accounts.sweep',
      cron: '40 3 * * *',
      // Failed logins a day (their count is what matters), used links a month, ended sessions six months (网安法21: logs ≥ 6 months).
      run: (app) =>
        app.asSystem(null, async (ctx) => {
          await sql`delete from accounts.failed_login where at < ${ctx.now.subtract({ hours: 24 }).toString()}`.execute(ctx.tx)
          await sql`delete from accounts.one_time_link where expires_at < ${ctx.now.subtract({ hours: 720 }).toString()}`.execute(ctx.tx)
          await sql`delete from accounts.session where expires_at < ${ctx.now.subtract({ hours: 4400 }).toString()}`.execute(ctx.tx)
        }),
    },
  ],
}
