import type { Socket } from 'node:net'
import type pg from 'pg'

/** Where a server dies: before its n-th statement since it was armed, or once the n-th is done and nobody has heard of it. */
export interface Point {
  statement: number | 'commit'
  when: 'before' | 'after'
}
type Fate = 'lives' | 'dies' | 'stops'
export interface Faults {
  /** From now on statements are counted; at `point` everything ends. 'stops': that connection waits for ever (for a SIGKILL from outside). */
  arm: (point: Point | null, fate?: 'dies' | 'stops') => void
  /** Statements since it was armed. */
  seen: () => string[]
  struck: () => boolean
  onStrike: (fn: () => void) => void
  /** A new life after the death: connections are made anew. */
  revive: () => void
}

const textOf = (q: unknown): string => (typeof q === 'string' ? q : ((q as { text?: string })?.text ?? ''))
const never = new Promise<never>(() => {})

/**
 * Counts what a server says to its database and ends it at a chosen statement: all its sockets break in the same moment and nothing it may still want
 * to say (rolling back, trying again, putting right) reaches the database, as with a process that is killed.
 */
export const faultsOf = (pool: pg.Pool): Faults => {
  let point: Point | null = null
  let fate: Fate = 'lives'
  let dead = false
  let hit = false
  let told: string[] = []
  let onStrike = (): void => {}
  const clients = new Set<pg.PoolClient>()
  const gone = (): Error => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
  const strike = (): Promise<never> => {
    hit = true
    onStrike()
    if (fate === 'stops') return never
    dead = true
    for (const c of clients) (c as unknown as { connection: { stream: Socket } }).connection.stream.destroy()
    return Promise.reject(gone())
  }
  const wrap = (client: pg.PoolClient): void => {
    if (clients.has(client)) return
    clients.add(client)
    client.on('end', () => clients.delete(client))
    const query = client.query.bind(client) as (...a: unknown[]) => Promise<unknown>
    client.query = ((...args: unknown[]) => {
      // pool.query hands a callback over, the statement that opens a transaction brings its own: they are what the caller sees.
      const opening = args[0] as { callback?: (e: Error | null) => void } | undefined
      const back = opening?.callback ?? (args.at(-1) as ((e: Error) => void) | undefined)
      if (dead) return typeof back === 'function' ? void back(gone()) : Promise.reject(gone())
      if (!point || hit) return query(...args)
      const text = textOf(args[0])
      told.push(text)
      const here = point.statement === 'commit' ? text === 'commit' : told.length === point.statement
      if (!here) return query(...args)
      const tell = opening?.callback
      if (point.when === 'before') return tell ? void strike().catch(tell) : strike()
      if (!opening || !tell) return query(...args).then(strike)
      opening.callback = (e) => (e ? tell(e) : void strike().catch(tell))
      return query(opening)
    }) as typeof client.query
  }
  pool.on('acquire', wrap)
  return {
    arm: (p, how = 'dies') => {
      point = p
      fate = p ? how : 'lives'
      hit = false
      told = []
    },
    seen: () => told,
    struck: () => hit,
    onStrike: (fn) => {
      onStrike = fn
    },
    revive: () => {
      dead = false
      point = null
    },
  }
}
