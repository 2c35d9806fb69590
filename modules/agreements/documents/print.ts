import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePdf } from '../../../platform/documents/typst.ts'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Temporal } from 'temporal-polyfill'
import type { AgreementRow } from '../queries.ts'

const template = readFileSync(join(import.meta.dirname, 'agreement.typ'), 'utf8')
const wall = (instant: string): string =>
  Temporal.Instant.from(instant.replace(' ', 'T'))
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')
const dayZh = (d: string): string => `${Number(d.slice(0, 4))}年${Number(d.slice(5, 7))}月${Number(d.slice(8, 10))}日`
const ROUTES = { screen: '屏幕签名，密码复核', typed: '键入姓名，他人核对', paper: '纸质签署，他人核对' } as const

/** The paper of an agreement: as it was signed, with what proves it, or blank to be signed by hand. The text is data, never markup. */
export const printed = async (
  ctx: Ctx,
  d: { title: string; label: string; body: string; bodySha256: string; signed: AgreementRow | null },
): Promise<Uint8Array> => {
  const s = d.signed
  const signature = s?.signatureSha256 ? [...(await ctx.app.files.read(ctx.actor.courtId!, s.signatureSha256))] : null
  const facts: [string, string][] =
    s === null
      ? []
      : [
          ['签署方式', ROUTES[s.route]],
          ['签署时间', `${wall(s.signedAt)}（北京时间）`],
          ...(s.route === 'paper'
            ? ([
                ['纸面日期', dayZh(s.signedOn)],
                ['登记人', s.madeBy ?? '—'],
              ] as [string, string][])
            : ([
                ['网络地址', s.ip ?? '—'],
                ['会话', s.sessionRef ?? '—'],
              ] as [string, string][])),
          ...(s.checkedBy ? ([['核对人', `${s.checkedBy}${s.checkedAt ? ` ${wall(s.checkedAt)}` : ''}`]] as [string, string][]) : []),
          ['状态', s.state === 'signed' ? '已生效' : s.state === 'waiting' ? '待核对，尚未生效' : '未予采纳'],
          ['正文 SHA-256', s.bodySha256],
          ['校验码', s.code],
        ]
  return compilePdf(template, {
    title: d.title,
    label: d.label,
    blocks: d.body
      .split('\n')
      .filter((l) => l.trim() !== '')
      .map((l) => ({ head: l.startsWith('# '), text: l.replace(/^# /, '') })),
    signature,
    typed: s && s.route !== 'paper' ? s.typedName : null,
    day: s ? dayZh(s.signedOn) : null,
    facts,
    foot: s ? `校验码 ${s.code}　正文 SHA-256 ${s.bodySha256.slice(0, 16)}…` : `待签文本　正文 SHA-256 ${d.bodySha256.slice(0, 16)}…`,
  })
}
