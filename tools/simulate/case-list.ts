import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { importCasesFile } from '../../modules/cases/public.ts'
import { civilCauses, madeParty } from './names.ts'
import { COURT } from './people.ts'
import type { Random } from './random.ts'
import { people, type World } from './world.ts'

const headers = [
  '案号',
  '收案日期',
  '立案日期',
  '结案日期',
  '案由',
  '程序',
  '标的额',
  '承办部门',
  '承办法官',
  '书记员',
  '原告',
  '被告',
  '原告电话',
]
const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** What the court had in hand before the contractor came: its case list, imported on the first morning like any court's. Answers how many. */
export const importCaseList = async (
  world: World,
  random: Random,
  cases: number,
  firstDay: Temporal.PlainDate,
  at: Temporal.Instant,
): Promise<number> => {
  if (cases === 0) return 0
  const r = random
  const rows = Array.from({ length: cases }, (_, i) => {
    const enforcement = i % 5 === 4
    const division = enforcement ? 'enforcement' : 'civil'
    const seq = enforcement ? Math.floor(i / 5) + 1 : i - Math.floor(i / 5) + 1
    const received = firstDay.subtract({ days: 150 - Math.floor((i / cases) * 140) })
    const filed = received.add({ days: r.int(1, 6) })
    const closed = r.chance(0.35) ? filed.add({ days: r.int(20, 80) }) : null
    return [
      `（${filed.year}）${COURT.code}${enforcement ? '执' : '民初'}${seq}号`,
      received.toString(),
      filed.toString(),
      closed && closed.until(firstDay).sign > 0 ? closed.toString() : '',
      enforcement ? '民间借贷纠纷' : r.pick(civilCauses),
      enforcement ? '执行' : r.pick(['简易程序', '普通程序', '小额诉讼']),
      `${r.int(2, 400) * 500}.00`,
      enforcement ? '执行局' : '民事审判庭',
      r.pick(people(world, 'judge', { division })).name,
      r.pick(people(world, 'clerk', { division })).name,
      madeParty(r, 0.4).name,
      madeParty(r, 0.3).name,
      `19900${String(r.int(0, 999_999)).padStart(6, '0')}`,
    ]
  })
  const folder = mkdtempSync(join(tmpdir(), 'bw-list-'))
  try {
    const file = join(folder, '在办案件清单.csv')
    writeFileSync(file, [headers, ...rows].map((row) => row.map(cell).join(',')).join('\r\n'))
    const job = await world.clock.at(at, () =>
      importCasesFile(world.composed.app, world.court.courtId, file, { dryRun: false, update: 'none' }),
    )
    if (job.state !== 'done' || job.errors > 0) throw new Error(`case list: ${job.state}, ${job.errors} errors`)
    return cases
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
