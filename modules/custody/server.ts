import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import * as c from './commands.ts'
import { printHistory, printLabel } from './print.ts'

export const custody: ModuleServer = {
  name: 'custody',
  dependsOn: ['organisations', 'cases', 'confidentiality', 'worklist'],
  permissions: api.permissions,
  bindings: [
    bind(api.listVolumes, c.listVolumes),
    bind(api.makeVolume, c.makeVolume),
    bind(api.readVolume, c.readVolume),
    bind(api.findVolume, c.findVolume),
    bind(api.giveVolume, c.giveVolume),
    bind(api.receiveVolume, c.receiveVolume),
    bind(api.withdrawMove, c.withdrawMove),
    bind(api.countVolume, c.countVolume),
    bind(api.settleVolume, c.settleVolume),
    bind(api.loseVolume, c.loseVolume),
    bind(api.findAgain, c.findAgain),
    bind(api.printLabel, printLabel),
    bind(api.printHistory, printHistory),
  ],
  // The end of the working day, when borrowed volumes must be back (5.2).
  jobs: [{ name: 'custody.overdue', cron: '30 17 * * *', run: c.alarmOverdue }],
}
