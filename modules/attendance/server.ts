import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import * as leaves from './commands/leaves.ts'
import * as sheet from './commands/sheet.ts'
import * as shifts from './commands/shifts.ts'

export const attendance: ModuleServer = {
  name: 'attendance',
  dependsOn: ['organisations', 'workforce', 'worklist'],
  permissions: api.permissions,
  bindings: [
    bind(api.listLeaves, leaves.listLeaves),
    bind(api.readLeave, leaves.readLeave),
    bind(api.askLeave, leaves.askLeave),
    bind(api.enterLeave, leaves.enterLeave),
    bind(api.approveLeave, leaves.approveLeave),
    bind(api.refuseLeave, leaves.refuseLeave),
    bind(api.withdrawLeave, leaves.withdrawLeave),
    bind(api.endLeave, leaves.endLeave),
    bind(api.readSheet, sheet.readSheet),
    bind(api.exportSheet, sheet.exportSheet),
    bind(api.markDay, sheet.markDay),
    bind(api.voidMark, sheet.voidMark),
    bind(api.listMarks, sheet.listMarks),
    bind(api.listShifts, shifts.listShifts),
    bind(api.makeShift, shifts.makeShift),
    bind(api.giveShift, shifts.giveShift),
  ],
  jobs: [{ name: 'attendance.settle', cron: '* * * * *', run: leaves.settleLeaves }],
}
