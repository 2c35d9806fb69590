import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import * as api from './api.ts'
import * as commands from './commands.ts'
import { duties } from './duties.ts'

declareDuties(duties)

export const injuries: ModuleServer = {
  name: 'injuries',
  dependsOn: ['organisations', 'worklist', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listInjuries, commands.listInjuries),
    bind(api.readPaper, commands.readPaper),
    bind(api.readInjury, commands.readInjury),
    bind(api.reportInjury, commands.reportInjury),
    bind(api.addStep, commands.addStep),
    bind(api.addPaper, commands.addPaper),
    bind(api.closeInjury, commands.closeInjury),
  ],
}
