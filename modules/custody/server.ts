import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import * as apiPlaces from './api-places.ts'
import * as c from './commands.ts'
import * as inventory from './inventory.ts'
import { alarmOverdue } from './overdue.ts'
import * as places from './places.ts'
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
    bind(api.takeVolume, c.takeVolume),
    bind(api.settleVolume, c.settleVolume),
    bind(api.loseVolume, c.loseVolume),
    bind(api.findAgain, c.findAgain),
    bind(api.printLabel, printLabel),
    bind(api.printHistory, printHistory),
    bind(apiPlaces.listPlaces, places.listPlaces),
    bind(apiPlaces.readPlace, places.readPlace),
    bind(apiPlaces.makePlace, places.makePlace),
    bind(apiPlaces.changePlace, places.changePlace),
    bind(apiPlaces.closePlace, places.closePlace),
    bind(apiPlaces.setClosing, places.setClosing),
    bind(apiPlaces.listInventories, inventory.listInventories),
    bind(apiPlaces.startInventory, inventory.startInventory),
    bind(apiPlaces.readInventory, inventory.readInventory),
    bind(apiPlaces.findInInventory, inventory.findInInventory),
    bind(apiPlaces.closeInventory, inventory.closeInventory),
  ],
  // Each court closes at its own time (5.2).
  jobs: [{ name: 'custody.overdue', cron: '*/5 * * * *', run: alarmOverdue }],
}
