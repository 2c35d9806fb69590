import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import { registerCitations } from '../laws/public.ts'
import * as api from './api.ts'
import { endKeyPost, listKeyPosts, nameKeyPost } from './commands/key-posts.ts'
import { exportAgreements, listAgreements } from './commands/list.ts'
import {
  agreementPdf,
  agreementScan,
  agreementSignature,
  checkAgreement,
  enterPaper,
  printForPaper,
  readAgreement,
} from './commands/paper.ts'
import { readMine, sign } from './commands/sign.ts'
import {
  approveTemplate,
  draftTemplate,
  editTemplate,
  listTemplates,
  proposeTemplate,
  readTemplate,
  refuseTemplate,
} from './commands/templates.ts'
import { duties } from './duties.ts'
import { selectTemplates } from './queries.ts'
import { askedFor, citationsOf, agreementKinds } from './rules.ts'
import { seedTemplates } from './seed.ts'

declareDuties(duties)

// 5.1: a template whose law changed is looked at again; the version that is asked for, of each kind.
registerCitations('agreements', async (ctx) => {
  const approved = await selectTemplates(ctx, { approved: true })
  return agreementKinds.flatMap((kind) => {
    const t = askedFor(approved.filter((a) => a.kind === kind))
    return t
      ? [
          {
            place: `template-${t.id}`,
            title: {
              zh: `${t.title}（${t.label}）`,
              en: `${kind === 'nda' ? 'Confidentiality agreement' : 'Responsibility letter'}, version ${t.id}`,
            },
            link: `/agreement-templates/${t.id}`,
            cites: citationsOf(t.body),
          },
        ]
      : []
  })
})

export const agreements: ModuleServer = {
  name: 'agreements',
  dependsOn: ['organisations', 'accounts', 'workforce', 'laws', 'worklist', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.readMine, readMine),
    bind(api.sign, sign),
    bind(api.listAgreements, listAgreements),
    bind(api.exportAgreements, exportAgreements),
    bind(api.printAgreement, printForPaper),
    bind(api.enterPaper, enterPaper),
    bind(api.readAgreement, readAgreement),
    bind(api.agreementPdf, agreementPdf),
    bind(api.agreementScan, agreementScan),
    bind(api.agreementSignature, agreementSignature),
    bind(api.checkAgreement, checkAgreement),
    bind(api.listTemplates, listTemplates),
    bind(api.readTemplate, readTemplate),
    bind(api.draftTemplate, draftTemplate),
    bind(api.editTemplate, editTemplate),
    bind(api.proposeTemplate, proposeTemplate),
    bind(api.approveTemplate, approveTemplate),
    bind(api.refuseTemplate, refuseTemplate),
    bind(api.listKeyPosts, listKeyPosts),
    bind(api.nameKeyPost, nameKeyPost),
    bind(api.endKeyPost, endKeyPost),
  ],
  onStart: seedTemplates,
}
