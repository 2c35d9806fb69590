import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Who } from '../organisations/rules/authority.ts'
import { courtRoles, systemRoles } from '../organisations/rules/roles.ts'
import { factKinds, factStands, mayRecord, type NewFact, whyMissing } from './rules.ts'

const times = { today: '2026-09-21', recordsCheckFrom: '2026-06-21', vettingUntil: '2027-09-20' }
const fact = (f: Partial<NewFact>): NewFact => ({ kind: 'vetting', passed: true, onDate: '2026-09-21', ...f })

describe('facts', () => {
  it('gives a vetting one year and no more', () => {
    expect(factStands(fact({}), times)).toEqual({ ok: true, validUntil: '2027-09-20' })
    expect(factStands(fact({ validUntil: '2027-03-31' }), times)).toEqual({ ok: true, validUntil: '2027-03-31' })
    expect(factStands(fact({ validUntil: '2027-09-21' }), times)).toEqual({ ok: false, code: 'vetting-too-long' })
    expect(factStands(fact({ passed: false }), times)).toEqual({ ok: true, validUntil: null })
  })
  it('takes a records check of three months, not a day more', () => {
    const check = fact({ kind: 'recordsCheck', reference: '证字1号' })
    expect(factStands({ ...check, onDate: '2026-06-21' }, times).ok).toBe(true)
    expect(factStands({ ...check, onDate: '2026-06-20' }, times)).toEqual({ ok: false, code: 'records-check-old' })
    expect(factStands({ ...check, reference: null }, times)).toEqual({ ok: false, code: 'reference-required' })
    expect(factStands({ ...check, passed: false, reference: null }, times).ok).toBe(true)
  })
  it('counts half days for training only', () => {
    expect(factStands(fact({ kind: 'training' }), times)).toEqual({ ok: false, code: 'half-days-required' })
    expect(factStands(fact({ kind: 'training', halfDays: 2 }), times)).toEqual({ ok: false, code: 'topics-required' })
    expect(factStands(fact({ kind: 'training', halfDays: 2, topics: ['secrecy'] }), times).ok).toBe(true)
    expect(factStands(fact({ kind: 'nda', halfDays: 2 }), times)).toEqual({ ok: false, code: 'half-days-not-here' })
    expect(factStands(fact({ kind: 'nda', passed: false }), times)).toEqual({ ok: false, code: 'outcome-not-here' })
  })
  it('never takes a fact of the future', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...factKinds.filter((k) => k !== 'veto')),
        fc.boolean(),
        (kind, passed) =>
          void expect(
            factStands(fact({ kind, passed, onDate: '2026-09-22', halfDays: kind === 'training' ? 1 : null, reference: 'x' }), times),
          ).toEqual({ ok: false, code: 'fact-in-future' }),
      ),
    )
  })
})

describe('who records', () => {
  const whom = { id: 9, contractorId: 7 }
  const who = (side: Who['side'], role: string, contractorId: number | null = null, personId = 1): Who => ({
    personId,
    side,
    roles: [role],
    contractorId,
  })
  it('is the whole table', () => {
    const allowed = (w: Who): string[] => factKinds.filter((k) => mayRecord(w, whom, k).ok)
    for (const r of courtRoles)
      expect(allowed(who('court', r))).toEqual(
        ['trialManagement', 'commissioner', 'responsibleDepartment'].includes(r) ? ['vetting', 'training', 'registration', 'veto'] : [],
      )
    for (const r of systemRoles) expect(allowed(who('system', r))).toEqual([])
    expect(allowed(who('contractor', 'hr', 7))).toEqual(['education', 'recordsCheck', 'labourContract', 'training'])
    expect(allowed(who('contractor', 'hr', 8))).toEqual([])
    for (const r of ['projectManager', 'teamLead', 'operator', 'finance']) expect(allowed(who('contractor', r, 7))).toEqual([])
  })
  it('is never the person himself', () => {
    for (const k of factKinds) expect(mayRecord(who('contractor', 'hr', 7, 9), whom, k)).toEqual({ ok: false, code: 'not-yourself' })
  })
})

it('says why an item is missing', () => {
  expect(whyMissing('vetting', true, null)).toBe(null)
  expect(whyMissing('vetting', false, null)).toBe('absent')
  expect(whyMissing('vetting', false, { passed: false })).toBe('failed')
  expect(whyMissing('vetting', false, { passed: true })).toBe('expired')
  expect(whyMissing('training', false, { passed: true })).toBe('too-few')
  expect(whyMissing('veto', false, { passed: false })).toBe('vetoed')
})
