import type { Generated } from 'kysely'

/** Row types of schema `cases` (see migrations/). Dates are 'YYYY-MM-DD', instants ISO text, numeric text, bigint number. */
export interface CaseRecordTable {
  court_id: number
  id: Generated<number>
  number: string | null
  number_year: number | null
  number_type: string | null
  number_seq: number | null
  number_sub: string | null
  type_code: string | null
  procedure: Generated<string>
  title: string
  cause_name: string | null
  cause_code: string | null
  cause_edition: string | null
  amount: string | null
  received_on: string | null
  filed_on: string | null
  closed_on: string | null
  status: Generated<string>
  division_id: number | null
  judge_id: number | null
  judge_fixed: Generated<boolean>
  clerk_id: number | null
  secrecy: Generated<string>
  title_grams: Generated<string[]>
  pinyin: Generated<string>
  initials: Generated<string>
  source: Generated<string>
  import_hash: Buffer | null
  created_at: Generated<string>
  updated_at: Generated<string>
  revision: Generated<number>
}
export interface PartyTable {
  court_id: number
  id: Generated<number>
  case_id: number
  role: string
  kind: string
  name: string
  name_grams: Generated<string[]>
  pinyin: Generated<string>
  initials: Generated<string>
  sex: string | null
  birth_on: string | null
  ethnicity: string | null
  job: string | null
  employer: string | null
  residence: string | null
  phone_sealed: string | null
  phone_masked: string | null
  id_kind: string | null
  id_no_sealed: string | null
  id_no_hash: Buffer | null
  id_no_masked: string | null
  representative: string | null
  representative_title: string | null
  represents_id: number | null
  authority: string | null
  firm: string | null
  licence: string | null
  e_service_consent: boolean | null
  e_service_address: string | null
  service_address: string | null
  service_address_confirmed_on: string | null
  service_agent: string | null
  revision: Generated<number>
}
export interface ImportJobTable {
  court_id: number
  id: Generated<number>
  file_sha256: string
  file_name: string
  file_size: number
  format: 'csv' | 'xlsx'
  encoding: string | null
  delimiter: string | null
  header_row: number
  headers: string[]
  signature: string
  mapping: string[]
  state: Generated<'mapping' | 'checking' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed'>
  total_rows: number | null
  done_rows: Generated<number>
  created_count: Generated<number>
  unchanged_count: Generated<number>
  changed_count: Generated<number>
  updated_count: Generated<number>
  error_count: Generated<number>
  flag_count: Generated<number>
  update_all: Generated<boolean>
  update_rows: Generated<number[]>
  cancel_requested: Generated<boolean>
  worker: string | null
  heartbeat_at: string | null
  failure: string | null
  made_by: number | null
  created_at: Generated<string>
  finished_at: string | null
  revision: Generated<number>
}
export interface ImportRowTable {
  court_id: number
  job_id: number
  row_no: number
  state: 'error' | 'changed' | 'updated' | 'flagged'
  number: string | null
  case_id: number | null
  detail: unknown
}
export interface CasesTables {
  'cases.case_record': CaseRecordTable
  'cases.party': PartyTable
  'cases.import_job': ImportJobTable
  'cases.import_row': ImportRowTable
  'cases.import_mapping': { court_id: number; signature: string; mapping: string[] }
  'cases.case_type': { code: string; name_zh: string; name_en: string; family: string; enabled: Generated<boolean>; until_date: string | null }
  'cases.cause': { code: string; edition: string; parent: string | null; level: number; name: string; from_date: string; until_date: string | null }
}
