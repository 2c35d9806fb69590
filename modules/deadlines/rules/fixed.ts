import type { Temporal } from 'temporal-polyfill'
import { countPeriod, type Unit } from './counting.ts'
import { day, flag } from './fields.ts'
import { type AnyRule, CURRENT, type Group, rule, type Text } from './shape.ts'

interface FixedPeriod {
  id: string
  group: Group
  title: Text
  basis: readonly string[]
  /** Name of the start day. */
  from: Text
  amount: number
  unit?: Unit
  /** Days for a party without domicile in China (民诉285, 286), with the article that says so. */
  abroad?: { amount: number; basis: string }
}

/** A limit that is one fixed period from one day: most of the law's limits. */
export const fixedPeriod = (f: FixedPeriod): AnyRule => {
  const unit = f.unit ?? 'day'
  const common = { id: f.id, group: f.group, title: f.title, versions: [CURRENT], rolls: true }
  const from = day(f.from.zh, f.from.en)
  if (!f.abroad) {
    return rule({
      ...common,
      basis: [...f.basis, '民诉85'],
      fields: { from },
      compute: (i, calendar) => {
        const counted = countPeriod({ from: i.from, amount: f.amount, unit }, calendar)
        return { due: counted.last, steps: counted.steps }
      },
    })
  }
  const abroad = f.abroad
  return rule({
    ...common,
    basis: [...f.basis, abroad.basis, '民诉85'],
    fields: { from, abroad: flag('当事人在中国领域内没有住所', 'Party has no domicile in China') },
    compute: (i: { from: Temporal.PlainDate; abroad: boolean }, calendar) => {
      const counted = countPeriod({ from: i.from, amount: i.abroad ? abroad.amount : f.amount, unit }, calendar)
      return { due: counted.last, steps: counted.steps, basis: i.abroad ? [abroad.basis, '民诉85'] : [...f.basis, '民诉85'] }
    },
  })
}
