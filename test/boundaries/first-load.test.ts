import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
let chunks: Rolldown.OutputChunk[] = []
let assets: Rolldown.OutputAsset[] = []

/** The entry and what it imports statically: what a browser loads before anyone is signed in. */
const firstLoad = (): Rolldown.OutputChunk[] => {
  const byName = new Map(chunks.map((c) => [c.fileName, c]))
  const seen = new Set<Rolldown.OutputChunk>()
  const take = (c: Rolldown.OutputChunk | undefined): void => {
    if (!c || seen.has(c)) return
    seen.add(c)
    for (const i of c.imports) take(byName.get(i))
  }
  take(chunks.find((c) => c.isEntry))
  return [...seen]
}

beforeAll(async () => {
  const made = (await build({ root, logLevel: 'silent', build: { write: false } })) as Rolldown.RolldownOutput
  chunks = made.output.filter((o) => o.type === 'chunk')
  assets = made.output.filter((o) => o.type === 'asset')
}, 120_000)

describe('first load before login', () => {
  it('is at most 350 KB gzip, styles and page included', () => {
    const text = [...firstLoad().map((c) => c.code), ...assets.filter((a) => /\.(css|html)$/.test(a.fileName)).map((a) => String(a.source))]
    const kb = text.reduce((sum, t) => sum + gzipSync(t).length, 0) / 1024
    expect(kb).toBeGreaterThan(50)
    expect(kb).toBeLessThanOrEqual(350)
  })
  it('holds no charts, no modeller, no PDF, no router, no screen of a module but the login', () => {
    const ids = firstLoad().flatMap((c) => c.moduleIds)
    expect(
      ids.filter((id) => /node_modules\/(echarts|zrender|bpmn-js|diagram-js|pdfjs-dist|react-pdf|@tanstack\/react-router)\//.test(id)),
    ).toEqual([])
    expect(ids.filter((id) => /\/modules\/(?!accounts\/)\w[\w-]*\/web\//.test(id))).toEqual([])
  })
  it('keeps to the policy: no inline script, nothing from elsewhere', () => {
    const page = String(assets.find((a) => a.fileName === 'index.html')?.source)
    expect(page.match(/<script(?![^>]*\ssrc=)[^>]*>/g)).toBeNull()
    expect(page.match(/(?:src|href)="(?!\/)[^"]*"/g)).toBeNull()
    const styles = assets
      .filter((a) => a.fileName.endsWith('.css'))
      .map((a) => String(a.source))
      .join('\n')
    expect(styles.match(/url\(["']?(?:https?:)?\/\//g)).toBeNull()
  })
})
