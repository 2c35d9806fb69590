import { CASES } from './fill.ts'
import { type Ask, bytesOf, runHttp } from './http-load.ts'
import { byTurns, median, type Result, result } from './result.ts'
import type { Stand } from './stand.ts'

const CLIENTS = 16
const ROUNDS = 3
let serial = 0

/** Creating a case and the filtered list of 50, beside Fastify and pg alone doing the like with twelve columns and an audit row, without rights. */
export const measurePlainEndpoints = async (s: Stand): Promise<Result[]> => {
  const bare = await s.bare()
  const officer = s.court.filingOfficer.tokens
  const day = new Date().toISOString().slice(0, 10)
  const create = (client: number): Ask => {
    const n = CASES + ++serial
    return {
      method: 'POST',
      path: '/api/cases',
      token: officer[client % officer.length],
      body: {
        number: `（2027）苏1299民初${n}号`,
        procedure: 'simple',
        filedOn: day,
        receivedOn: day,
        cause: '买卖合同纠纷',
        amount: '12000.00',
        divisionId: s.court.divisionId,
        judgeId: s.court.judge.personId,
        parties: [
          { role: 'plaintiff', kind: 'natural', name: '张三' },
          { role: 'defendant', kind: 'natural', name: '李四' },
        ],
      },
    }
  }
  const createBare = (): Ask => {
    const n = CASES + ++serial
    return {
      method: 'POST',
      path: '/rows',
      body: {
        number: `（2027）苏1299民初${n}号`,
        title: '张三诉李四',
        type: '民初',
        procedure: 'simple',
        status: 'open',
        cause: '买卖合同纠纷',
        amount: '12000.00',
        filedOn: day,
        division: 1,
        judge: 1,
        note: 'x',
      },
    }
  }
  const list = (client: number): Ask => ({
    path: `/api/cases?status=open&type=${encodeURIComponent('民初')}&limit=50`,
    token: officer[client % officer.length],
  })
  const listBare: Ask = { path: `/rows?status=open&type=${encodeURIComponent('民初')}` }
  const compare = async (
    name: string,
    goal: string,
    total: number,
    ours: (client: number) => Ask,
    reference: () => Ask,
  ): Promise<Result> => {
    const a = (n: number) => runHttp(s.port, CLIENTS, n, (_i, client) => bytesOf(ours(client)))
    const b = (n: number) => runHttp(bare, CLIENTS, n, () => bytesOf(reference()))
    await a(200)
    await b(200)
    const turns = await byTurns(
      ROUNDS,
      () => a(total),
      () => b(total),
    )
    const failed = [...turns.ours, ...turns.reference].find((o) => o.failed > 0)
    if (failed) throw new Error(`${name}: ${failed.firstFailure}`)
    return result(name, median(turns.ours.map((o) => o.rate)), median(turns.reference.map((o) => o.rate)), goal, [
      'reference: bare Fastify + pg',
      `p99 ${median(turns.ours.map((o) => o.p99)).toFixed(0)} ms`,
    ])
  }
  // Five times the better of NocoBase and Directus, told as a share of the bare server measured beside them: 5 x 189 / 2138 and 5 x 119 / 892.
  return [
    await compare('create a case with two parties, 16 clients (1/s)', '≥ 0.44', 1200, create, createBare),
    await compare('filtered list of 50 cases, 16 clients (1/s)', '≥ 0.67', 1500, list, () => listBare),
  ]
}
