import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import { acceptCandidate, rejectCandidate, renewReview, reviewCandidate } from './commands/decide.ts'
import { changeCandidate, createCandidate } from './commands/enter.ts'
import { eraseAll } from './commands/erase.ts'
import { addFile, readFile, removeFile } from './commands/files.ts'
import { checkList, listFaults, listTemplate, runList } from './commands/import.ts'
import { closeCandidate, proposeCandidates, withdrawCandidate } from './commands/propose.ts'
import { benchCandidates, listCandidates, readCandidate, reviewForm } from './commands/read.ts'

export const candidates: ModuleServer = {
  name: 'candidates',
  dependsOn: ['organisations', 'workforce', 'cases', 'worklist'],
  permissions: api.permissions,
  bindings: [
    bind(api.listCandidates, listCandidates),
    bind(api.benchCandidates, benchCandidates),
    bind(api.readCandidate, readCandidate),
    bind(api.createCandidate, createCandidate),
    bind(api.changeCandidate, changeCandidate),
    bind(api.addFile, addFile),
    bind(api.readFile, readFile),
    bind(api.removeFile, removeFile),
    bind(api.proposeCandidates, proposeCandidates),
    bind(api.withdrawCandidate, withdrawCandidate),
    bind(api.closeCandidate, closeCandidate),
    bind(api.reviewCandidate, reviewCandidate),
    bind(api.renewReview, renewReview),
    bind(api.acceptCandidate, acceptCandidate),
    bind(api.rejectCandidate, rejectCandidate),
    bind(api.reviewForm, reviewForm),
    bind(api.listTemplate, listTemplate),
    bind(api.checkList, checkList),
    bind(api.runList, runList),
    bind(api.listFaults, listFaults),
  ],
  jobs: [{ name: 'candidates.erase', cron: '30 2 * * *', run: (app) => eraseAll(app) }],
}
