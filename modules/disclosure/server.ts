import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import * as api from './api.ts'
import * as handlingApi from './api-handling.ts'
import * as contacts from './commands/contacts.ts'
import * as handling from './commands/handling.ts'
import * as releases from './commands/releases.ts'
import { duties } from './duties.ts'

declareDuties(duties)

export const disclosure: ModuleServer = {
  name: 'disclosure',
  dependsOn: ['organisations', 'cases', 'worklist', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listContacts, contacts.listContacts),
    bind(api.exportContacts, contacts.exportContacts),
    bind(api.recordContact, contacts.recordContact),
    bind(api.readContact, contacts.readContact),
    bind(api.supplementContact, contacts.supplementContact),
    bind(api.listReleases, releases.listReleases),
    bind(api.exportReleases, releases.exportReleases),
    bind(api.askRelease, releases.askRelease),
    bind(api.enterDemand, releases.enterDemand),
    bind(api.readRelease, releases.readRelease),
    bind(api.notifyCourt, releases.notifyCourt),
    bind(api.decideRelease, releases.decideRelease),
    bind(api.endRelease, releases.endRelease),
    bind(api.recordDisclosed, releases.recordDisclosed),
    bind(api.addPaper, releases.addPaper),
    bind(api.readPaper, releases.readPaper),
    bind(handlingApi.listPermits, handling.listPermits),
    bind(handlingApi.givePermit, handling.givePermit),
    bind(handlingApi.endPermit, handling.endPermit),
    bind(handlingApi.readHandling, handling.readHandling),
  ],
  beforeBulk: handling.standExport,
}
