import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { parseVerifier } from './checkpoint.ts'
import { exportLedger } from './export.ts'
import { type EventProof, proveEvent, verifyProof } from './prove.ts'
import type { Language } from './sentences.ts'
import { verifyLedger, type VerifyReport } from './verify.ts'

export interface VerifyLedgerDeps {
  /** The ledger's database: of a data directory, or (none given) the one the application is set up for. */
  openLedger: (dataDir: string | undefined) => Promise<{ db: pg.Pool; close: () => Promise<void> }>
  write: (text: string) => void
  lang: Language
}

const help: Record<Language, string> = {
  en: `Usage: bailiwick verify-ledger [--export FILE | --data DIR] [options]

Proves that the ledger is as it was sealed. Without --export it reads the database of DIR (or the one set up).

  --export FILE       an exported ledger; needs no database
  --data DIR          data directory of an installation
  --checkpoint FILE   a checkpoint you kept; may be repeated: finds a cut-off or rewritten ledger
  --key KEY           verifier key you trust (text or file); may be repeated
  --tolerance SECONDS how far an event may lie before the previous seal (900)
  --save FILE         also write the export that was verified
  --prove ID          instead: print the inclusion proof of one event (JSON)
  --proof FILE        instead: verify such a proof; needs no database
  --json              answer as JSON
Exit status: 0 nothing wrong, 1 something found, 2 the call was wrong.
`,
  zh: `用法：bailiwick verify-ledger [--export 文件 | --data 目录] [选项]

证明台账与封存时一致。不给 --export 时读取指定目录（或当前配置）的数据库。

  --export 文件       已导出的台账，无需数据库
  --data 目录         系统的数据目录
  --checkpoint 文件   您留存的检查点，可重复；用于发现尾部截断或整体改写
  --key 密钥          您信任的验证密钥（文本或文件），可重复
  --tolerance 秒      事件时间允许早于前一次封存的幅度（900）
  --save 文件         同时保存所验证的导出
  --prove 编号        改为：输出单个事件的包含证明（JSON）
  --proof 文件        改为：验证该证明，无需数据库
  --json              以 JSON 输出
退出码：0 无异常，1 发现异常，2 调用有误。
`,
}

const summary: Record<Language, (r: VerifyReport) => string> = {
  en: (r) =>
    `${r.ok ? 'Verified' : 'NOT verified'}: ${r.events} events, ${r.seals} seals, ${r.unsealed} not yet sealed.${r.keyTrusted ? '' : ' The key is the export’s own claim; compare it: '}${r.keyTrusted ? '' : r.keys.join(', ')}\n`,
  zh: (r) =>
    `${r.ok ? '验证通过' : '验证未通过'}：事件 ${r.events} 个，封存 ${r.seals} 批，尚未封存 ${r.unsealed} 个。${r.keyTrusted ? '' : `密钥由导出自称，请核对：${r.keys.join('、')}`}\n`,
}

const keyText = async (given: string): Promise<string> => (parseVerifier(given) ? given : (await readFile(given, 'utf8')).trim())

const fromDatabase = async (db: pg.Pool, save: string | undefined): Promise<AsyncIterable<Uint8Array>> => {
  const lines = new PassThrough()
  exportLedger(db, lines).then(
    () => lines.end(),
    (e) => lines.destroy(e as Error),
  )
  if (!save) return lines
  const file = createWriteStream(save, { mode: 0o600 })
  return (async function* () {
    for await (const chunk of lines) {
      file.write(chunk)
      yield chunk as Uint8Array
    }
    file.end()
    await finished(file)
  })()
}

/** `bailiwick verify-ledger`: answers the exit status. Environment and database come in through `deps`. */
export const runVerifyLedger = async (args: readonly string[], deps: VerifyLedgerDeps): Promise<number> => {
  const read = () =>
    parseArgs({
      args: [...args],
      options: {
        export: { type: 'string' },
        data: { type: 'string' },
        save: { type: 'string' },
        prove: { type: 'string' },
        proof: { type: 'string' },
        checkpoint: { type: 'string', multiple: true },
        key: { type: 'string', multiple: true },
        tolerance: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  let v: ReturnType<typeof read>
  try {
    v = read()
    const given = [v.export, v.data, v.proof].filter((x) => x !== undefined).length
    if (given > 1) throw new RangeError('--export, --data, --proof: one of them')
    if (v.tolerance !== undefined && !/^\d+$/.test(v.tolerance)) throw new RangeError('--tolerance: seconds')
    if (v.prove !== undefined && (!/^\d+$/.test(v.prove) || v.export !== undefined))
      throw new RangeError('--prove: an event id, from a database')
  } catch (e) {
    const message = (e as Error).message
    deps.write(args.includes('--json') ? `${JSON.stringify({ error: 'bad-arguments', message })}\n` : `${message}\n\n${help[deps.lang]}`)
    return 2
  }
  if (v.help) {
    deps.write(help[deps.lang])
    return 0
  }
  const json = (value: unknown): void => deps.write(`${JSON.stringify(value, null, 2)}\n`)
  let ledger: Awaited<ReturnType<VerifyLedgerDeps['openLedger']>> | undefined
  try {
    const trusted = v.key ? await Promise.all(v.key.map(keyText)) : undefined
    if (v.proof !== undefined) {
      const proof = JSON.parse(await readFile(v.proof, 'utf8')) as EventProof
      const ok = verifyProof(proof, trusted)
      json({ ok, id: proof.event?.id ?? null, position: proof.position ?? null, keyTrusted: trusted !== undefined })
      return ok ? 0 : 1
    }
    if (v.export === undefined) ledger = await deps.openLedger(v.data)
    if (v.prove !== undefined && ledger) {
      const proof = await proveEvent(ledger.db, Number(v.prove))
      json(proof === null ? { error: 'not-found' } : proof === 'unsealed' ? { error: 'unsealed' } : proof)
      return proof === null || proof === 'unsealed' ? 1 : 0
    }
    const held = await Promise.all((v.checkpoint ?? []).map(async (file) => ({ file, note: await readFile(file, 'utf8') })))
    const input = ledger ? await fromDatabase(ledger.db, v.save) : createReadStream(v.export as string)
    const report = await verifyLedger(input, {
      held,
      lang: deps.lang,
      ...(trusted ? { trusted } : {}),
      ...(v.tolerance ? { toleranceSeconds: Number(v.tolerance) } : {}),
    })
    if (v.json) json(report)
    else deps.write(report.problems.map((p) => `${p.sentence}\n`).join('') + summary[deps.lang](report))
    return report.ok ? 0 : 1
  } catch (e) {
    const code = (e as { code?: string }).code
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR' && !(e instanceof SyntaxError)) throw e
    const message = (e as Error).message
    if (v.json) json({ error: code ? 'unreadable-file' : 'not-json', message })
    else deps.write(`${message}\n`)
    return 2
  } finally {
    await ledger?.close()
  }
}
