import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import { writeXlsx, XLSX_TYPE } from '../../platform/documents/spreadsheet.ts'
import { ZONE } from '../../platform/calendar/clock.ts'
import { serviceTitle } from '../organisations/rules/services.ts'
import { notify } from '../worklist/public.ts'
import * as api from './api.ts'
import { caseNamesOf, type Grouping, type GroupFigure, figures, isOwn, items, keepFigure, versionsOf } from './queries.ts'
import { type Figure, type Indicator, indicatorOf, indicators, type Period, periodOf } from './rules.ts'

const period = (text: string): Period => {
  const p = periodOf(text)
  if (!p) throw new Fail('bad-period', 400)
  return p
}
const known = (letter: string): Indicator => {
  const i = indicatorOf(letter)
  if (!i) throw new Fail('not-found', 404)
  return i
}
const today = (ctx: Ctx): string => ctx.now.toZonedDateTimeISO(ZONE).toPlainDate().toString()

/** The period itself and the five of its kind before it, oldest first. */
const before = (p: Period): Period[] => {
  const back = (label: string, n: number): string => {
    const [year, part] = label.split('-')
    if (!part) return String(Number(year) - n)
    const quarter = part.startsWith('Q')
    const unit = quarter ? 4 : 12
    const index = Number(year) * unit + Number(part.replace('Q', '')) - 1 - n
    const rest = (index % unit) + 1
    return `${Math.floor(index / unit)}-${quarter ? `Q${rest}` : String(rest).padStart(2, '0')}`
  }
  return [5, 4, 3, 2, 1, 0].map((n) => periodOf(back(p.label, n))).filter((x) => x !== null)
}

/** The month, quarter and year that ended last before this day: what is said of them is kept, whether anybody looks or not. */
const lastClosed = (day: string): Period[] => {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  const quarter = Math.ceil(month / 3)
  const labels = [
    month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`,
    quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`,
    String(year - 1),
  ]
  return labels.map(periodOf).filter((x) => x !== null)
}
/** Daily: the figure of a period that closed is kept the night it closes, and its correction the night after. */
export const keepClosed = async (ctx: Ctx): Promise<void> => {
  for (const p of lastClosed(today(ctx)))
    for (const i of indicators) {
      const total = await figures(ctx, i, p, 'total')
      // Nothing fell into it: there is nothing to be said, and nothing that a later fact would correct.
      if (total?.[0]) await keepFigure(ctx, i, p, total[0])
    }
}

const readBoard = async (ctx: Ctx, p: Period, by: Grouping) => {
  const closed = p.until <= today(ctx)
  const out = []
  for (const i of indicators) {
    const total = await figures(ctx, i, p, 'total')
    const figure =
      total === null
        ? null
        : (total[0] ?? { key: '', name: '', numerator: 0, denominator: 0, excluded: 0, pending: 0, value: i.kind === 'count' ? 0 : null })
    const trend = []
    if (figure)
      for (const t of before(p))
        trend.push({
          period: t.label,
          value: t.label === p.label ? figure.value : ((await figures(ctx, i, t, 'total'))?.[0]?.value ?? null),
        })
    out.push({
      letter: i.letter,
      version: i.version,
      nameZh: i.nameZh,
      nameEn: i.nameEn,
      kind: i.kind,
      direction: i.direction,
      target: i.target,
      numerator: i.numerator,
      denominator: i.denominator,
      clock: i.clock,
      figure,
      // What the contractor sees is its own share, never kept as the court's figure.
      figureVersion: figure && closed && ctx.actor.side === 'court' ? await keepFigure(ctx, i, p, figure) : null,
      groups: by === 'total' || !figure ? [] : ((await figures(ctx, i, p, by)) as GroupFigure[]),
      trend,
    })
  }
  return { period: p.label, from: p.from, until: p.until, closed, items: out }
}

