import { Fail } from '../platform/http/problems.ts'

/** One sentence per language for whoever started the program, and the exit code (sysexits.h) for what started it. */
export interface Told {
  code: string
  exitCode: number
  zh: string
  en: string
  /** Both sentences, a line each. */
  text: string
}

type Detail = Readonly<Record<string, unknown>>
interface Sentence {
  exitCode: number
  zh: (d: Detail) => string
  en: (d: Detail) => string
}

const USAGE = 2
const DATA = 65
const UNAVAILABLE = 69
const IO = 74
const BUSY = 75
const RIGHTS = 77
const CONFIG = 78

const list = (d: Detail): string => (Array.isArray(d.courts) ? d.courts.join('、') : '')

/** Why a whole list is refused; single rows are reported as rows. */
const importFaults: Record<string, [string, string]> = {
  'import-wrong-type': [
    '只接受 CSV 或 XLSX 文件，旧版 Excel 文件请另存为 XLSX。',
    'only CSV and XLSX are accepted; save old XLS files as XLSX.',
  ],
  'import-not-text': [
    '文件不是可读的文字表格，请另存为 CSV（UTF-8 或 GB18030）或 XLSX。',
    'the file is not readable text; save it as CSV (UTF-8 or GB18030) or XLSX.',
  ],
  'import-empty': ['文件中没有数据行。', 'the file holds no rows.'],
  'empty-file': ['文件是空的。', 'the file is empty.'],
  'too-large': ['文件过大。', 'the file is too large.'],
  'unsafe-archive': ['XLSX 文件已损坏、含宏，或展开后过大。', 'the XLSX file is damaged, holds macros, or unpacks to far too much.'],
  'mapping-number-missing': [
    '没有找到案号一列，请在网页上指定各列含义。',
    'no column is the case number; say on the page what each column means.',
  ],
  'mapping-no-party': [
    '没有找到原告或被告一列，请在网页上指定各列含义。',
    'no column names the parties; say on the page what each column means.',
  ],
  'mapping-twice': [
    '同一含义对应了两列，请在网页上指定各列含义。',
    'two columns have the same meaning; say on the page what each column means.',
  ],
  'import-busy': ['另一个导入正在进行。', 'another import is running.'],
}

const by = (d: Detail, zh: boolean): string => {
  const parts = [d.url ? String(d.url) : '', d.pid ? (zh ? `进程 ${d.pid}` : `process ${d.pid}`) : ''].filter(Boolean)
  return parts.length ? (zh ? `（${parts.join('，')}）` : ` (${parts.join(', ')})`) : ''
}
const about = (d: Detail, key: string, zh: boolean): string => (d[key] ? (zh ? `（${d[key]}）` : ` (${d[key]})`) : '')

