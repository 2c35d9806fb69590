import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { serveWeb } from './serve.ts'
import { reloadWhenStale, type StaleWindow } from './web/stale.ts'

const dist = mkdtempSync(join(tmpdir(), 'bw-web-'))
afterAll(() => rmSync(dist, { recursive: true }))
const build = (hash: string): void => {
  rmSync(join(dist, 'assets'), { recursive: true, force: true })
  mkdirSync(join(dist, 'assets'))
  writeFileSync(join(dist, 'index.html'), `<script src="/assets/index-${hash}.js"></script>`)
  writeFileSync(join(dist, 'assets', `index-${hash}.js`), `/* ${hash} */`)
}

test('a web built anew under a running server is served whole: its page, its files, and no page for a file that is gone', async () => {
  build('old')
  const server = Fastify()
  await serveWeb({ server } as never, dist)
  const get = (url: string) => server.inject({ url })
  expect((await get('/assets/index-old.js')).body).toContain('old')
  build('new')
  for (const page of ['/', '/cases/7']) {
    const r = await get(page)
    expect([r.statusCode, r.headers['cache-control'], r.body]).toEqual([200, 'no-cache', expect.stringContaining('index-new.js')])
  }
  const asset = await get('/assets/index-new.js')
  expect([asset.statusCode, asset.body]).toEqual([200, '/* new */'])
  expect(asset.headers['cache-control']).toContain('immutable')
  const gone = await get('/assets/index-old.js')
  expect([gone.statusCode, gone.headers['content-type']]).toEqual([404, expect.stringContaining('application/problem+json')])
  expect(gone.headers['cache-control'] ?? '').not.toContain('immutable')
  expect((await get('/api/nothing')).statusCode).toBe(404)
  expect((await get('/assets/..%2f..%2fpackage.json')).statusCode).not.toBe(200)
  await server.close()
})

test('a file that fails while it is sent is not kept by the browser', async () => {
  build('once')
  const server = Fastify()
  await serveWeb({ server } as never, dist)
  server.get('/assets/vanishing.js', async (_req, reply) => {
    void reply.header('cache-control', 'public, max-age=31536000, immutable').header('etag', 'W/"1"')
    throw new Error('gone while it was read')
  })
  const r = await server.inject({ url: '/assets/vanishing.js' })
  expect([r.statusCode, r.headers['cache-control'], r.headers.etag]).toEqual([500, 'no-store', undefined])
  expect((await server.inject({ url: '/assets/index-once.js' })).headers['cache-control']).toContain('immutable')
  await server.close()
})

test('the page loads itself anew once for a missing file, not for ever, and never where nothing can be remembered', () => {
  const kept = new Map<string, string>()
  let told: (e: Event & { payload?: Error }) => void = () => undefined
  let reloads = 0
  const w = (sessionStorage: StaleWindow['sessionStorage']): StaleWindow => ({
    addEventListener: (_, l) => {
      told = l
    },
    sessionStorage,
    location: { reload: () => void reloads++ },
  })
  const missing = (file: string) => told(Object.assign(new Event('vite:preloadError'), { payload: new Error(file) }))
  reloadWhenStale(w({ getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v) }))
  missing('a.js')
  missing('a.js')
  expect(reloads).toBe(1)
  missing('b.js')
  expect(reloads).toBe(2)
  const refuse = () => {
    throw new Error('private window')
  }
  reloadWhenStale(w({ getItem: refuse, setItem: refuse }))
  missing('c.js')
  expect(reloads).toBe(2)
})
