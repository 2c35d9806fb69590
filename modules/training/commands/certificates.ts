import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { courtsOf, selectPerson, todayOf } from '../../organisations/public.ts'
import type * as apiMain from '../api.ts'
import type * as api from '../api-tests.ts'
import { certificateCode, plainCode } from '../codes.ts'
import { courtName, courtOf, selectAttendance, selectCourse, selectExpected, selectSession } from '../queries.ts'
import { mayConfirm } from '../rules.ts'
import { refuse } from './courses.ts'

const certificate = readFileSync(join(import.meta.dirname, '../documents/certificate.typ'), 'utf8')
const sheet = readFileSync(join(import.meta.dirname, '../documents/sheet.typ'), 'utf8')
/** Read aloud and typed in fours. */
export const spaced = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

interface Counted {
  halfDays: number
  completedOn: string | null
  from: string | null
}
/** What counts of a course now; `year` 0: pre-job, else of that year. */
const countedOf = async (ctx: Ctx, personId: number, courseId: number, year: number): Promise<Counted> =>
  (
    await sql<Counted>`select coalesce(sum(e.half_days), 0)::int as "halfDays", max(e.on_date) as "completedOn", min(s.on_date) as "from"
      from training.credits(${courtOf(ctx)}, ${personId}, ${courseId}) e join training.session s on s.court_id = e.court_id and s.id = e.session_id
      where ${year} = 0 or extract(year from e.on_date)::int = ${year}`.execute(ctx.tx)
  ).rows[0]!

export const certificatesOf = async (ctx: Ctx, personId: number): Promise<Output<typeof api.readMine>['certificates']> =>
  (
    await sql<
      Output<typeof api.readMine>['certificates'][number]
    >`select c.id, c.code, k.title, c.half_days as "halfDays", c.completed_on as "completedOn", c.issued_at as "issuedAt"
      from training.certificate c join training.course k on k.court_id = c.court_id and k.id = c.course_id
      where c.court_id = ${courtOf(ctx)} and c.person_id = ${personId} order by c.id desc limit 100`.execute(ctx.tx)
  ).rows.map((c) => ({ ...c, code: spaced(c.code) }))