const sentences = {
  'port-taken': {
    exitCode: UNAVAILABLE,
    zh: (d) => `端口 ${d.port ?? ''} 已被其他程序占用：请先停止该程序，或用 PORT 指定其他端口。`,
    en: (d) => `Port ${d.port ?? ''} is in use by another program: stop it, or choose another port with PORT.`,
  },
  'port-refused': {
    exitCode: RIGHTS,
    zh: (d) => `系统不允许使用端口 ${d.port ?? ''}：请用 PORT 指定 1024 以上的端口。`,
    en: (d) => `The system does not allow port ${d.port ?? ''}: choose one above 1024 with PORT.`,
  },
  'bad-port': {
    exitCode: USAGE,
    zh: (d) => `端口“${d.port ?? ''}”无效：应为 0 至 65535 的整数。`,
    en: (d) => `"${d.port ?? ''}" is not a port: give a whole number from 0 to 65535.`,
  },
  'bad-host': {
    exitCode: CONFIG,
    zh: (d) => `本机没有地址${about(d, 'address', true)}：请检查 HOST。`,
    en: (d) => `This machine has no such address${about(d, 'address', false)}: check HOST.`,
  },
  'bad-arguments': {
    exitCode: USAGE,
    zh: (d) => `命令参数有误${about(d, 'because', true)}：请用 --help 查看用法。`,
    en: (d) => `The arguments are wrong${about(d, 'because', false)}: see --help.`,
  },
  'no-command': {
    exitCode: USAGE,
    zh: (d) => `没有这个命令：${d.name ?? ''}`,
    en: (d) => `There is no such command: ${d.name ?? ''}`,
  },
  'no-file': {
    exitCode: USAGE,
    zh: (d) => (d.path ? `无法读取文件 ${d.path}。` : '没有指定要导入的文件：请用 --help 查看用法。'),
    en: (d) => (d.path ? `The file ${d.path} cannot be read.` : 'No file was named: see --help.'),
  },
  'no-court': {
    exitCode: USAGE,
    zh: (d) => (list(d) ? `请用 --court 指定法院代字，现有：${list(d)}。` : '尚无法院：请先启动平台并完成初始化。'),
    en: (d) =>
      list(d)
        ? `Name the court by its code with --court; there are: ${list(d)}.`
        : 'There is no court yet: start the platform and set one up first.',
  },
  'import-refused': {
    exitCode: DATA,
    zh: (d) => `清单未能导入：${importFaults[String(d.code)]?.[0] ?? d.code}`,
    en: (d) => `The list was not imported: ${importFaults[String(d.code)]?.[1] ?? d.code}`,
  },
  'data-in-use': {
    exitCode: BUSY,
    zh: (d) => `该数据目录正由另一个 Bailiwick 使用${by(d, true)}：请使用它，或先停止它。`,
    en: (d) => `This data directory is in use by another Bailiwick${by(d, false)}: use that one, or stop it first.`,
  },
  'disk-full': {
    exitCode: IO,
    zh: () => '磁盘已满：请在数据目录所在磁盘腾出空间后重新启动，已确认的数据没有丢失。',
    en: () => 'The disk is full: make room on the disk of the data directory and start again; nothing acknowledged is lost.',
  },
  'disk-full-now': {
    exitCode: IO,
    zh: () => '磁盘已满：新的操作正被拒绝，已确认的数据没有丢失；请在数据目录所在磁盘腾出空间，无需重新启动。',
    en: () =>
      'The disk is full: new acts are being refused, nothing acknowledged is lost; make room on the disk of the data directory, no restart is needed.',
  },
  'wrong-owner': {
    exitCode: RIGHTS,
    zh: (d) =>
      `无权使用数据目录 ${d.path ?? ''}${d.owner === undefined ? '' : `（属于用户 ${d.owner}，需要用户 ${d.needs}）`}：请以其所有者身份启动，或改正其所有者。`,
    en: (d) =>
      `No right to use the data directory ${d.path ?? ''}${d.owner === undefined ? '' : ` (owned by user ${d.owner}, needed: user ${d.needs})`}: start as its owner, or correct the owner.`,
  },
  'read-only': {
    exitCode: RIGHTS,
    zh: (d) => `数据目录 ${d.path ?? ''} 所在磁盘是只读的：请用 BAILIWICK_DATA 指定可写的目录。`,
    en: (d) => `The data directory ${d.path ?? ''} is on a read-only disk: give a writable one with BAILIWICK_DATA.`,
  },
  'newer-schema': {
    exitCode: CONFIG,
    zh: () => '数据由更新版本的程序建立，本版本不能打开：请使用该更新版本。',
    en: () => 'The data was made by a newer version of this program, which this one cannot open: use the newer version.',
  },
  'migration-failed': {
    exitCode: CONFIG,
    zh: (d) => `数据库升级失败，数据保持升级前的状态：${d.because ?? ''}`,
    en: (d) => `The database could not be brought up to date and stays as it was: ${d.because ?? ''}`,
  },
  'secrets-missing': {
    exitCode: CONFIG,
    zh: (d) => `数据已存在但密钥文件 ${d.path ?? 'secrets.json'} 缺失：请从备份恢复该文件，没有它数据无法解密。`,
    en: (d) =>
      `There is data, but its key file ${d.path ?? 'secrets.json'} is missing: restore it from the backup; without it the data cannot be decrypted.`,
  },
  'secrets-corrupt': {
    exitCode: CONFIG,
    zh: (d) => `密钥文件 ${d.path ?? 'secrets.json'} 已损坏：请从备份恢复该文件。`,
    en: (d) => `The key file ${d.path ?? 'secrets.json'} is damaged: restore it from the backup.`,
  },
  'secrets-mismatch': {
    exitCode: CONFIG,
    zh: () => '密钥文件 secrets.json 不属于这份数据：请恢复与数据同时备份的那一份。',
    en: () => 'The key file secrets.json does not belong to this data: restore the one that was backed up with it.',
  },
  'database-version': {
    exitCode: CONFIG,
    zh: (d) => `数据目录属于 PostgreSQL ${d.found}，本程序自带的是 ${d.needs}：请使用建立它的程序版本导出后再导入。`,
    en: (d) =>
      `The data directory is of PostgreSQL ${d.found}, this program brings ${d.needs}: export with the version that made it, then import.`,
  },
  'database-damaged': {
    exitCode: CONFIG,
    zh: (d) => `数据库目录 ${d.path ?? ''} 不完整：请从备份恢复。`,
    en: (d) => `The database directory ${d.path ?? ''} is incomplete: restore it from the backup.`,
  },
  'database-binaries': {
    exitCode: UNAVAILABLE,
    zh: (d) =>
      `自带的 PostgreSQL 不能在本机运行${about(d, 'because', true)}：请重新执行 npm ci，或设置 DATABASE_URL 使用已有的 PostgreSQL。`,
    en: (d) =>
      `The PostgreSQL that comes along does not run on this machine${about(d, 'because', false)}: run npm ci again, or set DATABASE_URL to a PostgreSQL you have.`,
  },
  'no-unprivileged-user': {
    exitCode: CONFIG,
    zh: () => 'PostgreSQL 不能以 root 运行，而本机没有 nobody 用户：请以普通用户启动。',
    en: () => 'PostgreSQL does not run as root and this machine has no user nobody: start as an ordinary user.',
  },
  'no-user-entry': {
    exitCode: CONFIG,
    zh: (d) => `用户 ${d.uid} 在本机没有登记（/etc/passwd），PostgreSQL 不能以其身份运行：请登记该用户，或设置 DATABASE_URL。`,
    en: (d) =>
      `User ${d.uid} has no entry on this machine (/etc/passwd), so PostgreSQL does not run as it: add the entry, or set DATABASE_URL.`,
  },
  'database-start': {
    exitCode: UNAVAILABLE,
    zh: (d) => `自带的 PostgreSQL 未能启动：${d.because ?? ''}`,
    en: (d) => `The PostgreSQL that comes along did not start: ${d.because ?? ''}`,
  },
  'database-lost': {
    exitCode: UNAVAILABLE,
    zh: (d) => `数据库意外停止${about(d, 'reason', true)}，程序随之停止：请重新启动，已确认的数据没有丢失。`,
    en: (d) =>
      `The database stopped unexpectedly${about(d, 'reason', false)} and the program with it: start again; nothing acknowledged is lost.`,
  },
  'database-unreachable': {
    exitCode: UNAVAILABLE,
    zh: (d) => `无法连接 DATABASE_URL 指定的数据库${about(d, 'at', true)}：请检查地址以及数据库是否运行。`,
    en: (d) => `The database of DATABASE_URL cannot be reached${about(d, 'at', false)}: check the address and that it is running.`,
  },
  'database-login': {
    exitCode: CONFIG,
    zh: () => 'DATABASE_URL 指定的数据库拒绝登录：请检查用户名、密码和数据库名。',
    en: () => 'The database of DATABASE_URL refuses the login: check user, password and database name.',
  },
  'database-rights': {
    exitCode: CONFIG,
    zh: (d) => `DATABASE_URL 的用户权限不足${about(d, 'because', true)}：需要能够建立角色和模式的用户。`,
    en: (d) => `The user of DATABASE_URL lacks rights${about(d, 'because', false)}: it must be allowed to create roles and schemas.`,
  },
  'role-too-strong': {
    exitCode: CONFIG,
    zh: (d) => `数据库角色 ${d.role ?? ''} 权限过大（超级用户、可绕过行级安全或拥有数据表）：请收回，行级权限须对它有效。`,
    en: (d) =>
      `The database role ${d.role ?? ''} has too much power (superuser, bypasses row security, or owns tables): take it back; row security must hold for it.`,
  },
  'database-too-old': {
    exitCode: CONFIG,
    zh: (d) => `DATABASE_URL 指定的 PostgreSQL 版本${about(d, 'version', true)}过低：需要 15 或更高版本。`,
    en: (d) => `The PostgreSQL of DATABASE_URL is too old${about(d, 'version', false)}: version 15 or later is needed.`,
  },
  'bad-database-url': {
    exitCode: CONFIG,
    zh: () => 'DATABASE_URL 格式不正确：应为 postgres://用户:密码@主机:端口/数据库。',
    en: () => 'DATABASE_URL is malformed: it must read postgres://user:password@host:port/database.',
  },
  'not-empty': {
    exitCode: CONFIG,
    zh: () => '数据目录中已有法院，演示只能在空的数据目录中生成：请用 BAILIWICK_DATA 指定一个空目录。',
    en: () => 'The data directory already holds a court and the demo is made in an empty one only: give one with BAILIWICK_DATA.',
  },
  internal: {
    exitCode: 1,
    zh: (d) => `发生意外错误：${d.because ?? ''}`,
    en: (d) => `Unexpected error: ${d.because ?? ''}`,
  },
} satisfies Record<string, Sentence>
export type FailureCode = keyof typeof sentences

