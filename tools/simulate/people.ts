import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { DEMO_PASSWORD, loginsOf, makeReadyAccount } from '../../modules/accounts/public.ts'
import { buildContractor, buildCourt, buildDivision, buildEngagement, buildPerson } from '../../modules/organisations/fixtures.ts'
import { type Role, sideOfRole } from '../../modules/organisations/rules/roles.ts'
import { signedAgreement } from '../../modules/agreements/fixtures.ts'
import { statedRelations } from '../../modules/confidentiality/fixtures.ts'
import { admit } from '../../modules/workforce/fixtures.ts'
import type { Actor, AppServices } from '../../platform/http/context.ts'

type DivisionKey = 'filing' | 'civil' | 'enforcement'
export type Team = 'filing' | 'scan' | 'service'
interface Staff {
  login: string
  name: string
  role: Role
  division?: DivisionKey
  team?: Team
}

export const COURT = { code: '苏1299', name: '云川市临溪区人民法院' } as const
const divisionNames: Record<DivisionKey, string> = { filing: '立案庭', civil: '民事审判庭', enforcement: '执行局' }
const teamNames: Record<Team, string> = { filing: '立案录入组', scan: '扫描编目组', service: '送达组' }
/** The counter of the filing hall also takes in what parties bring (材料收转). */
const servicesOf: Record<Team, string[]> = { filing: ['filing-entry', 'materials'], scan: ['scan-catalogue'], service: ['service-of-process', 'hotline'] }

/** Made-up people: one for each role of the court, the contractor and the system, three team leads, twelve operators. */
const staff: readonly Staff[] = [
  { login: 'yuan.lin', name: '林致远', role: 'courtLeader' },
  { login: 'shenguan.zhou', name: '周审言', role: 'trialManagement' },
  { login: 'jianguan.xu', name: '许监平', role: 'commissioner' },
  { login: 'zeren.fang', name: '方思责', role: 'responsibleDepartment', division: 'filing' },
  { login: 'lian.shen', name: '沈立安', role: 'filingOfficer', division: 'filing' },
  { login: 'lian.gu', name: '顾莉岸', role: 'filingOfficer', division: 'filing' },
  { login: 'faguan.han', name: '韩明法', role: 'judge', division: 'civil' },
  { login: 'faguan.meng', name: '孟法慈', role: 'judge', division: 'civil' },
  { login: 'faguan.qiu', name: '邱执衡', role: 'judge', division: 'enforcement' },
  { login: 'shuji.ye', name: '叶书宁', role: 'clerk', division: 'civil' },
  { login: 'shuji.tang', name: '唐书瑶', role: 'clerk', division: 'civil' },
  { login: 'shuji.pan', name: '潘记文', role: 'clerk', division: 'enforcement' },
  { login: 'zhixing.lei', name: '雷执行', role: 'enforcementOfficer', division: 'enforcement' },
  { login: 'dangan.bai', name: '白守档', role: 'archivist' },
  { login: 'xiangmu.cheng', name: '程项明', role: 'projectManager' },
  { login: 'zuzhang.luo', name: '罗立组', role: 'teamLead', team: 'filing' },
  { login: 'zuzhang.song', name: '宋扫云', role: 'teamLead', team: 'scan' },
  { login: 'zuzhang.du', name: '杜送达', role: 'teamLead', team: 'service' },
  { login: 'luru.wang', name: '王小录', role: 'operator', team: 'filing' },
  { login: 'luru.chen', name: '陈录清', role: 'operator', team: 'filing' },
  { login: 'luru.li', name: '李如意', role: 'operator', team: 'filing' },
  { login: 'luru.zhao', name: '赵录文', role: 'operator', team: 'filing' },
  { login: 'saomiao.wu', name: '吴描新', role: 'operator', team: 'scan' },
  { login: 'saomiao.zheng', name: '郑少卷', role: 'operator', team: 'scan' },
  { login: 'saomiao.feng', name: '冯扫尘', role: 'operator', team: 'scan' },
  { login: 'saomiao.jiang', name: '蒋页青', role: 'operator', team: 'scan' },
  { login: 'songda.he', name: '何送远', role: 'operator', team: 'service' },
  { login: 'songda.gao', name: '高达明', role: 'operator', team: 'service' },
  { login: 'songda.ma', name: '马送信', role: 'operator', team: 'service' },
  { login: 'songda.sun', name: '孙达理', role: 'operator', team: 'service' },
  { login: 'renshi.dai', name: '戴仁思', role: 'hr' },
  { login: 'caiwu.qian', name: '钱财务', role: 'finance' },
  { login: 'xitong.shi', name: '石系统', role: 'systemAdmin' },
  { login: 'baomi.qin', name: '秦保密', role: 'securityAdmin' },
  { login: 'shenji.yan', name: '严审计', role: 'securityAuditor' },
]

