import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import { closeReview, decideImpact, listImpacts, listReviews, proveByFile, proveByRule, readImpact, readProof } from './commands/impacts.ts'
import { addVersion, attachText, createLaw, readText, repealVersion } from './commands/keep.ts'
import { announceSeeds, seedLaws } from './seed.ts'
import { compareVersions, listLaws, readCitation, readLaw } from './views.ts'

export const laws: ModuleServer = {
  name: 'laws',
  dependsOn: ['organisations'],
  permissions: api.permissions,
  bindings: [
    bind(api.listLaws, listLaws),
    bind(api.readCitation, readCitation),
    bind(api.readText, readText),
    bind(api.readLaw, readLaw),
    bind(api.compareVersions, compareVersions),
    bind(api.createLaw, createLaw),
    bind(api.addVersion, addVersion),
    bind(api.repealVersion, repealVersion),
    bind(api.attachText, attachText),
    bind(api.listReviews, listReviews),
    bind(api.closeReview, closeReview),
    bind(api.listImpacts, listImpacts),
    bind(api.readProof, readProof),
    bind(api.readImpact, readImpact),
    bind(api.proveByFile, proveByFile),
    bind(api.proveByRule, proveByRule),
    bind(api.decideImpact, decideImpact),
  ],
  jobs: [{ name: 'laws.announce', cron: '20 0 * * *', run: (app) => announceSeeds(app) }],
  onStart: async (ctx) => {
    await seedLaws(ctx)
    ctx.afterCommit(() => announceSeeds(ctx.app))
  },
}