// What Node and PostgreSQL call it, and what we call it.
const unreachable = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', '57P03', '53300']

const known = (e: Error & Detail): [FailureCode, Detail] | null => {
  const code = String(e.code ?? '')
  if (e instanceof Fail && code in importFaults) return ['import-refused', { code }]
  if (e instanceof Fail) return code in sentences ? [code as FailureCode, e.detail] : null
  if (e.message.startsWith('newer-schema')) return ['newer-schema', {}]
  const listening = e.syscall === 'listen' || e.syscall === 'bind'
  if (code === 'EADDRINUSE') return ['port-taken', e]
  if (listening && code === 'EACCES') return ['port-refused', e]
  if (code === 'EADDRNOTAVAIL' || (e.syscall === 'getaddrinfo' && listening)) return ['bad-host', e]
  if (code === 'BAD_PORT') return ['bad-port', e]
  if (code === 'NO_COMMAND') return ['no-command', e]
  if (code === 'NO_FILE') return ['no-file', e]
  if (code === 'NO_COURT') return ['no-court', e]
  if (code === 'NOT_EMPTY') return ['not-empty', e]
  if (code === 'POSTGRES_TOO_OLD') return ['database-too-old', { version: Math.floor(Number(e.version) / 10_000) || undefined }]
  if (code === 'ERR_INVALID_URL') return ['bad-database-url', {}]
  if (code.startsWith('ERR_PARSE_ARGS')) return ['bad-arguments', { because: firstLine(e.message) }]
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return ['disk-full', {}]
  if (code === 'EROFS') return ['read-only', e]
  if ((code === 'EACCES' || code === 'EPERM') && e.path) return ['wrong-owner', { path: e.path }]
  if (e.message === 'timeout expired') return ['database-unreachable', {}]
  if (unreachable.includes(code)) return ['database-unreachable', { at: e.address ? `${e.address}:${e.port}` : e.hostname }]
  if (code === 'ENOENT' && e.syscall === 'connect') return ['database-unreachable', { at: e.address }]
  if (code === '28P01' || code === '28000' || code === '3D000') return ['database-login', {}]
  if (code === '42501') return ['database-rights', { because: firstLine(e.message) }]
  return null
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300)

/** Any error of start-up or of a command as one sentence in both languages; the first known cause in the chain decides. */
export const explainFailure = (thrown: unknown): Told => {
  const first = (thrown instanceof Error ? thrown : new Error(String(thrown))) as Error & Detail
  let found: [FailureCode, Detail] | null = null
  for (let e: Error | null = first, depth = 0; e && depth < 6 && !found; depth++) {
    found = known(e as Error & Detail)
    const under: unknown = e.cause ?? (e instanceof AggregateError ? e.errors[0] : null)
    e = under instanceof Error ? under : null
  }
  found ??= first.message.startsWith('migration ')
    ? ['migration-failed', { because: firstLine(first.message) }]
    : ['internal', { because: firstLine(first.message) || first.name }]
  const [code, detail] = found
  const sentence: Sentence = sentences[code]
  const zh = sentence.zh(detail)
  const en = sentence.en(detail)
  return {
    code: code === 'internal' && first instanceof Fail ? first.code : code,
    exitCode: sentence.exitCode,
    zh,
    en,
    text: `${zh}\n${en}`,
  }
}
