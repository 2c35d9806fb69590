import { signedIn } from '../../modules/accounts/fixtures.ts'
import { giveAccount } from './people.ts'
import type { Course } from './world.ts'

interface Call {
  body?: unknown
  upload?: { name: string; bytes: Uint8Array; fields?: Record<string, string> }
  revision?: number
}
/** What somebody does on a page: the same call over HTTP with a session of his own. Answers the reply's body; a refusal ends the demo's making. */
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire
export const call = async (c: Course, login: string, method: 'GET' | 'POST' | 'PUT', path: string, o: Call = {}): Promise<any> => {
  const { composed, clock, court } = c.world
  const who = court.players.find((p) => p.login === login)!
  return clock.at(c.now, async () => {
    await giveAccount(composed.app, court, who)
    const token = await composed.app.asSystem(court.courtId, (ctx) => signedIn(ctx, who.personId, login))
    const form = new FormData()
    for (const [k, v] of Object.entries(o.upload?.fields ?? {})) form.set(k, v)
    if (o.upload) form.set('file', new Blob([Buffer.from(o.upload.bytes)]), o.upload.name)
    const packed = o.upload ? new Response(form) : null
    const reply = await composed.server.inject({
      method,
      url: `/api${path}`,
      cookies: { bailiwick: token },
      headers: {
        ...(method === 'GET' ? {} : { 'x-bailiwick': '1' }),
        ...(packed
          ? { 'content-type': packed.headers.get('content-type')! }
          : o.body === undefined
            ? {}
            : { 'content-type': 'application/json' }),
        ...(o.revision === undefined ? {} : { 'if-match': `"${o.revision}"` }),
      },
      ...(packed ? { payload: Buffer.from(await packed.arrayBuffer()) } : o.body === undefined ? {} : { payload: JSON.stringify(o.body) }),
    })
    if (reply.statusCode >= 300) throw new Error(`${login} ${method} ${path}: ${reply.statusCode} ${reply.body.slice(0, 500)}`)
    return reply.headers['content-type']?.toString().includes('json') ? reply.json() : null
  })
}
