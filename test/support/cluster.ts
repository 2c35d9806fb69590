import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrationFolders } from '../../app/modules.ts'
import { seed } from '../../app/seed.ts'
import { startEmbedded } from '../../platform/db/embedded.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { prepareJobs } from '../../platform/jobs/boss.ts'

declare module 'vitest' {
  interface ProvidedContext {
    owner: { host: string; port: number; user: string; password: string; database: string }
    template: string
  }
}

/** One cluster for the whole run; a migrated template that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bw-test-'))
  const cluster = await startEmbedded({ dataDir, log: () => {}, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' } })
  const owner = cluster.owner
  const template = 'bw_template'
  const admin = new pg.Client(owner)
  await admin.connect()
  await admin.query(`create database ${template}`)
  await admin.end()
  await migrate({ ...owner, database: template }, migrationFolders(), 'app-password-of-tests', seed)
  await prepareJobs({ ...owner, database: template })
  project.provide('owner', owner)
  project.provide('template', template)
  return async () => {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
