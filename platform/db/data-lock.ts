import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { type Server, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fail } from '../http/problems.ts'

/** What the holder of a data directory tells who asks. */
export interface Holder {
  pid: number
  url?: string
  /** It is on its way out: worth waiting for. */
  stopping?: boolean
}
export interface DataLock {
  /** Adds to what the holder tells, e.g. its URL once it listens. */
  tell: (more: Partial<Holder>) => void
  release: () => Promise<void>
}

const listen = (address: string, told: () => Holder): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(JSON.stringify(told()))
    })
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      server.unref()
      resolve(server)
    })
  })

/** Who listens there: null when nobody does. A holder that is too busy to answer is a holder. */
const ask = (address: string): Promise<Partial<Holder> | null> =>
  new Promise((resolve) => {
    let text = ''
    const socket = connect(address)
    const answer = (): void => {
      try {
        resolve(JSON.parse(text))
      } catch {
        resolve({})
      }
    }
    socket.setTimeout(1000, () => {
      socket.destroy()
      answer()
    })
    socket.on('data', (d) => {
      text += d
    })
    socket.on('end', answer)
    socket.on('error', (e: NodeJS.ErrnoException) => (e.code === 'ECONNREFUSED' || e.code === 'ENOENT' ? resolve(null) : resolve({})))
  })

const close = (server: Server | null): Promise<void> => new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()))

/**
 * Holds a data directory for this process. The lock is a listening socket, so the kernel drops it with the process, however that ends; no
 * stale file can keep a court out. On Linux its name is abstract (taken in one step, without a race) and made of the directory's
 * device and inode; the socket file beside the data stands for containers that share the directory but not the network name space.
 * A holder on its way out is waited for. Fail: data-in-use { pid, url }.
 */
export const lockData = async (dataDir: string, patience = { busy: 1500, stopping: 30_000 }): Promise<DataLock> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const { dev, ino } = statSync(dataDir)
  const linux = process.platform === 'linux'
  const abstract = `\0bailiwick-${dev}-${ino}`
  // Bound through a handle of the folder, because a socket's address holds only a hundred bytes.
  const folder = linux ? openSync(dataDir, 'r') : null
  const file = folder === null ? join(dataDir, 'lock.sock') : `/proc/self/fd/${folder}/lock.sock`
  let holder: Holder = { pid: process.pid }
  const told = (): Holder => holder
  const begun = performance.now()

  const take = async (): Promise<{ first: Server | null; second: Server | null } | Partial<Holder>> => {
    let first: Server | null = null
    if (linux) {
      try {
        first = await listen(abstract, told)
      } catch (e) {
        if ((e as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw e
        return (await ask(abstract)) ?? {}
      }
    }
    const other = await ask(file)
    if (other) {
      await close(first)
      return other
    }
    try {
      rmSync(join(dataDir, 'lock.sock'), { force: true })
      return { first, second: await listen(file, told) }
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code === 'EADDRINUSE') {
        await close(first)
        return (await ask(file)) ?? {}
      }
      // Some shared folders of virtual machines know no sockets; the abstract name holds without.
      if (first) return { first, second: null }
      throw e
    }
  }

  try {
    for (;;) {
      const got = await take()
      if ('first' in got) {
        let released: Promise<void> | undefined
        return {
          tell: (more) => {
            holder = { ...holder, ...more }
          },
          release: () => {
            released ??= (async () => {
              await close(got.second)
              await close(got.first)
              if (folder !== null) closeSync(folder)
            })()
            return released
          },
        }
      }
      if (performance.now() - begun > (got.stopping ? patience.stopping : patience.busy))
        throw new Fail('data-in-use', 503, { path: dataDir, pid: got.pid ?? null, url: got.url ?? null })
      await sleep(100)
    }
  } catch (e) {
    if (folder !== null) closeSync(folder)
    throw e
  }
}
