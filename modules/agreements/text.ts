import { createHash } from 'node:crypto'
import type { Ctx } from '../../platform/http/context.ts'
import { citationAt } from '../laws/public.ts'
import { citationsOf, type Field, fill } from './rules.ts'

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

/**
 * The exact text of an agreement on a day: names filled in, laws cited as the register has them then (5.1). `marks`: citations somebody has to look at.
 */
export const composeText = async (
  ctx: Ctx,
  body: string,
  values: Readonly<Partial<Record<Field, string>>>,
  on: string,
): Promise<{ body: string; bodySha256: string; marks: string[] }> => {
  const found = new Map<string, string>()
  const marks: string[] = []
  for (const c of citationsOf(body)) {
    const cited = await citationAt(ctx, c.law, c.article, on)
    found.set(`${c.law}#${c.article}`, cited?.zh ?? `《${c.law}》`)
    if (!cited) marks.push(`${c.law}#${c.article}`)
    else if (cited.marks.some((m) => m !== 'undated')) marks.push(cited.zh)
  }
  const text = fill(body, values, (c) => found.get(`${c.law}#${c.article}`) ?? c.law)
  return { body: text, bodySha256: sha256(text), marks }
}
