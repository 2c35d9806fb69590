import { sql } from 'kysely'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import * as api from './api.ts'
import * as apiPosts from './api-posts.ts'
import * as courts from './commands/courts.ts'
import * as engagements from './commands/engagements.ts'
import * as people from './commands/people.ts'
import * as posts from './commands/posts.ts'

export const organisations: ModuleServer = {
  name: 'organisations',
  dependsOn: [],
  permissions: api.permissions,
  bindings: [
    bind(api.listCourts, courts.listCourts),
    bind(api.createCourt, courts.createCourt),
    bind(api.changeCourt, courts.changeCourt),
    bind(api.listDivisions, courts.listDivisions),
    bind(api.createDivision, courts.createDivision),
    bind(api.changeDivision, courts.changeDivision),
    bind(api.listContractors, engagements.listContractors),
    bind(api.readContractor, engagements.readContractor),
    bind(api.createContractor, engagements.createContractor),
    bind(api.changeContractor, engagements.changeContractor),
    bind(api.listEngagements, engagements.listEngagements),
    bind(api.readEngagement, engagements.readEngagement),
    bind(api.createEngagement, engagements.createEngagement),
    bind(api.changeEngagement, engagements.changeEngagement),
    bind(api.freezeEngagement, engagements.freezeEngagement),
    bind(api.unfreezeEngagement, engagements.unfreezeEngagement),
    bind(api.endEngagement, engagements.endEngagement),
    bind(api.listPeople, people.listPeople),
    bind(api.pickPeople, people.pickPeople),
    bind(api.readPerson, people.readPerson),
    bind(api.createPerson, people.createPerson),
    bind(api.changePerson, people.changePerson),
    bind(api.personLeaves, people.personLeaves),
    bind(apiPosts.assignPost, posts.assignPost),
    bind(apiPosts.changePost, posts.changePost),
    bind(apiPosts.endPost, posts.endPost),
  ],
  jobs: [
    {
      name: 'organisations.end-expired',
      cron: '5 0 * * *',
      run: async (app) => {
        const courtIds = await app.asSystem(
          null,
          async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
        )
        for (const { id } of courtIds) await app.asSystem(id, (ctx) => engagements.endExpiredEngagements(ctx))
      },
    },
  ],
}
