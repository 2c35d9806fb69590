// Shared by start.mjs and bailiwick.mjs. Plain JavaScript without dependencies: it runs before anything is installed, on Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')

/** Ends with one sentence in each language. */
export const refuse = (zh, en, code = 1) => {
  process.stderr.write(`${zh}\n${en}\n`)
  process.exit(code)
}
export const say = (zh, en) => process.stderr.write(`${zh} / ${en}\n`)

/** Arguments of Node that tie a server to us. */
export const tied = ['--import', pathToFileURL(join(root, 'tools', 'with-parent.mjs')).href]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20)
  refuse(
    `需要 Node.js 20 或更高版本（当前 ${process.versions.node}）。`,
    `Node.js 20 or later is needed (this is ${process.versions.node}).`,
  )

/** Our parent, and npm above it when that is the shell npm runs scripts in. Nobody further up: a closed terminal is no reason to end. */
const lineage = () => {
  const parent = process.ppid
  try {
    const [, flag] = readFileSync(`/proc/${parent}/cmdline`, 'utf8').split('\0')
    if (flag !== '-c') return `${parent}`
    return `${parent} ${/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'))?.[1]}`
  } catch {
    return `${parent}`
  }
}

/** Runs a program to its end, passing on signals; answers its exit code. What it prints goes into `heard` when given. With `ipc`, a child preloaded by with-parent.mjs ends when we are killed. */
export const run = (command, args, { env = process.env, out = 'inherit', ipc = false, input = 'inherit', heard = null } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: [input, heard ? 'pipe' : out, heard ? 'pipe' : 'inherit', ...(ipc ? ['ipc'] : [])],
    })
    for (const stream of heard ? [child.stdout, child.stderr] : []) stream.on('data', (text) => heard.push(String(text)))
    let told = 0
    const pass = (signal) => {
      // At a terminal, Ctrl-C has reached the whole group already.
      if (signal === 'SIGINT' && process.stdin.isTTY && told === 0) {
        told++
        return
      }
      child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    const handlers = signals.map((signal) => [signal, () => pass(signal)])
    for (const [signal, handler] of handlers) process.on(signal, handler)
    // npm killed hard passes nothing on: we see it by our new forebears and end in order.
    const born = lineage()
    const watch = process.env.npm_lifecycle_event ? setInterval(() => lineage() !== born && child.kill('SIGTERM'), 250) : null
    watch?.unref()
    const done = (code) => {
      for (const [signal, handler] of handlers) process.off(signal, handler)
      if (watch) clearInterval(watch)
      resolve(code)
    }
    child.on('error', (e) => done(e.code === 'ENOENT' ? 127 : 126))
    child.on('exit', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)))
  })

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
const marker = join(modules, '.bailiwick-installed')

/** Somebody ran `npm ci` himself: what npm noted as installed agrees with the lock. */
const agrees = () => {
  try {
    const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
    const have = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
    return Object.entries(want).every(
      ([path, p]) => path === '' || p.optional || p.devOptional || p.peer || p.dev || have[path]?.version === p.version,
    )
  } catch {
    return false
  }
}

/** Packages as the lock says; nothing is done when they are. */
export const install = async () => {
  const hash = lockHash()
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return
  if (!agrees()) {
    say('正在安装依赖（首次启动需要几分钟）…', 'installing packages (a few minutes at the first start)…')
    // npm start puts node_modules/.bin first on the path, and npm ci removes the very node that it would run on.
    const path = (process.env.PATH ?? '').split(delimiter).filter((p) => !p.includes('node_modules'))
    const env = { ...process.env, PATH: path.join(delimiter) }
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const common = ['--no-audit', '--no-fund', '--loglevel=error']
    const heard = []
    // Its complaints are shown only when nothing helped.
    const attempt = (args) => run(npm, [...args, ...common], { env, input: 'ignore', heard })
    let code = await attempt(['ci'])
    // Once more: registries hiccup. And more leniently, since `npm ci` also refuses a lock made through a mirror that lacks the optional
    // packages of other platforms; the versions are the lock's in both cases. A signal is no failure.
    if (code !== 0 && code < 128) code = await attempt(['install', '--no-save'])
    if (code !== 0) process.stderr.write(heard.join(''))
    if (code >= 128) process.exit(code)
    if (code !== 0)
      refuse(
        '依赖安装失败：请检查网络或 npm 镜像设置后重试。',
        'Installing the packages failed: check the network or the npm registry setting and try again.',
      )
  }
  writeFileSync(marker, hash)
}

const pinned = join(modules, 'node', 'bin', 'node')

/** The Node that the project pins; put into its place when a strict npm kept the package's install script from doing so. */
export const findNode = async () => {
  if (existsSync(pinned)) return pinned
  const name = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`
  const spots = () => [join(modules, 'node', 'node_modules', name, 'bin', 'node'), join(modules, name, 'bin', 'node')]
  const place = (from) => {
    mkdirSync(dirname(pinned), { recursive: true })
    try {
      linkSync(from, pinned)
    } catch {
      symlinkSync(from, pinned)
    }
    const bin = join(modules, '.bin', 'node')
    rmSync(bin, { force: true })
    symlinkSync(join('..', 'node', 'bin', 'node'), bin)
    return pinned
  }
  const there = spots().find(existsSync)
  if (there) return place(there)
  const wanted = existsSync(join(modules, 'node', 'package.json'))
    ? JSON.parse(readFileSync(join(modules, 'node', 'package.json'), 'utf8')).version
    : ''
  if (process.versions.node === wanted || major === Number.parseInt(wanted, 10)) return place(process.execPath)
  if (wanted) {
    const path = (process.env.PATH ?? '').split(delimiter).filter((p) => !p.includes('node_modules'))
    await run(
      'npm',
      ['install', '--prefix', join(modules, 'node'), '--no-save', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${wanted}`],
      {
        env: { ...process.env, PATH: path.join(delimiter), npm_config_global: 'false' },
        out: 2,
        input: 'ignore',
      },
    )
    const now = spots().find(existsSync)
    if (now) return place(now)
  }
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  return refuse(
    `缺少项目所需的 Node.js ${wanted}，且未能安装：请安装 Node.js 22.18 或更高版本后重试。`,
    `Node.js ${wanted}, which the project needs, is missing and could not be installed: install Node.js 22.18 or later and try again.`,
  )
}
