import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import * as api from './api.ts'
import * as handle from './commands/handle.ts'
import * as plans from './commands/plans.ts'
import { printIncident } from './commands/print.ts'
import * as report from './commands/report.ts'
import { duties } from './duties.ts'

declareDuties(duties)

export const incidents: ModuleServer = {
  name: 'incidents',
  dependsOn: ['organisations', 'accounts', 'cases', 'confidentiality', 'worklist', 'duties', 'badges'],
  permissions: api.permissions,
  bindings: [
    bind(api.listIncidents, handle.listIncidents),
    bind(api.reportIncident, report.reportIncident),
    bind(api.readIncident, handle.readIncident),
    bind(api.acknowledge, handle.acknowledge),
    bind(api.concern, handle.concern),
    bind(api.contain, handle.contain),
    bind(api.gradeIncident, handle.gradeIncident),
    bind(api.tellContractor, handle.tellContractor),
    bind(api.contractorAcknowledge, handle.contractorAcknowledge),
    bind(api.addEntry, handle.addEntry),
    bind(api.askClosing, handle.askClosing),
    bind(api.closeIncident, handle.closeIncident),
    bind(api.reopenIncident, handle.reopenIncident),
    bind(api.addEvidence, handle.addEvidence),
    bind(api.readEvidence, handle.readEvidence),
    bind(api.printIncident, printIncident),
    bind(api.reportDoor, report.reportDoor),
    bind(api.reportAnonymously, report.reportAnonymously),
    bind(api.lookUpReport, report.lookUpReport),
    bind(api.addToReport, report.addToReport),
    bind(api.listPlans, plans.listPlans),
    bind(api.readPlan, plans.readPlan),
    bind(api.submitPlan, plans.submitPlan),
    bind(api.decidePlan, plans.decidePlan),
    bind(api.confirmPlan, plans.confirmPlan),
    bind(api.listDrills, plans.listDrills),
    bind(api.recordDrill, plans.recordDrill),
  ],
}
