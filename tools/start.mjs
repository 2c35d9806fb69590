// `npm start`: installs what is missing, builds the web when its sources changed, then runs the platform on the pinned Node.
// With --prepare it stops before the build. Plain JavaScript without dependencies (see launch.mjs).
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findNode, install, refuse, root, run, say, tied } from './launch.mjs'

const files = (path) => {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(join(path, name)))
}
const inFolder = (folder, wanted) =>
  existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .filter((name) => wanted.test(name))
        .map((name) => join(folder, name))
    : []

/** Everything the page is built from: the web's own files and the pure files that both sides share. */
const webInputs = () => [
  ...['index.html', 'package-lock.json', 'public', 'locales'].flatMap((name) => files(join(root, name))),
  ...inFolder(root, /^(vite\.config\.|tsconfig).*/),
  ...inFolder(join(root, 'app'), /^web|\.(html|css)$/).flatMap(files),
  ...['ui', 'calendar', 'http/endpoint.ts'].flatMap((name) => files(join(root, 'platform', name))),
  ...inFolder(join(root, 'modules'), /^[a-z]/).flatMap((folder) =>
    inFolder(folder, /^(web|api|rules|data|locales)(\.ts)?$/).flatMap(files),
  ),
]
const hashOf = (paths) => {
  const hash = createHash('sha256')
  for (const path of paths)
    if (!/\.test\.tsx?$/.test(path)) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

const build = async (node) => {
  if (!existsSync(join(root, 'index.html')) && !existsSync(join(root, 'app', 'web.tsx'))) return
  const dist = join(root, 'dist')
  const mark = join(dist, 'web.inputs')
  const hash = hashOf(webInputs())
  if (existsSync(join(dist, 'web', 'index.html')) && existsSync(mark) && readFileSync(mark, 'utf8') === hash) return
  say('正在构建网页…', 'building the web…')
  // Built aside and moved: a build that was cut off is never served.
  const next = join(dist, `web.${process.pid}`)
  mkdirSync(dist, { recursive: true })
  const code = await run(
    node,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'],
    { out: 2, input: 'ignore' },
  )
  if (code !== 0) {
    rmSync(next, { recursive: true, force: true })
    if (code >= 128) process.exit(code)
    refuse('网页构建失败，原因见上。', 'Building the web failed; the reason stands above.')
  }
  rmSync(join(dist, 'web'), { recursive: true, force: true })
  renameSync(next, join(dist, 'web'))
  writeFileSync(mark, hash)
}

const args = process.argv.slice(2)
try {
  await install()
  const node = await findNode()
  if (!args.includes('--prepare')) {
    if (!args.includes('--help')) await build(node)
    process.exitCode = await run(node, [...tied, join(root, 'app', 'cli.ts'), 'start', ...args], { ipc: true })
  }
} catch (e) {
  if (e?.code === 'ENOSPC') refuse('磁盘已满：请腾出空间后重新启动。', 'The disk is full: make room and start again.', 74)
  if (e?.code === 'EACCES' || e?.code === 'EROFS' || e?.code === 'EPERM')
    refuse(
      `无权写入 ${e.path ?? root}：请以项目目录的所有者身份启动。`,
      `No right to write ${e.path ?? root}: start as the owner of the project folder.`,
      77,
    )
  throw e
}
