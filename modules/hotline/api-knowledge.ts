import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, ok, text } from './api.ts'
import { topics } from './rules/kinds.ts'

const paging = { cursor: text(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
export const articleRow = z.object({
  id: z.number(),
  versionId: z.number(),
  version: z.number(),
  topic: z.enum(topics),
  title: z.string(),
  excerpt: z.string(),
  state: z.enum(['draft', 'approved', 'refused', 'ended']),
  fromDate: z.string().nullable(),
  inForce: z.boolean(),
  draftWaiting: z.boolean(),
})
export type ArticleRow = z.infer<typeof articleRow>
export const listArticles = endpoint({
  method: 'GET',
  path: '/hotline/articles',
  summary: { zh: '知识库', en: 'Knowledge base' },
  permission: 'hotline.knowledge',
  audit: 'none',
  errors: [],
  query: z.object({ q: text(100).optional(), topic: z.enum(topics).optional(), ...paging }),
  response: z.object({ items: z.array(articleRow), next: z.string().nullable() }),
})
const can = z.union([z.literal(true), z.string()])
export const readArticle = endpoint({
  method: 'GET',
  path: '/hotline/articles/:id',
  summary: { zh: '知识条目', en: 'One article' },
  permission: 'hotline.knowledge',
  audit: 'none',
  errors: [],
  params: byId,
  response: z.object({
    id: z.number(),
    topic: z.enum(topics),
    versions: z.array(
      z.object({
        id: z.number(),
        version: z.number(),
        title: z.string(),
        body: z.string(),
        basis: z.string(),
        state: z.enum(['draft', 'approved', 'refused', 'ended']),
        inForce: z.boolean(),
        fromDate: z.string().nullable(),
        madeBy: z.string(),
        madeAt: z.string(),
        decidedBy: z.string().nullable(),
        decidedAt: z.string().nullable(),
        reason: z.string(),
        revision: z.number(),
      }),
    ),
    can: z.object({ draft: can, decide: can, end: can }),
  }),
})
export type Article = z.output<typeof readArticle.response>
const words = { title: line(200), body: z.string().trim().min(1).max(20_000), basis: text(500).default('') }
export const newArticle = endpoint({
  method: 'POST',
  path: '/hotline/articles',
  summary: { zh: '起草知识条目', en: 'Draft an article' },
  permission: 'hotline.draft',
  audit: 'hotline.article.draft',
  errors: ['gap-settled'],
  body: z.object({ topic: z.enum(topics), ...words, gapId: z.number().int().positive().nullish() }),
  response: z.object({ id: z.number() }),
})
export const newVersion = endpoint({
  method: 'POST',
  path: '/hotline/articles/:id/versions',
  summary: { zh: '起草新版本', en: 'Draft a new version' },
  permission: 'hotline.draft',
  audit: 'hotline.article.draft',
  errors: ['draft-waits'],
  params: byId,
  body: z.object(words),
  response: z.object({ version: z.number() }),
})
export const decideVersion = endpoint({
  method: 'POST',
  path: '/hotline/versions/:id/decide',
  summary: { zh: '审核知识条目', en: 'Approve or refuse a draft' },
  permission: 'hotline.approve',
  audit: 'hotline.article.decide',
  errors: ['same-person', 'not-draft', 'date-past', 'reason-missing'],
  params: byId,
  ifMatch: true,
  body: z.object({ approve: z.boolean(), fromDate: z.iso.date().nullish(), reason: text(500).default('') }),
  response: ok,
})
export const endVersion = endpoint({
  method: 'POST',
  path: '/hotline/versions/:id/end',
  summary: { zh: '停用知识条目', en: 'Take an article out of use' },
  permission: 'hotline.approve',
  audit: 'hotline.article.end',
  errors: ['not-approved'],
  params: byId,
  ifMatch: true,
  body: z.object({ reason: line(500) }),
  response: ok,
})

export const addGap = endpoint({
  method: 'POST',
  path: '/hotline/gaps',
  summary: { zh: '没有找到答案', en: 'No answer found' },
  permission: 'hotline.desk',
  audit: 'hotline.gap',
  errors: [],
  body: z.object({ question: line(500) }),
  response: z.object({ id: z.number() }),
})
export const listGaps = endpoint({
  method: 'GET',
  path: '/hotline/gaps',
  summary: { zh: '没有答案的问题', en: 'Questions without an answer' },
  permission: 'hotline.gaps',
  audit: 'none',
  errors: [],
  query: z.object({ open: z.enum(['yes', 'no']).optional(), ...paging }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        question: z.string(),
        by: z.string(),
        at: z.string(),
        articleId: z.number().nullable(),
        settledAt: z.string().nullable(),
        settledBy: z.string().nullable(),
        reason: z.string(),
        revision: z.number(),
      }),
    ),
    next: z.string().nullable(),
  }),
})
export const settleGap = endpoint({
  method: 'POST',
  path: '/hotline/gaps/:id/settle',
  summary: { zh: '处理没有答案的问题', en: 'Settle a question' },
  permission: 'hotline.settleGap',
  audit: 'hotline.gap.settle',
  errors: ['gap-settled', 'article-unknown'],
  params: byId,
  ifMatch: true,
  body: z.object({ articleId: z.number().int().positive().nullish(), reason: line(500) }),
  response: ok,
})
