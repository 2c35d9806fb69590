import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import * as commands from './commands.ts'

export const workforce: ModuleServer = {
  name: 'workforce',
  dependsOn: ['organisations', 'accounts'],
  permissions: api.permissions,
  bindings: [
    bind(api.listRoster, commands.listRoster),
    bind(api.readMyGate, commands.readMyGate),
    bind(api.readGate, commands.readGate),
    bind(api.recordFact, commands.recordFact),
    bind(api.revokeFact, commands.revokeFact),
    bind(api.vetoPerson, commands.vetoPerson),
    bind(api.liftVeto, commands.liftVeto),
  ],
}