/** Asked again for the same half days, the same certificate is given. Fail: nothing-completed, not-outsourced. */
export const issueCertificate = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.issueCertificate>, 'body'>,
): Promise<Output<typeof api.issueCertificate>> => {
  const courtId = courtOf(ctx)
  const own = body.personId === undefined || body.personId === ctx.actor.personId
  if (!own && !ctx.may('training.see')) throw new Fail('not-allowed', 403)
  const person = await selectPerson(ctx, await courtsOf(ctx), todayOf(ctx), body.personId ?? ctx.actor.personId ?? 0)
  if (!person) throw new Fail('not-found', 404)
  if (person.contractorId === null) throw new Fail('not-outsourced', 422)
  const course = await selectCourse(ctx, body.courseId)
  if ((course.phase === 'preJob') !== (body.year === 0)) throw new Fail('nothing-completed', 409)
  const counted = await countedOf(ctx, person.id, course.id, body.year)
  if (counted.halfDays === 0) throw new Fail('nothing-completed', 409)
  const known = await sql<{
    id: number
    code: string
  }>`select id, code from training.certificate where court_id = ${courtId} and person_id = ${person.id} and course_id = ${course.id}
    and year = ${body.year} and half_days = ${counted.halfDays} and completed_on = ${counted.completedOn}::date order by id desc limit 1`.execute(
    ctx.tx,
  )
  if (known.rows[0]) return { id: known.rows[0].id, code: spaced(known.rows[0].code) }
  const code = certificateCode()
  const made = await sql<{
    id: number
  }>`insert into training.certificate (court_id, code, person_id, contractor_id, course_id, year, half_days, completed_on, issued_by)
    values (${courtId}, ${code}, ${person.id}, ${person.contractorId}, ${course.id}, ${body.year}, ${counted.halfDays}, ${counted.completedOn}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'training.certificate.issue',
    objectType: 'certificate',
    objectId: id,
    data: { personId: person.id, courseId: course.id, halfDays: counted.halfDays },
  })
  return { id, code: spaced(code) }
}

interface Issued {
  id: number
  code: string
  personId: number
  name: string
  staffNo: string | null
  contractorName: string
  courseId: number
  title: string
  topic: string
  phase: 'preJob' | 'inService'
  organiser: 'court' | 'contractor'
  year: number
  halfDays: number
  completedOn: string
  issuedAt: string
}
const issued = sql`select c.id, c.code, c.person_id as "personId", p.name, p.staff_no as "staffNo", n.name as "contractorName", k.id as "courseId", k.title, k.topic, k.phase, k.organiser,
    c.year, c.half_days as "halfDays", c.completed_on as "completedOn", c.issued_at as "issuedAt"
  from training.certificate c join organisations.person p on p.id = c.person_id join organisations.contractor n on n.id = c.contractor_id
    join training.course k on k.court_id = c.court_id and k.id = c.course_id`
const topics: Record<string, string> = {
  procedure: '程序性法律法规',
  secrecy: '保密管理',
  health: '职业健康管理',
  work: '辅助事务工作',
  other: '其他',
}
const dayText = (date: string): string => {
  const d = Temporal.PlainDate.from(date)
  return `${d.year}年${d.month}月${d.day}日`
}
const days = (halfDays: number): string => `${halfDays} 个半天（${halfDays / 2} 日）`

/** Fail: certificate-withdrawn: what it says no longer counts. */
export const printCertificate = async (ctx: Ctx, { params }: Input<typeof api.printCertificate>): Promise<FileReply> => {
  const found = await sql<Issued>`${issued} where c.court_id = ${courtOf(ctx)} and c.id = ${params.id}`.execute(ctx.tx)
  const c = found.rows[0]
  if (!c || (c.personId !== ctx.actor.personId && !ctx.may('training.see'))) throw new Fail('not-found', 404)
  const counted = await countedOf(ctx, c.personId, c.courseId, c.year)
  if (counted.halfDays < c.halfDays) throw new Fail('certificate-withdrawn', 409)
  await ctx.audit({ verb: 'training.certificate.print', objectType: 'certificate', objectId: c.id })
  const file = compilePdf(certificate, {
    court: await courtName(ctx),
    name: c.name,
    rows: [
      ['姓名', `${c.name}${c.staffNo ? `（工号 ${c.staffNo}）` : ''}`],
      ['所属服务商', c.contractorName],
      ['课程', c.title],
      ['内容', topics[c.topic] ?? ''],
      ['类别', `${c.phase === 'preJob' ? '岗前培训' : '在岗培训'}（${c.organiser === 'court' ? '法院组织' : '服务商组织'}）`],
      ['完成学时', days(c.halfDays)],
      ['起止日期', `${dayText(counted.from ?? c.completedOn)}至${dayText(c.completedOn)}`],
    ],
    code: spaced(c.code),
    issued: dayText(Temporal.Instant.from(c.issuedAt).toZonedDateTimeISO(ZONE).toPlainDate().toString()),
  })
  return { file, type: 'application/pdf', name: `培训证明-${c.name}-${c.title}.pdf`, inline: true }
}

/** Only signed-in court staff: a code tells who somebody works for. */
export const checkCertificate = async (
  ctx: Ctx,
  { query }: Input<typeof api.checkCertificate>,
): Promise<Output<typeof api.checkCertificate>> => {
  const found = await sql<Issued>`${issued} where c.court_id = ${courtOf(ctx)} and c.code = ${plainCode(query.code)}`.execute(ctx.tx)
  const c = found.rows[0]
  await ctx.audit({ verb: 'training.certificate.check', objectType: 'certificate', objectId: c?.id ?? '-', data: { found: Boolean(c) } })
  if (!c) return { found: null }
  const counted = await countedOf(ctx, c.personId, c.courseId, c.year)
  return {
    found: {
      name: c.name,
      contractorName: c.contractorName,
      title: c.title,
      halfDays: c.halfDays,
      countedNow: Math.min(c.halfDays, counted.halfDays),
      completedOn: c.completedOn,
      issuedAt: c.issuedAt,
    },
  }
}

const clock = (at: string): string => Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainTime().toString({ smallestUnit: 'minute' })
/** The sheet people sign; who checked in by code already is printed with the time. */
export const signSheet = async (ctx: Ctx, { params }: Input<typeof apiMain.signSheet>): Promise<FileReply> => {
  const s = await selectSession(ctx, params.id)
  refuse(mayConfirm(ctx.actor, s, s))
  const attendance = (await selectAttendance(ctx, s.id)).filter((a) => !a.void)
  const people = await selectExpected(ctx, s.id)
  const came = (personId: number, half: string): string => {
    const a = attendance.find((x) => x.personId === personId && x.half === half)
    return a ? (a.way === 'code' ? `扫码 ${clock(a.at)}` : '已登记') : ''
  }
  const parts = (['morning', 'afternoon'] as const).filter((h) => s[h])
  await ctx.audit({ verb: 'training.sheet', objectType: 'training-session', objectId: s.id })
  const file = compilePdf(sheet, {
    court: await courtName(ctx),
    title: s.title,
    facts: [
      ['日期', dayText(s.onDate)],
      ['时间', parts.map((h) => `${h === 'morning' ? '上午' : '下午'} ${clock(s[h]!.from)}–${clock(s[h]!.until)}`).join('，')],
      ['地点', s.place],
      ['授课人', s.teacher],
    ],
    heads: parts.map((h) => (h === 'morning' ? '上午签名' : '下午签名')),
    rows: people.map((p, i) => [String(i + 1), p.name, p.staffNo ?? '', p.contractorName, ...parts.map((h) => came(p.personId, h))]),
  })
  return { file, type: 'application/pdf', name: `签到表-${s.title}-${s.onDate}.pdf`, inline: true }
}
