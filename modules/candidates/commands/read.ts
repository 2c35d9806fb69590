import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { maskResidentId } from '../../organisations/rules/identity.ts'
import { roleTitles } from '../../organisations/rules/roles.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import {
  type CandidateRow,
  nextRegistration,
  selectCandidate,
  selectCandidates,
  selectFiles,
  selectReviews,
  skillsDoneOf,
} from '../queries.ts'
import { mayTurn, type Turn } from '../rules/candidate.ts'
import { courtOf, gapsOf, idNoOf } from './facts-of.ts'

export const listCandidates = async (ctx: Ctx, { query }: Input<typeof api.listCandidates>): Promise<Output<typeof api.listCandidates>> => {
  const page = pageOf(await selectCandidates(ctx, query, query), query.limit, (r) => [r.rank, r.courtYears, r.id])
  const gaps = await gapsOf(ctx, page.items)
  await ctx.audit({
    verb: 'candidate.list',
    objectType: 'candidates',
    objectId: '-',
    data: { rows: page.items.length, searched: Boolean(query.q) },
  })
  const open = (c: CandidateRow) => ['draft', 'proposed', 'reviewed'].includes(c.state)
  return {
    next: page.next,
    items: page.items.map((c, i) => ({ ...c, missing: open(c) ? gaps[i]!.length : 0 })),
    can: { create: ctx.may('candidates.keep') ? yes : no('not-allowed') },
  }
}

/** What waits for me: reviews and registrations of the court (not those of people I reviewed), drafts of hr. */
export const benchCandidates = async (ctx: Ctx): Promise<Output<typeof api.benchCandidates>> => {
  const { rows } = await sql<{
    review: number
    register: number
    drafts: number
  }>`select count(*) filter (where c.state = 'proposed')::int as review,
      count(*) filter (where c.state = 'reviewed' and r.reviewed_by is distinct from ${ctx.actor.personId})::int as register, count(*) filter (where c.state = 'draft')::int as drafts
    from candidates.candidate c left join lateral (select x.reviewed_by from candidates.review x where x.court_id = c.court_id and x.candidate_id = c.id order by x.round desc limit 1) r on true
    where c.court_id = ${courtOf(ctx)} and c.state in ('draft', 'proposed', 'reviewed')`.execute(ctx.tx)
  const n = rows[0]!
  return ctx.may('candidates.review')
    ? { ...n, drafts: 0 }
    : ctx.may('candidates.keep')
      ? { review: 0, register: 0, drafts: n.drafts }
      : { review: 0, register: 0, drafts: 0 }
}

const idNo = (ctx: Ctx, c: CandidateRow): string | null =>
  c.idNoSealed ? ctx.app.keys.decryptText(Buffer.from(c.idNoSealed, 'base64'), idNoOf(courtOf(ctx))) : null

export const readCandidate = async (ctx: Ctx, { params }: Input<typeof api.readCandidate>): Promise<Output<typeof api.readCandidate>> => {
  const c = await selectCandidate(ctx, params.id)
  if (!c) throw new Fail('not-found', 404)
  const reviews = await selectReviews(ctx, c.id)
  const gaps = ['draft', 'proposed', 'reviewed'].includes(c.state) ? (await gapsOf(ctx, [c]))[0]! : []
  await ctx.audit({ verb: 'candidate.read', objectType: 'candidate', objectId: c.id })
  const number = idNo(ctx, c)
  const can = (turn: Turn) => mayTurn(turn, { state: c.state, review: reviews[0] ?? null }, ctx.actor)
  return {
    ...c,
    idNoMasked: number && maskResidentId(number),
    gaps,
    missing: gaps.length,
    files: await selectFiles(ctx, c.id),
    reviews,
    skillsDone: c.personId === null ? null : await skillsDoneOf(ctx, c.personId),
    nextNo: can('accept').ok ? await nextRegistration(ctx, todayOf(ctx).slice(0, 4)) : null,
    can: {
      change: can('change'),
      propose: can('propose'),
      withdraw: can('withdraw'),
      close: can('close'),
      review: can('review'),
      accept: can('accept'),
      reject: can('reject'),
      renew: can('renew'),
    },
  }
}

