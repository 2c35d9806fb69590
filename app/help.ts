/** What `--help` says, Chinese and English side by side. `deadline` and `verify-ledger` know theirs better (per rule, per option). */
const exits = '退出码 / exit status: 0 完成 done'

export const help: Record<string, string> = {
  start: `bailiwick start [--demo] [--port N] [--host H] [--json]
  启动平台 / starts the platform.

  --demo      空数据目录中先生成演示法院 / first makes the demo court in an empty data directory
  --port N    端口 / port (PORT, 3000; 0: 任一空闲端口 any free one)
  --host H    监听地址 / address to listen on (HOST, 127.0.0.1)
  --json      就绪后输出一行 / once it listens, one line: {"url", "setupCode"}
环境变量 / environment: BAILIWICK_DATA (./data), DATABASE_URL, BAILIWICK_TLS=1, BAILIWICK_LOG=1
${exits}, 2 用法 usage, 69 端口或数据库不可用 port or database unavailable, 74 磁盘已满 disk full,
  75 数据目录被占用 data directory in use, 77 权限 rights, 78 配置或数据不符 configuration or data do not fit`,
  import: `bailiwick import FILE [--court CODE] [--dry-run] [--update] [--json]
  导入案件清单（CSV：UTF-8、GB18030；XLSX） / imports a court's case list. 不能与运行中的服务同时使用同一数据目录 / not while a server runs on the data.

  --court CODE  法院代字，只有一个法院时可省略 / the court's code; may be left out when there is one court
  --dry-run     只检查，不写入 / checks only, writes nothing
  --update      以清单更新已有且不同的案件 / rows that differ update their case (else they are only counted)
  --json        输出 / answers {"state", "totalRows", "created", "unchanged", "changed", "updated", "errors", …}
${exits}, 1 有错误行或未完成 rows with errors, or not finished, 2 用法 usage; 其余同 start / others as for start`,
  deadline: `bailiwick deadline RULE --from DATE [--set k=v]… [--json] | deadline --list
  期限计算 / computes a statutory deadline.`,
  simulate: `bailiwick simulate [--seed N] [--cases N] [--days N] [--json]
  在空数据目录中生成演示法院 / makes the demo court in an empty data directory.

  --seed N    随机种子，同种子同结果 / the same seed makes the same court (20260401)
  --cases N   案件数 / cases (1000), 1 … 26000
  --days N    工作日数 / working days (60), 1 … 260
  --json      只输出结果 / answers the counts as JSON, no progress
${exits}, 2 用法 usage, 78 数据目录非空 the data directory holds a court; 其余同 start / others as for start`,
  'verify-ledger': `bailiwick verify-ledger [--export FILE] [--checkpoint FILE] [--json]
  校验台账 / proves the ledger, offline on an export or on the data directory.`,
  bench: `bailiwick bench [--only NAME]… [--full] [--json]
  性能比值，同一次运行、同一 PostgreSQL / ratios against bare SQL, in one run on one throw-away PostgreSQL.

  --only NAME  只测一项，可重复 / one measurement, repeatable: first-load, complete-task, worklist, row-scope, ledger, endpoints, import
  --full       含两百万任务的工作列表 / also the worklist at two million tasks
  --json       输出 / answers [{"name", "ours", "reference", "ratio", "goal", "met", "notes"}]; 进度在标准错误 / progress on stderr
${exits}, 1 有目标未达到 a goal is missed, 2 用法 usage`,
}

export const usage = (): string =>
  `npm run -s bailiwick -- COMMAND --help\n\n${Object.values(help)
    .map((text) => text.split('\n').slice(0, 2).join('\n'))
    .join('\n\n')}\n\nbailiwick --version`
