import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties, onDutyMissed } from '../duties/public.ts'
import { onPersonChanged } from '../organisations/public.ts'
import * as events from './api-events.ts'
import * as api from './api.ts'
import * as eventCommands from './commands/events.ts'
import * as overview from './commands/overview.ts'
import * as statements from './commands/statements.ts'
import { rosterChanged, statementsMissed } from './commands/warnings.ts'
import { duties, MISSED } from './duties.ts'

declareDuties(duties)
onDutyMissed(MISSED, statementsMissed)
onPersonChanged(rosterChanged)

export const standing: ModuleServer = {
  name: 'standing',
  dependsOn: ['organisations', 'worklist', 'duties', 'agreements'],
  permissions: api.permissions,
  bindings: [
    bind(api.listStandings, overview.listStandings),
    bind(api.listThresholds, overview.listThresholds),
    bind(api.setThreshold, overview.setThreshold),
    bind(api.readStanding, overview.readStanding),
    bind(api.readFinancialStatement, statements.readFinancialStatement),
    bind(api.beginStatement, statements.beginStatement),
    bind(api.changeFigures, statements.changeFigures),
    bind(api.addStatementPaper, statements.addStatementPaper),
    bind(api.fileStatement, statements.fileStatement),
    bind(api.reviewStatement, statements.reviewStatement),
    bind(api.readStandingPaper, statements.readStandingPaper),
    bind(events.listEvents, eventCommands.listEvents),
    bind(events.readEvent, eventCommands.readEvent),
    bind(events.reportEvent, eventCommands.reportEvent),
    bind(events.addEventPaper, eventCommands.addEventPaper),
    bind(events.assessEvent, eventCommands.assessEvent),
    bind(events.decideEvent, eventCommands.decideEvent),
    bind(events.settleCure, eventCommands.settleCure),
  ],
}
