import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Result, result } from './result.ts'

const LIMIT_KB = 350
const web = join(import.meta.dirname, '../../dist/web')

/** What the browser takes before anybody signs in: the page, its scripts and styles with all they import, and the login page's own pieces. */
export const filesBeforeLogin = (root: string): string[] => {
  const seen = new Set<string>()
  const take = (path: string): void => {
    if (seen.has(path) || !existsSync(join(root, path))) return
    seen.add(path)
    if (!path.endsWith('.js')) return
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, at] of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*${},\s]+?from\s*)?["'](\.[^"']+)["']/g))
      take(posix.join(dirname(path), at!))
  }
  seen.add('index.html')
  for (const [, at] of readFileSync(join(root, 'index.html'), 'utf8').matchAll(/(?:src|href)="\/([^"]+)"/g)) take(at!)
  for (const name of readdirSync(join(root, 'assets'))) if (/^(login|entry)-[\w-]+\.(js|css)$/.test(name)) take(`assets/${name}`)
  return [...seen]
}

/** Kilobytes (1024 bytes, gzip) of the first load; null without a build. */
export const measureFirstLoad = (): Result[] => {
  if (!existsSync(join(web, 'index.html'))) return []
  const files = filesBeforeLogin(web).map((f) => ({
    f,
    size: /\.(png|woff2)$/.test(f) ? readFileSync(join(web, f)).length : gzipSync(readFileSync(join(web, f)), { level: 9 }).length,
  }))
  const total = files.reduce((sum, f) => sum + f.size, 0)
  const largest = files
    .sort((a, b) => b.size - a.size)
    .slice(0, 3)
    .map((f) => `${posix.basename(f.f).split('-')[0]} ${Math.round(f.size / 1024)}`)
  return [
    result('first load before login (KB, gzip)', total / 1024, LIMIT_KB, '≤ 1', [
      `${files.length} files, largest ${largest.join(', ')} KB`,
    ]),
  ]
}
