import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const readPid = (pgDir: string): { pid: number; status: string } | null => {
  try {
    const lines = readFileSync(join(pgDir, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number.parseInt(lines[0] ?? '', 10)
    return pid > 0 ? { pid, status: (lines[7] ?? '').trim() } : null
  } catch {
    return null
  }
}

/**
 * PostgreSQL processes that live in this data directory, told by their working directory: a process number alone may belong to
 * anybody by now. Where there is no /proc, the number in postmaster.pid counts if it is a postgres.
 */
export const processesIn = (pgDir: string): number[] => {
  let home: { dev: number; ino: number }
  try {
    home = statSync(pgDir)
  } catch {
    return []
  }
  if (process.platform !== 'linux') {
    const pid = readPid(pgDir)?.pid
    if (!pid) return []
    const { stdout } = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' })
    return stdout?.includes('postgres') ? [pid] : []
  }
  const found: number[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    try {
      const cwd = statSync(`/proc/${name}/cwd`)
      if (cwd.ino === home.ino && cwd.dev === home.dev && /\/postgres( \(deleted\))?$/.test(readlinkSync(`/proc/${name}/exe`)))
        found.push(pid)
    } catch {
      // Ended meanwhile, a kernel thread, or somebody else's.
    }
  }
  return found
}

const signal = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, name)
    } catch {
      // Ended meanwhile.
    }
}

const goneWithin = async (pgDir: string, seconds: number): Promise<boolean> => {
  const until = performance.now() + seconds * 1000
  while (processesIn(pgDir).length > 0) {
    if (performance.now() > until) return false
    await sleep(25)
  }
  return true
}

/**
 * Ends what a killed supervisor left behind: first the orderly way (fast shutdown, which writes a checkpoint), then the hard way, which
 * loses nothing acknowledged either since the write-ahead log is replayed. Only under the lock of the data directory.
 */
export const stopOrphan = async (pgDir: string, log: (line: string) => void): Promise<void> => {
  const left = readPid(pgDir)
  if (!left) return
  const living = processesIn(pgDir)
  if (living.includes(left.pid)) {
    log(`stopping the PostgreSQL left running by an earlier start (process ${left.pid})`)
    signal([left.pid], 'SIGINT')
    if (!(await goneWithin(pgDir, 30))) signal([left.pid], 'SIGQUIT')
  } else if (living.length > 0) {
    // Its main process was killed; sessions in the middle of a statement notice late and would hold the shared memory.
    signal(living, 'SIGQUIT')
  }
  if (!(await goneWithin(pgDir, 5))) {
    signal(processesIn(pgDir), 'SIGKILL')
    await goneWithin(pgDir, 5)
  }
  // By now its number may belong to another process, which PostgreSQL would take for a living predecessor.
  rmSync(join(pgDir, 'postmaster.pid'), { force: true })
}