const form = readFileSync(join(import.meta.dirname, '../documents/review-form.typ'), 'utf8')
const LEVEL = { below: '大专以下', college: '大专', bachelor: '本科', master: '硕士研究生', doctor: '博士研究生' } as const
const dayZh = (d: string | null): string => (d ? `${Number(d.slice(0, 4))}年${Number(d.slice(5, 7))}月${Number(d.slice(8, 10))}日` : '—')

/** The form as it is circulated and filed: with the whole number for the court's offices, masked for everybody else. */
export const reviewForm = async (ctx: Ctx, { params }: Pick<Input<typeof api.reviewForm>, 'params'>): Promise<FileReply> => {
  const c = await selectCandidate(ctx, params.id)
  if (!c || c.state === 'erased') throw new Fail('not-found', 404)
  const review = (await selectReviews(ctx, c.id))[0] ?? null
  const number = idNo(ctx, c)
  const whole = ctx.may('candidates.review')
  const court = await sql<{ name: string }>`select name from organisations.court where id = ${courtOf(ctx)}`.execute(ctx.tx)
  await ctx.audit({ verb: 'candidate.form', objectType: 'candidate', objectId: c.id, data: { whole } })
  const pdf = (ctx.app.print ?? compilePdf)(form, {
    court: court.rows[0]?.name ?? '',
    rows: [
      ['姓名', c.name ?? '', '公民身份号码', number ? (whole ? number : maskResidentId(number)) : '—'],
      ['拟派单位', c.contractor, '拟任岗位', c.role ? roleTitles[c.role].zh : '—'],
      ['学历', c.education ? LEVEL[c.education] : '—', '毕业院校、专业', [c.school, c.major].filter(Boolean).join('　') || '—'],
      [
        '毕业证书编号',
        c.diplomaNo ?? '—',
        '学信网核验',
        c.xuexin ? `${c.xuexin === 'match' ? '一致' : '不一致'}　${dayZh(c.xuexinOn)}` : '—',
      ],
      ['法律专业背景', c.lawBackground ? '有' : '无', '法院从业经历', c.courtYears ? `${c.courtYears} 年` : '无'],
      [
        '劳动合同签订',
        dayZh(c.contractSignedOn),
        '合同期限',
        `${dayZh(c.contractFrom)} 至 ${c.contractUntil ? dayZh(c.contractUntil) : '无固定期限'}`,
      ],
      ['无犯罪记录证明', c.recordsNo ?? '—', '出具机关、日期', `${c.recordsAuthority ?? '—'}　${dayZh(c.recordsOn)}`],
    ],
    background: c.background ?? '—',
    relations:
      c.relationsDeclared === 'none'
        ? '本人申报：无亲属在法院工作，无利害关系。'
        : c.relations.map((r) => `${r.name}（${r.relation}，${r.place}）`).join('；') || '—',
    review: review && {
      result: review.passed ? '合格' : '不合格',
      opinion: review.opinion,
      by: review.reviewedBy ?? '—',
      on: dayZh(review.reviewedOn),
      until: dayZh(review.validUntil),
      skills: review.skillsHalfDays ? `${review.skillsHalfDays} 个半天　${review.skillsContent ?? ''}` : '—',
    },
    decision:
      c.state === 'accepted'
        ? `同意录用，备案编号 ${c.registrationNo}，${c.decidedBy ?? ''}`
        : c.state === 'rejected'
          ? `不予录用：${c.reason}`
          : null,
  })
  return { file: pdf, type: 'application/pdf', name: `政治审核表 ${c.name}.pdf`, inline: true }
}