export const indicatorsModule: ModuleServer = {
  name: 'indicators',
  dependsOn: ['cases', 'organisations', 'worklist'],
  permissions: api.permissions,
  bindings: [
    bind(api.board, (ctx, { query }) => readBoard(ctx, period(query.period), query.by)),
    bind(api.drill, (ctx, { params, query }) =>
      items(ctx, known(params.letter), period(query.period), {
        late: query.late === 'true',
        person: query.person,
        service: query.service,
        team: query.team,
        after: query.cursor,
        limit: query.limit,
      }),
    ),
    bind(api.versions, async (ctx, { params, query }) => ({
      items: await versionsOf(ctx, known(params.letter).letter, period(query.period).label),
    })),
    bind(api.itemEvents, async (ctx, { params }) => {
      const { rows } = await sql<{
        id: number
        at: string
        verb: string
        personName: string | null
      }>`select e.id, e.at, e.verb, p.name as "personName" from audit.event e left join organisations.person p on p.id = e.person_id
        where e.court_id = ${ctx.actor.courtId} and e.object_type = ${params.itemType} and e.object_id = ${String(params.itemId)} order by e.at, e.id limit 500`.execute(
        ctx.tx,
      )
      return { items: rows }
    }),
    bind(api.exportBoard, async (ctx, { query }) => {
      const b = await readBoard(ctx, period(query.period), query.by)
      const zh = query.language === 'zh'
      const head = zh
        ? ['期间', '指标', '分组', '分子', '分母', '剔除', '未到期', '数值', '单位', '目标', '口径版本', '数值版本']
        : [
            'Period',
            'Indicator',
            'Group',
            'Numerator',
            'Denominator',
            'Excluded',
            'Not yet due',
            'Value',
            'Unit',
            'Target',
            'Definition',
            'Version of figure',
          ]
      const none = zh ? '暂无数据' : 'no data yet'
      const target = (i: (typeof b.items)[number]): string =>
        i.target === null ? '—' : `${i.direction === 'lower' ? '≤' : '≥'} ${i.target}%`
      const named = (g: GroupFigure): string =>
        g.key === '' ? (zh ? '（未指明）' : '(not named)') : query.by === 'service' ? serviceTitle(g.key, query.language) : g.name
      const rows = b.items.flatMap((i) => {
        const about = [b.period, `${i.letter} ${zh ? i.nameZh : i.nameEn}`]
        const total = zh ? '合计' : 'Total'
        if (!i.figure) return [[...about, total, null, null, null, null, none, null, target(i), i.version, null]]
        const rated = i.kind === 'rate'
        const line = (name: string, g: Figure, kept: number | null) => [
          ...about,
          name,
          g.numerator,
          rated ? g.denominator : null,
          g.excluded,
          rated ? g.pending : null,
          g.value ?? '—',
          rated ? '%' : zh ? '件' : 'items',
          target(i),
          i.version,
          kept,
        ]
        return [line(total, i.figure, i.figureVersion), ...i.groups.map((g) => line(named(g), g, null))]
      })
      return {
        file: await writeXlsx([{ name: b.period, header: head, rows, widths: [10, 26, 16, 8, 8, 8, 8, 10, 8, 10, 10, 12] }]),
        type: XLSX_TYPE,
        name: `${zh ? '考核指标' : 'indicators'}-${b.period}.xlsx`,
      }
    }),
    bind(api.listExclusions, async (ctx, { query }) => {
      const { rows } = await sql<{
        id: number
        letter: string
        itemType: string
        itemId: number
        code: string
        reason: string
        askedByName: string | null
        askedAt: string
        decidedAt: string | null
        approved: boolean | null
      }>`
        select x.id, x.letter, x.item_type as "itemType", x.item_id as "itemId", x.code, x.reason, p.name as "askedByName", x.asked_at as "askedAt", x.decided_at as "decidedAt", x.approved
        from indicators.exclusion x left join organisations.person p on p.id = x.asked_by where x.court_id = ${ctx.actor.courtId} ${query.cursor ? sql`and x.id < ${query.cursor}` : sql``} order by x.id desc limit 51`.execute(
        ctx.tx,
      )
      const page = rows.slice(0, 50)
      const named = new Map<string, { caseId: number; name: string }>()
      for (const letter of new Set(page.map((x) => x.letter)))
        for (const [key, found] of await caseNamesOf(
          ctx,
          known(letter),
          page.filter((x) => x.letter === letter),
        ))
          named.set(`${letter} ${key}`, found)
      const caseOf = (x: (typeof page)[number]) => named.get(`${x.letter} ${x.itemType} ${x.itemId}`)
      return {
        items: page.map((x) => ({ ...x, caseId: caseOf(x)?.caseId ?? null, caseName: caseOf(x)?.name ?? null })),
        next: rows.length > 50 ? page[49]!.id : null,
      }
    }),
    bind(api.askExclusion, async (ctx, { body }) => {
      if (!known(body.letter).exclusions.includes(body.code)) throw new Fail('unknown-exclusion', 422)
      if (!(await isOwn(ctx, known(body.letter), body.itemType, body.itemId))) throw new Fail('not-found', 404)
      const { rows } = await sql<{
        id: number
      }>`insert into indicators.exclusion (court_id, letter, item_type, item_id, code, reason, asked_by)
        values (${ctx.actor.courtId}, ${body.letter}, ${body.itemType}, ${body.itemId}, ${body.code}, ${body.reason}, ${ctx.actor.personId}) returning id`.execute(
        ctx.tx,
      )
      await notify(ctx, { role: 'commissioner' }, 'exclusion-asked', { by: ctx.actor.name }, '/indicators/exclusions')
      return { id: rows[0]!.id }
    }),
    bind(api.decideExclusion, async (ctx, { params, body }) => {
      const r = await sql<{
        askedBy: number
      }>`update indicators.exclusion set approved = ${body.approved}, decided_by = ${ctx.actor.personId}, decided_at = bw.now() where court_id = ${ctx.actor.courtId} and id = ${params.id} and decided_at is null returning asked_by as "askedBy"`.execute(
        ctx.tx,
      )
      if (!r.rows[0]) throw new Fail('already-decided', 409)
      await notify(
        ctx,
        { personIds: [r.rows[0].askedBy] },
        body.approved ? 'exclusion-approved' : 'exclusion-refused',
        {},
        '/indicators/exclusions',
      )
      return { ok: true as const }
    }),
  ],
  jobs: [
    {
      name: 'indicators.close',
      cron: '25 0 * * *',
      run: async (app) => {
        const courts = await app.asSystem(
          null,
          async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
        )
        for (const { id } of courts) await app.asSystem(id, keepClosed)
      },
    },
  ],
}
