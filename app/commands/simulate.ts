import { parseArgs } from 'node:util'
import { type Environment, prepare } from '../serve.ts'
import { makeDemo } from '../../tools/simulate/demo.ts'

const whole = (name: string, text: string | undefined, from: number, to: number): number | undefined => {
  if (text === undefined) return undefined
  const n = Number(text)
  if (!Number.isInteger(n) || n < from || n > to)
    throw Object.assign(new Error(`--${name}: ${from} … ${to}`), { code: 'ERR_PARSE_ARGS_RANGE' })
  return n
}

/** `bailiwick simulate`: the demo court in an empty data directory; prints what was made. */
export const simulateCommand = async (args: string[], env: Environment): Promise<void> => {
  const { values } = parseArgs({
    args,
    options: { seed: { type: 'string' }, cases: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } },
  })
  const seed = whole('seed', values.seed, 0, 2 ** 31 - 1)
  const cases = whole('cases', values.cases, 1, 20_000)
  const days = whole('days', values.days, 1, 260)
  const prepared = await prepare(env, () => {})
  try {
    const made = await makeDemo(prepared, {
      ...(seed === undefined ? {} : { seed }),
      ...(cases === undefined ? {} : { cases }),
      ...(days === undefined ? {} : { days }),
      onDay: (day, of) => (values.json ? undefined : void process.stderr.write(`\r${day}/${of} `)),
    })
    process.stdout.write(`${values.json ? '' : '\n'}${JSON.stringify(made, null, values.json ? 0 : 2)}\n`)
  } finally {
    await prepared.close()
  }
}
