import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties, onDutyMissed } from '../duties/public.ts'
import * as api from './api.ts'
import * as lists from './commands/lists.ts'
import * as months from './commands/months.ts'
import * as statements from './commands/statements.ts'
import { duties } from './duties.ts'

declareDuties(duties)
onDutyMissed('wagesLate', months.remindMissed)

export const wages: ModuleServer = {
  name: 'wages',
  dependsOn: ['organisations', 'cases', 'worklist', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listMonths, months.listMonths),
    bind(api.wageStandings, months.wageStandings),
    bind(api.listMinimums, months.listMinimums),
    bind(api.setMinimum, months.setMinimum),
    bind(api.listTemplate, lists.listTemplate),
    bind(api.readList, lists.readList),
    bind(api.listFile, lists.listFile),
    bind(api.listFaults, lists.listFaults),
    bind(api.readMonth, months.readMonth),
    bind(api.uploadList, lists.uploadList),
    bind(api.submitMonth, months.submitMonth),
    bind(api.decideMonth, months.decideMonth),
    bind(api.askCause, months.askCause),
    bind(api.decideCause, months.decideCause),
    bind(api.remindMonth, months.remindMonth),
    bind(api.listStatements, statements.listStatements),
    bind(api.readStatement, statements.readStatement),
    bind(api.createStatement, statements.createStatement),
    bind(api.changeStatement, statements.changeStatement),
    bind(api.addReceipt, statements.addReceipt),
    bind(api.readReceipt, statements.readReceipt),
    bind(api.submitStatement, statements.submitStatement),
    bind(api.decideStatement, statements.decideStatement),
  ],
}
