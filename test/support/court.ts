import { signedIn } from '../../modules/accounts/fixtures.ts'
import { createCase } from '../../modules/cases/public.ts'
import { buildContractor, buildCourt, buildDivision, buildEngagement, buildPerson } from '../../modules/organisations/fixtures.ts'
import type { Role } from '../../modules/organisations/rules/roles.ts'
import { admit, admittedOperator } from '../../modules/workforce/fixtures.ts'
import type { TestApp, Visitor } from './app.ts'

export interface TestCourt {
  courtId: number
  divisions: { filing: number; civil: number; enforcement: number }
  contractorId: number
  engagementId: number
  /** Person ids by what they are. */
  people: Record<string, number>
  /** Speaks to the API as that person. */
  as: (who: string) => Visitor
  person: (who: string, role: Role, options?: { admitted?: boolean }) => Promise<number>
  newCase: (plaintiff?: string, defendant?: string) => Promise<number>
}

const courtRoles: [string, Role, 'filing' | 'civil' | 'enforcement' | null][] = [
  ['leader', 'courtLeader', null], ['management', 'trialManagement', null], ['commissioner', 'commissioner', null], ['filingOfficer', 'filingOfficer', 'filing'], ['judge', 'judge', 'civil'], ['clerk', 'clerk', 'civil'],
]

/** A small court with one contractor: a person for each role, two operators and a team lead through the gate, a third operator not. */
export const testCourt = async (t: TestApp, o: { code?: string; name?: string; serial?: number } = {}): Promise<TestCourt> => {
  const courtId = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: o.code, name: o.name }))
  const today = t.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
  const people: Record<string, number> = {}
  const tokens: Record<string, string> = {}
  const made = await t.app.asSystem(courtId, async (ctx) => {
    const divisions = {
      filing: await buildDivision(ctx, { name: '立案庭', kind: 'filing', courtId }), civil: await buildDivision(ctx, { name: '民一庭', kind: 'civil', courtId }), enforcement: await buildDivision(ctx, { name: '执行局', kind: 'enforcement', courtId }),
    }
    const contractorId = await buildContractor(ctx, { serial: o.serial ?? 1 })
    const engagementId = await buildEngagement(ctx, { contractorId, fromDate: today.subtract({ days: 60 }).toString(), untilDate: today.add({ years: 1 }).toString(), exposureCap: 1 })
    for (const [who, role, division] of courtRoles) people[who] = await buildPerson(ctx, { name: `${who}甲`, role, courtId, divisionId: division ? divisions[division] : undefined })
    for (const who of ['operator', 'operator2', 'teamLead', 'projectManager'])
      people[who] = await admittedOperator(ctx, { name: `${who}乙`, contractorId, engagementId, courtId, role: who.startsWith('operator') ? 'operator' : (who as Role) })
    people.candidate = await buildPerson(ctx, { name: '未准入丙', role: 'operator', contractorId, engagementId, courtId })
    return { divisions, contractorId, engagementId }
  })
  const sign = async (who: string): Promise<void> => {
    tokens[who] = await t.app.asSystem(courtId, (ctx) => signedIn(ctx, people[who]!, `${who.toLowerCase()}${courtId}`))
  }
  for (const who of Object.keys(people)) await sign(who)
  return {
    courtId, people, ...made,
    as: (who) => t.visitor(tokens[who]!),
    person: async (who, role, options) => {
      const outsourced = ['operator', 'teamLead', 'projectManager', 'hr', 'finance'].includes(role)
      people[who] = await t.app.asSystem(courtId, async (ctx) => {
        const id = await buildPerson(ctx, { name: who, role, courtId, ...(outsourced ? { contractorId: made.contractorId, engagementId: made.engagementId } : {}) })
        if (outsourced && options?.admitted !== false) await admit(ctx, id)
        return id
      })
      await sign(who)
      return people[who]!
    },
    newCase: (plaintiff = '张三', defendant = '李四') =>
      t.app.asSystem(courtId, async (ctx) =>
        (await createCase(ctx, { procedure: 'ordinary', receivedOn: today.toString(), filedOn: today.toString(), divisionId: made.divisions.civil, judgeId: people.judge, clerkId: people.clerk, parties: [{ role: 'plaintiff', kind: 'natural', name: plaintiff }, { role: 'defendant', kind: 'natural', name: defendant }] } as never)).id),
  }
}
