import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../../platform/calendar/zoned.ts'
import { writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { type DutyFilter, type DutyRow, selectComing, selectDuties, selectDuty, selectExcuses, selectMonth } from '../queries.ts'
import { declarationOf, declarations, needDeclaration, recurring } from '../registry.ts'
import { isTick } from '../rules/declaration.ts'
import { comingWithin } from '../rules/reckon.ts'
import { type Decision, type DutyState, dutyStates, mayAskExcuse, mayDecideExcuse, mayTick, sideOf, unsettled } from '../rules/states.ts'

const filterOf = (q: Input<typeof api.listDuties>['query'] | Input<typeof api.exportDuties>['query']): DutyFilter => {
  const states = q.state ? q.state.split(',') : [...unsettled]
  if (states.some((s) => !(dutyStates as readonly string[]).includes(s))) throw new Fail('unknown-state', 422)
  return {
    tab: q.tab,
    states: states as DutyState[],
    clause: q.clause,
    key: q.key,
    kind: q.kind,
    subjectId: q.subjectId,
    dueFrom: q.dueFrom,
    dueUntil: q.dueUntil,
    asked: q.asked === 'yes',
  }
}
/** A row as the page shows it. A declaration that is gone leaves its key as the name. */
export const shown = (ctx: Ctx): ((r: DutyRow) => api.DutyItem) => {
  const today = toDate(ctx.now)
  return (r) => {
    const d = declarationOf(r.key)
    const due = toDate(Temporal.Instant.from(r.dueAt))
    return {
      id: r.id,
      key: r.key,
      nameZh: d?.words.zh.name ?? r.key,
      nameEn: d?.words.en.name ?? r.key,
      clauses: [...(d?.clauses ?? [])],
      debtor: r.debtor,
      state: r.state,
      period: r.period,
      dueAt: r.dueAt,
      provisional: r.provisional,
      workdaysLeft:
        Temporal.PlainDate.compare(due, today) >= 0 ? ctx.calendar.workdaysBetween(today, due) : -ctx.calendar.workdaysBetween(due, today),
      kind: r.kind,
      subjectId: r.subjectId,
      subjectName: r.subjectName,
      contractorName: r.contractorName,
      fulfilledAt: r.fulfilledAt,
      asked: r.asked,
      revision: r.revision,
    }
  }
}

export const listDuties = async (ctx: Ctx, { query }: Input<typeof api.listDuties>): Promise<Output<typeof api.listDuties>> => {
  const rows = await selectDuties(ctx, filterOf(query), { sort: query.sort, after: readCursor(query.cursor, 2), limit: query.limit + 1 })
  const page = pageOf(rows, query.limit, (r) => [r.dueAt, r.id])
  return { ...page, items: page.items.map(shown(ctx)) }
}

const EXPORT_LIMIT = 20_000
const heads = {
  zh: ['事项', '条款', '责任方', '对象', '服务商', '周期', '到期', '暂定', '状态', '履行时间'],
  en: ['Duty', 'Clauses', 'Owed by', 'Subject', 'Contractor', 'Period', 'Due', 'Provisional', 'State', 'Fulfilled'],
}
const sides = { zh: { court: '法院', contractor: '外包机构' }, en: { court: 'Court', contractor: 'Contractor' } }
const stateWords: Record<'zh' | 'en', Record<DutyState, string>> = {
  zh: { planned: '待开启', open: '进行中', breached: '已逾期', done: '按期履行', late: '逾期履行', excused: '已免责', withdrawn: '已撤销' },
  en: {
    planned: 'Planned',
    open: 'Open',
    breached: 'Missed',
    done: 'Done in time',
    late: 'Done late',
    excused: 'Excused',
    withdrawn: 'Withdrawn',
  },
}
export const exportDuties = async (ctx: Ctx, { query }: Input<typeof api.exportDuties>): Promise<FileReply> => {
  const rows = await selectDuties(ctx, filterOf(query), { sort: query.sort, after: null, limit: EXPORT_LIMIT + 1 })
  if (rows.length > EXPORT_LIMIT) throw new Fail('export-too-large', 422, { limit: EXPORT_LIMIT })
  const lang = query.language
  const moment = (at: string | null): string | null =>
    at &&
    Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
  const cells = rows
    .map(shown(ctx))
    .map((r) => [
      lang === 'zh' ? r.nameZh : r.nameEn,
      r.clauses.join(lang === 'zh' ? '、' : ', '),
      sides[lang][r.debtor],
      r.subjectName,
      r.contractorName,
      r.period,
      moment(r.dueAt),
      r.provisional ? (lang === 'zh' ? '暂定' : 'yes') : null,
      stateWords[lang][r.state],
      moment(r.fulfilledAt),
    ])
  await ctx.audit({ verb: 'duty.export', objectType: 'duty', objectId: '-', data: { tab: query.tab, rows: rows.length } })
  const day = toDate(ctx.now).toString()
  return {
    file: await writeXlsx([{ name: lang === 'zh' ? '履责' : 'Duties', header: heads[lang], rows: cells }]),
    type: XLSX_TYPE,
    name: `${lang === 'zh' ? '履责清单' : 'duties'}-${day}.xlsx`,
  }
}

export const monthOfDuties = async (ctx: Ctx, { query }: Input<typeof api.monthOfDuties>): Promise<Output<typeof api.monthOfDuties>> => {
  const month = Temporal.PlainYearMonth.from(query.month)
  const days = Array.from({ length: month.daysInMonth }, (_, i) => month.toPlainDate({ day: i + 1 }))
  const rows = await selectMonth(ctx, query.tab, days[0]!.toString(), days.at(-1)!.toString())
  const side = sideOf(ctx.actor) ?? 'court'
  const coming = recurring()
    .filter((d) => (query.tab === 'theirs' ? d.debtor !== side : d.debtor === side))
    .flatMap((d) => comingWithin(d, days[0]!, days.at(-1)!, ctx.now, ctx.calendar))
  const counts = coming.length ? await selectComing(ctx, query.tab, coming) : []
  return {
    coming: coming
      .map((o, i) => ({
        date: toDate(o.dueAt).toString(),
        key: o.key,
        nameZh: needDeclaration(o.key).words.zh.name,
        nameEn: needDeclaration(o.key).words.en.name,
        n: counts[i] ?? 0,
        provisional: o.provisional,
      }))
      .filter((o) => o.n > 0)
      .sort((a, b) => a.date.localeCompare(b.date)),
    month: query.month,
    published: ctx.calendar.isPublished(month.year),
    days: days.map((d) => ({
      date: d.toString(),
      workday: ctx.calendar.isWorkday(d),
      duties: rows
        .filter((r) => r.date === d.toString())
        .map(({ key, state, n }) => ({
          key,
          state,
          n,
          nameZh: declarationOf(key)?.words.zh.name ?? key,
          nameEn: declarationOf(key)?.words.en.name ?? key,
        })),
    })),
  }
}
export const declaredDuties = async (): Promise<Output<typeof api.declaredDuties>> => ({
  items: declarations().map((d) => ({
    key: d.key,
    nameZh: d.words.zh.name,
    nameEn: d.words.en.name,
    clauses: [...d.clauses],
    kind: d.subject,
    debtor: d.debtor,
  })),
})

type Can = { ok: true } | { ok: false; code: string }
const both = (a: Decision, b: Decision): Can => (a.ok ? b : a)
export const readDuty = async (ctx: Ctx, { params }: Input<typeof api.readDuty>): Promise<Output<typeof api.readDuty>> => {
  const r = await selectDuty(ctx, params.id)
  if (!r) throw new Fail('not-found', 404)
  const d = declarationOf(r.key)
  const excuses = await selectExcuses(ctx, r.id)
  const waiting = excuses.find((x) => x.approved === null) ?? null
  const duty = { state: r.state, debtor: r.debtor, roles: d?.roles ?? [], asked: waiting !== null, tick: d ? isTick(d) : false }
  const holds: Decision = ctx.may('duties.decide') ? { ok: true } : { ok: false, code: 'not-your-decision' }
  const at = (
    kind: Output<typeof api.readDuty>['history'][number]['kind'],
    when: string | null,
    by: string | null = null,
    note: string | null = null,
  ) => (when ? [{ kind, at: when, by, note }] : [])
  const history = [
    ...at('opened', r.openedAt),
    ...at('reminded', r.remindedAt),
    ...at('breached', r.breachedAt),
    ...excuses.flatMap((x) => [
      ...at('excuse-asked', x.askedAt, x.askedByName, x.reason),
      ...at(x.approved ? 'excuse-approved' : 'excuse-refused', x.decidedAt, x.decidedByName, x.decision),
    ]),
    ...at('fulfilled', r.fulfilledAt, r.fulfilledByName, r.evidenceType === 'tick' ? r.note : null),
    ...at('withdrawn', r.state === 'withdrawn' ? r.settledAt : null),
  ]
    .reverse()
    .sort((a, b) => Temporal.Instant.compare(b.at, a.at))
  await ctx.audit({ verb: 'duty.read', objectType: 'duty', objectId: r.id, data: { key: r.key } })
  return {
    ...shown(ctx)(r),
    textZh: d?.words.zh.text ?? '',
    textEn: d?.words.en.text ?? '',
    roles: [...(d?.roles ?? [])],
    tick: d && 'tick' in d.evidence ? d.evidence.tick : null,
    evidenceTypes: d && 'objects' in d.evidence ? [...d.evidence.objects] : [],
    opensAt: r.opensAt,
    basis: r.basis,
    calendar: r.calendar,
    remindAt: r.remindAt,
    evidence: r.evidenceType && r.evidenceId ? { type: r.evidenceType, id: r.evidenceId } : null,
    note: r.note,
    history,
    excuse: waiting && { id: waiting.id, reason: waiting.reason, askedByName: waiting.askedByName, askedAt: waiting.askedAt },
    can: {
      ask: mayAskExcuse(ctx.actor, duty),
      decide: waiting ? both(holds, mayDecideExcuse(ctx.actor, duty, waiting.askedBy)) : { ok: false, code: 'no-excuse-asked' },
      tick: mayTick(ctx.actor, duty),
    },
  }
}
