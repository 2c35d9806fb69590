import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../platform/http/context.ts'
import { buildPerson } from '../organisations/fixtures.ts'
import { todayOf } from '../organisations/public.ts'
import type { Role } from '../organisations/rules/roles.ts'
import { recordFact } from './commands.ts'
import { type FactKind, REQUIRED_TOPICS } from './rules.ts'

type Recorded = Exclude<FactKind, 'veto'>
const ALL: readonly Recorded[] = ['education', 'vetting', 'recordsCheck', 'labourContract', 'nda', 'training', 'registration']
const PAPER: Record<Recorded, string> = {
  education: '学历核验',
  vetting: '政审',
  recordsCheck: '无犯罪证明',
  labourContract: '劳动合同',
  nda: '保密',
  training: '培训',
  registration: '备案',
}

/** Records the facts of the gate as of `daysAgo` (default 10), all but `without`. `ctx` works in the court concerned. */
export const admit = async (ctx: Ctx, personId: number, o: { without?: readonly Recorded[]; daysAgo?: number } = {}): Promise<boolean> => {
  const onDate = Temporal.PlainDate.from(todayOf(ctx))
    .subtract({ days: o.daysAgo ?? 10 })
    .toString()
  let admitted = false
  for (const kind of ALL.filter((k) => !o.without?.includes(k))) {
    const done = await recordFact(ctx, {
      params: { id: personId },
      body: {
        kind,
        passed: true,
        onDate,
        halfDays: kind === 'training' ? 10 : null,
        topics: kind === 'training' ? [...REQUIRED_TOPICS] : null,
        reference: `${PAPER[kind]}〔${onDate.slice(0, 4)}〕${personId}号`,
      },
    })
    admitted = done.admitted
  }
  return admitted
}

/** An outsourced person with a post and every fact of the gate; answers the person's id. */
export const admittedOperator = async (
  ctx: Ctx,
  o: {
    name: string
    contractorId: number
    engagementId: number
    courtId?: number
    role?: Role
    team?: string
    staffNo?: string
    fromDate?: string
  },
): Promise<number> => {
  const id = await buildPerson(ctx, { role: 'operator', ...o })
  await admit(ctx, id)
  return id
}