export interface Player extends Staff {
  personId: number
  actor: Actor
}
export interface Court {
  courtId: number
  engagementId: number
  divisions: Record<DivisionKey, number>
  players: readonly Player[]
}

/** The court, its contractor and all people with their posts and the facts of the gate; `at` is the first day of work. */
export const buildDemoCourt = async (app: AppServices, firstDay: Temporal.PlainDate): Promise<Court> => {
  const courtId = await app.asSystem(null, (ctx) => buildCourt(ctx, COURT))
  const made = await app.asSystem(courtId, async (ctx) => {
    const divisions = {} as Record<DivisionKey, number>
    for (const key of ['filing', 'civil', 'enforcement'] as const)
      divisions[key] = await buildDivision(ctx, { name: divisionNames[key], kind: key, courtId })
    const contractorId = await buildContractor(ctx, { name: '云川明衡司法辅助服务有限公司', serial: 12990001 })
    const engagementId = await buildEngagement(ctx, {
      contractorId,
      title: '审判辅助事务外包服务（演示）',
      services: ['filing-entry', 'scan-catalogue', 'service-of-process', 'materials', 'hotline'],
      fromDate: firstDay.subtract({ days: 5 }).toString(),
      untilDate: firstDay.add({ years: 2 }).toString(),
      minStaff: 10,
      exposureCap: 0.6,
    })
    return { divisions, contractorId, engagementId }
  })
  const players: Player[] = []
  for (const s of staff) {
    const side = sideOfRole(s.role)
    const contractor = side === 'contractor'
    const personId = await app.asSystem(courtId, async (ctx) => {
      const id = await buildPerson(ctx, {
        name: s.name,
        role: s.role,
        courtId,
        divisionId: s.division ? made.divisions[s.division] : undefined,
        team: s.team ? teamNames[s.team] : undefined,
        services: s.team ? servicesOf[s.team] : undefined,
        staffNo: contractor ? `MH${String(players.length).padStart(3, '0')}` : undefined,
        ...(contractor ? { contractorId: made.contractorId, engagementId: made.engagementId } : {}),
      })
      // A records check counts for a few months (6.6.1): the youngest possible lasts through the demo.
      if (contractor) {
        await admit(ctx, id, { daysAgo: 1, without: ['nda'] })
        await signedAgreement(ctx, id)
      }
      return id
    })
    players.push({
      ...s,
      personId,
      actor: {
        accountId: null,
        personId,
        courtId,
        contractorId: contractor ? made.contractorId : null,
        side,
        roles: [s.role],
        divisionIds: s.division ? [made.divisions[s.division]] : [],
        engagementIds: contractor ? [made.engagementId] : [],
        name: s.name,
        sessionId: null,
        ip: null,
      },
    })
    // Everybody outsourced has said on his first day whom he is related to (7.3.2.2); asked again in a year.
    if (contractor) await app.asActor(players.at(-1)!.actor, statedRelations)
  }
  return { courtId, divisions: made.divisions, engagementId: made.engagementId, players }
}

/** An account with the one password that the login page shows in demo mode; nobody of the demo has a phone for codes. */
export const giveAccount = async (app: AppServices, court: Court, p: Player): Promise<void> =>
  app.asSystem(court.courtId, async (ctx) => {
    if ((await loginsOf(ctx, [p.personId])).size === 0)
      await makeReadyAccount(ctx, { personId: p.personId, login: p.login, password: DEMO_PASSWORD })
  })
export const giveAccounts = async (app: AppServices, court: Court): Promise<void> => {
  await Promise.all(court.players.map((p) => giveAccount(app, court, p)))
  // Whoever acted early in a long story has changed his password since: nobody is stopped at the login page by the story's length.
  await app.asSystem(court.courtId, (ctx) => sql`update accounts.account set password_changed_at = ${ctx.now.toString()}`.execute(ctx.tx))
}
