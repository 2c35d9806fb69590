import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { courtOf, selectEntries, selectIncident } from '../queries.ts'
import { entryKinds, incidentGrades, incidentKinds, incidentStates } from '../rules.ts'

const template = readFileSync(join(import.meta.dirname, '../documents/report.typ'), 'utf8')
const among = <K extends string>(keys: readonly K[], words: readonly string[]): Record<K, string> =>
  Object.fromEntries(keys.map((k, i) => [k, words[i]!])) as Record<K, string>
const kinds = among(incidentKinds, ['泄露案件信息', '卷宗遗失', '擅自复制拍摄', '越权接触', '违规使用设备', '其他'])
const grades = among(incidentGrades, ['一般', '较重', '重大'])
const states = among(incidentStates, ['已报告', '处置中', '待结案', '已结案'])
const lines = among(entryKinds, [
  '报告',
  '补充',
  '记录',
  '答复',
  '措施',
  '证据',
  '控制',
  '登记涉及对象',
  '法院签收',
  '定级',
  '通知服务商',
  '服务商签收',
  '提请结案',
  '退回结案',
  '结案',
  '重新处置',
])
const moment = (at: string | null): string =>
  at === null
    ? '—'
    : Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')

/** 7.3.2.6: what happened, who was told when, what was done; for the file. */
export const printIncident = async (ctx: Ctx, { params }: Input<typeof api.printIncident>): Promise<FileReply> => {
  const i = await selectIncident(ctx, params.id)
  if (i.personId !== null && i.personId === ctx.actor.personId) throw new Fail('incident-concerns-you', 409)
  const court = await sql<{ name: string }>`select name from organisations.court where id = ${courtOf(ctx)}`.execute(ctx.tx)
  const entries = await selectEntries(ctx, i.id)
  await ctx.audit({ verb: 'incident.print', objectType: 'incident', objectId: i.id, caseId: i.caseId })
  const file = compilePdf(template, {
    court: court.rows[0]?.name ?? '',
    number: i.number,
    facts: [
      ['类别', kinds[i.kind]],
      ['状态', states[i.state]],
      ['发生日期', i.happenedOn ?? '不详'],
      ['报告时间', `${moment(i.reportedAt)}${i.anonymous ? '（匿名）' : ''}`],
      ['涉及人员', i.personName ?? '—'],
      ['涉及服务商', i.contractorName ?? '—'],
      ['涉及案件', i.caseId === null ? '—' : (i.caseNumber ?? '案件已冻结')],
      ['涉及设备', i.deviceId === null ? '—' : (i.deviceName ?? '—')],
      ['等级', i.grade ? `${grades[i.grade]}：${i.gradeReason ?? ''}` : '未定级'],
      ['法院签收', moment(i.acknowledgedAt)],
      ['通知服务商', moment(i.toldAt)],
      ['服务商签收', moment(i.contractorAcknowledgedAt)],
      ['教训与改进', i.lessons ?? '—'],
    ],
    rows: entries.map((e) => [moment(e.at), lines[e.kind], e.fileName ? `${e.fileName}\nSHA-256 ${e.sha256}` : e.text, e.by ?? '—']),
    printed: moment(ctx.now.toString()),
  })
  return { file, type: 'application/pdf', name: `泄密事件处置报告-${i.number}.pdf`, inline: true }
}
