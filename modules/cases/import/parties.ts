import { halfWidth } from '../rules/case-number.ts'
import type { PartyRole } from './draft.ts'
import { splitCell } from './values.ts'

/** Longer words first: 被上诉人 is no 上诉人. */
const LABELS: readonly (readonly [string, PartyRole])[] = [
  ['申请执行人', 'applicant'],
  ['再审申请人', 'applicant'],
  ['被上诉人', 'appellee'],
  ['被申请人', 'respondent'],
  ['被执行人', 'debtor'],
  // Not the beginning of 第三人民医院.
  ['第三人(?!民)', 'thirdParty'],
  ['上诉人', 'appellant'],
  ['申请人', 'applicant'],
  ['原告', 'plaintiff'],
  ['被告', 'defendant'],
]
const LABEL = new RegExp(
  `^(${LABELS.map(([word]) => word).join('|')})(?:[(（][^)）]*[)）])?(?:\\d{1,2}|[一二三四五六七八九十]{1,2}(?=[:：]))?\\s*[:：]?\\s*(.*)$`,
  's',
)
const roleOf = new Map(LABELS.map(([word, role]) => [word.replace('(?!民)', ''), role]))
const START = new RegExp(`\\s+(?=(?:${LABELS.map(([word]) => word).join('|')}))`, 'g')

export type Named = { role: PartyRole; name: string }
/**
 * All parties of a case in one cell: 原告:张三、王五;被告:李四 or 张三诉李四(买卖合同纠纷). A cell that does not say who sues whom is refused:
 * a guess would put somebody on the wrong side. `roles`: of the case's kind, for 诉; `cause`: cut off behind the last name.
 */
export const readParties = (
  text: string,
  roles: readonly [PartyRole, PartyRole],
  cause: string | null,
): { ok: true; parties: Named[] } | { ok: false; code: 'parties-unclear' } => {
  const unclear = { ok: false, code: 'parties-unclear' } as const
  const pieces = splitCell(text.trim().replace(START, '；'))
  if (pieces.some((p) => LABEL.test(p))) {
    const parties: Named[] = []
    let role: PartyRole | null = null
    for (const piece of pieces) {
      const m = LABEL.exec(piece)
      if (m) role = roleOf.get(m[1]!)!
      const name = (m ? m[2]! : piece).trim()
      // Another label (代理人, 原审被告 …) or a name before any.
      if (role === null || /[:：]/.test(name)) return unclear
      if (name) parties.push({ role, name })
    }
    return { ok: true, parties }
  }
  const sides = text.trim().split(/诉(?!讼)/)
  if (sides.length !== 2 || /[:：]/.test(text)) return unclear
  const tail = cause ? halfWidth(cause).trim() : ''
  let second = sides[1]!.trim().replace(/一案$/, '')
  if (tail && second.endsWith(tail)) second = second.slice(0, -tail.length)
  if (/(?:纠纷|一案)$/.test(second)) return unclear
  const [a, b] = [splitCell(sides[0]!), splitCell(second)]
  if (a.length === 0 || b.length === 0) return unclear
  return { ok: true, parties: [...a.map((name) => ({ role: roles[0], name })), ...b.map((name) => ({ role: roles[1], name }))] }
}
