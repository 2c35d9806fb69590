import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { endpoint, UNATTENDED } from '../http/endpoint.ts'
import { addressOf, attended, call, onSignedOut, Problem } from './call.ts'

const readThing = endpoint({
  method: 'GET',
  path: '/things/:id',
  permission: 'x.read',
  audit: 'thing.read',
  errors: [],
  summary: { zh: '物', en: 'Thing' },
  params: z.object({ id: z.string() }),
  query: z.object({ q: z.string().optional(), tags: z.array(z.string()).optional() }),
  response: z.object({ name: z.string() }),
})
const changeThing = endpoint({
  method: 'POST',
  path: '/things/:id/change',
  permission: 'x.change',
  audit: 'thing.change',
  errors: ['thing-closed'],
  ifMatch: true,
  summary: { zh: '改', en: 'Change' },
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string() }),
  response: z.object({ name: z.string() }),
})

const answers = (status: number, body: unknown) => {
  const asked: { url: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  })
  return asked
}
beforeEach(() => void vi.spyOn(performance, 'now').mockReturnValue(1000))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('call', () => {
  it('builds the address: path parts escaped, empty query values left out, lists repeated', () => {
    expect(addressOf(readThing, { params: { id: 'a/b 卷' }, query: { q: '', tags: ['甲', '乙'] } })).toBe(
      '/api/things/a%2Fb%20%E5%8D%B7?tags=%E7%94%B2&tags=%E4%B9%99',
    )
  })
  it('a read carries neither key nor CSRF header', async () => {
    const asked = answers(200, { name: '卷' })
    expect(await call(readThing, { params: { id: '1' }, query: {} })).toEqual({ name: '卷' })
    expect(Object.keys(asked[0]?.init.headers ?? {})).toEqual(['accept'])
  })
  it('says when nobody touched the page for a minute and a half: a poll must not keep an unattended session alive', async () => {
    expect([attended(90_000, 0), attended(90_001, 0), attended(200_000, 150_000)]).toEqual([true, false, true])
    const asked = answers(200, { name: '卷' })
    vi.spyOn(performance, 'now').mockReturnValue(10 * 60_000)
    await call(readThing, { params: { id: '1' }, query: {} })
    await call(changeThing, { params: { id: '1' }, body: { name: '卷' }, revision: 7 })
    expect(asked[0]?.init.headers).toMatchObject({ [UNATTENDED]: '1' })
    // A change is somebody's act, however long he thought about it.
    expect(asked[1]?.init.headers).not.toHaveProperty(UNATTENDED)
  })
  it('a change carries the CSRF header, a fresh key each time and the revision it saw', async () => {
    const asked = answers(200, { name: '卷' })
    await call(changeThing, { params: { id: '1' }, body: { name: '卷' }, revision: 7 })
    await call(changeThing, { params: { id: '1' }, body: { name: '卷' }, revision: 7 })
    const [a, b] = asked.map((x) => x.init.headers as Record<string, string>)
    expect(a).toMatchObject({ 'x-bailiwick': '1', 'if-match': '"7"', 'content-type': 'application/json' })
    expect(a?.['idempotency-key']).toMatch(/^[\w-]{16,}$/)
    expect(a?.['idempotency-key']).not.toBe(b?.['idempotency-key'])
  })
  it('a refusal becomes a Problem with code, detail and trace id', async () => {
    answers(409, { code: 'stale-revision', detail: { revision: 8 }, traceId: 't-9' })
    const p = await call(changeThing, { params: { id: '1' }, body: { name: '卷' }, revision: 7 }).catch((e) => e)
    expect(p).toBeInstanceOf(Problem)
    expect(p).toMatchObject({ code: 'stale-revision', status: 409, detail: { revision: 8 }, traceId: 't-9' })
  })
  it('an answer that is not ours (a proxy) and a dead network have codes of their own', async () => {
    answers(502, '<html>Bad gateway</html>')
    await expect(call(readThing, { params: { id: '1' }, query: {} })).rejects.toMatchObject({ code: 'unavailable' })
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed to fetch')))
    await expect(call(readThing, { params: { id: '1' }, query: {} })).rejects.toMatchObject({ code: 'unreachable', status: 0 })
  })
  it('tells the shell when the session has ended, but not when a password was wrong', async () => {
    const told: string[] = []
    const off = onSignedOut((p) => told.push(p.code))
    answers(401, { code: 'wrong-credentials' })
    await call(readThing, { params: { id: '1' }, query: {} }).catch(() => {})
    answers(401, { code: 'not-signed-in' })
    await call(readThing, { params: { id: '1' }, query: {} }).catch(() => {})
    off()
    expect(told).toEqual(['not-signed-in'])
  })
})
