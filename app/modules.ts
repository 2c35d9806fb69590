import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ModuleServer } from '../platform/http/module.ts'
import { accounts } from '../modules/accounts/server.ts'
import { cases } from '../modules/cases/server.ts'
import { deadlines } from '../modules/deadlines/server.ts'
import { organisations } from '../modules/organisations/server.ts'
import { confidentiality } from '../modules/confidentiality/server.ts'
import { processes } from '../modules/processes/server.ts'
import { worklist } from '../modules/worklist/server.ts'
import { duties } from '../modules/duties/server.ts'
import { indicatorsModule } from '../modules/indicators/server.ts'
import { agreements } from '../modules/agreements/server.ts'
import { laws } from '../modules/laws/server.ts'
import { ledger } from '../modules/ledger/server.ts'
import { workforce } from '../modules/workforce/server.ts'
import { filing } from '../modules/filing/server.ts'
import { dossiers } from '../modules/dossiers/server.ts'
import { serviceOfProcess } from '../modules/service-of-process/server.ts'
import { training } from '../modules/training/server.ts'
import { incidents } from '../modules/incidents/server.ts'
import { disclosure } from '../modules/disclosure/server.ts'
import { materials } from '../modules/materials/server.ts'
import { scheduling } from '../modules/scheduling/server.ts'
import { hotline } from '../modules/hotline/server.ts'
import { custody } from '../modules/custody/server.ts'
import { premises } from '../modules/premises/server.ts'
import { rulebook } from '../modules/rulebook/server.ts'
import { attendance } from '../modules/attendance/server.ts'
import { badges } from '../modules/badges/server.ts'
import { staffing } from '../modules/staffing/server.ts'
import { candidates } from '../modules/candidates/server.ts'
import { wages } from '../modules/wages/server.ts'
import { injuries } from '../modules/injuries/server.ts'
import { standing } from '../modules/standing/server.ts'
import { leaving } from '../modules/leaving/server.ts'

/** Every capability of the product, lowest floor first. Adding one is a line here. */
export const modules: readonly ModuleServer[] = [
  organisations,
  accounts,
  workforce,
  cases,
  laws,
  deadlines,
  confidentiality,
  processes,
  worklist,
  candidates,
  agreements,
  training,
  duties,
  premises,
  rulebook,
  attendance,
  badges,
  staffing,
  incidents,
  disclosure,
  indicatorsModule,
  filing,
  dossiers,
  materials,
  scheduling,
  hotline,
  custody,
  wages,
  injuries,
  standing,
  leaving,
  serviceOfProcess,
  ledger,
]

const root = join(import.meta.dirname, '..')
/** Folders that hold migrations, the platform's first. */
export const migrationFolders = (): string[] => [
  join(root, 'platform/db/migrations'),
  join(root, 'platform/audit/migrations'),
  ...readdirSync(join(root, 'modules')).map((m) => join(root, 'modules', m, 'migrations')),
]
