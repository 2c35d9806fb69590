import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import { lendRuleVersions } from '../laws/public.ts'
import * as api from './api.ts'
import * as c from './commands.ts'
import { duties } from './duties.ts'

declareDuties(duties)
lendRuleVersions(c.provingVersions)

export const rulebook: ModuleServer = {
  name: 'rulebook',
  dependsOn: ['organisations', 'worklist', 'duties', 'laws'],
  permissions: api.permissions,
  bindings: [
    bind(api.listRules, c.listRules),
    bind(api.addVersion, c.addVersion),
    bind(api.readRule, c.readRule),
    bind(api.readFile, c.readFile),
    bind(api.reviewVersion, c.reviewVersion),
    bind(api.publishVersion, c.publishVersion),
    bind(api.confirmReading, c.confirmReading),
    bind(api.listNotices, c.listNotices),
    bind(api.serveArrangement, c.serveArrangement),
    bind(api.readNotice, c.readNotice),
    bind(api.acknowledgeNotice, c.acknowledgeNotice),
  ],
}
