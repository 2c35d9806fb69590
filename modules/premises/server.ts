import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import * as api from './api.ts'
import * as checks from './api-faults.ts'
import * as counts from './commands/counts.ts'
import * as equipment from './commands/equipment.ts'
import * as faults from './commands/faults.ts'
import { importEquipment, importTemplate } from './commands/list-in.ts'
import * as maintenance from './commands/maintenance.ts'
import * as places from './commands/places.ts'
import { printCount, printLabels } from './commands/print.ts'
import { duties } from './duties.ts'

declareDuties(duties)

export const premises: ModuleServer = {
  name: 'premises',
  dependsOn: ['organisations', 'cases', 'worklist', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listPlaces, places.listPlaces),
    bind(api.makePlace, places.makePlace),
    bind(api.closePlace, places.closePlace),
    bind(api.listZones, places.listZones),
    bind(api.makeZone, places.makeZone),
    bind(api.useZone, places.useZone),
    bind(api.closeZone, places.closeZone),
    bind(api.listEquipment, equipment.listEquipment),
    bind(api.makeEquipment, equipment.makeEquipment),
    bind(api.printLabels, printLabels),
    bind(api.importTemplate, importTemplate),
    bind(api.importEquipment, importEquipment),
    bind(api.findEquipment, equipment.findEquipment),
    bind(api.readEquipment, equipment.readEquipment),
    bind(api.changeEquipment, equipment.changeEquipment),
    bind(api.planMaintenance, maintenance.planMaintenance),
    bind(api.endPlan, maintenance.endPlan),
    bind(api.recordMaintenance, maintenance.recordMaintenance),
    bind(checks.listFaults, faults.listFaults),
    bind(checks.reportFault, faults.reportFault),
    bind(checks.readFault, faults.readFault),
    bind(checks.repairFault, faults.repairFault),
    bind(checks.proposeLoss, faults.proposeLoss),
    bind(checks.answerLoss, faults.answerLoss),
    bind(checks.listCounts, counts.listCounts),
    bind(checks.startCount, counts.startCount),
    bind(checks.readCount, counts.readCount),
    bind(checks.countOne, counts.countOne),
    bind(checks.closeCount, counts.closeCount),
    bind(checks.printCount, printCount),
  ],
}
