import type { Ctx } from '../../../platform/http/context.ts'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type { PartyInput } from '../api.ts'
import { spell } from '../pinyin.ts'
import { maskPaper, maskPhone, readPaper, type PaperKind } from '../rules/identity.ts'
import { tidyNumber } from '../../organisations/rules/identity.ts'
import { nameGrams, tidyName } from '../rules/names.ts'

export const PAPER = 'cases.party.id_no'
export const PHONE = 'cases.party.phone'

export const todayOf = (ctx: Ctx): string => ctx.now.toZonedDateTimeISO(ZONE).toPlainDate().toString()

/** Names as they are stored and found. */
export const nameColumns = (name: string, kind: 'natural' | 'organisation') => {
  const shown = tidyName(name)
  const spelling = spell(shown, kind)
  return { name: shown, name_grams: nameGrams(shown), pinyin: spelling.full, initials: spelling.initials }
}

/** A checked paper, sealed for the court, hashed for exact search, masked for eyes (个保法: no more than the task needs). */
export const sealPaper = (ctx: Pick<Ctx, 'app'>, courtId: number, kind: PaperKind, text: string) => ({
  id_kind: kind as string,
  id_no_sealed: ctx.app.keys.encrypt(text, { courtId, purpose: PAPER }).toString('base64'),
  id_no_hash: ctx.app.keys.blindIndex(text, { courtId, purpose: PAPER }),
  id_no_masked: maskPaper(kind, text),
})
export const sealPhone = (ctx: Pick<Ctx, 'app'>, courtId: number, text: string) => ({
  phone_sealed: ctx.app.keys.encrypt(text, { courtId, purpose: PHONE }).toString('base64'),
  phone_masked: maskPhone(text),
})
export const openPhone = (ctx: Pick<Ctx, 'app'>, courtId: number, sealed: string): string =>
  ctx.app.keys.decryptText(Buffer.from(sealed, 'base64'), { courtId, purpose: PHONE })
export const openPaper = (ctx: Pick<Ctx, 'app'>, courtId: number, sealed: string): string =>
  ctx.app.keys.decryptText(Buffer.from(sealed, 'base64'), { courtId, purpose: PAPER })

/** The columns a (partial) input sets. Fail: the reason of the paper or phone, at `field`. */
export const partyColumns = (
  ctx: Ctx,
  input: Partial<PartyInput>,
  kind: 'natural' | 'organisation',
  oldPaperKind: string | null = null,
) => {
  const courtId = ctx.actor.courtId!
  const row: Record<string, unknown> = {}
  const plain = {
    role: 'role',
    kind: 'kind',
    sex: 'sex',
    birthOn: 'birth_on',
    ethnicity: 'ethnicity',
    job: 'job',
    employer: 'employer',
    residence: 'residence',
    representative: 'representative',
    representativeTitle: 'representative_title',
    representsId: 'represents_id',
    authority: 'authority',
    firm: 'firm',
    licence: 'licence',
    eServiceConsent: 'e_service_consent',
    eServiceAddress: 'e_service_address',
    serviceAddress: 'service_address',
    serviceAddressConfirmedOn: 'service_address_confirmed_on',
    serviceAgent: 'service_agent',
  } as const
  for (const [key, column] of Object.entries(plain)) {
    const value = input[key as keyof PartyInput]
    if (value !== undefined) row[column] = value === '' ? null : value
  }
  if (input.name !== undefined) Object.assign(row, nameColumns(input.name, kind))
  if (input.paper !== undefined) {
    if (!input.paper) Object.assign(row, { id_kind: null, id_no_sealed: null, id_no_hash: null, id_no_masked: null })
    else {
      const paperKind = input.paperKind ?? oldPaperKind
      if (!paperKind) throw new Fail('paper-kind-missing', 422, { field: 'paperKind' })
      const paper = readPaper(paperKind as PaperKind, input.paper, todayOf(ctx))
      if (!paper.ok) throw new Fail(paper.code, 422, { field: 'paper' })
      Object.assign(row, sealPaper(ctx, courtId, paper.kind, paper.text))
      // The number says birth and sex itself; what was typed beside it does not count.
      if (paper.resident) Object.assign(row, { birth_on: paper.resident.birth, sex: paper.resident.sex })
    }
  }
  if (input.phone !== undefined) {
    if (!input.phone) Object.assign(row, { phone_sealed: null, phone_masked: null })
    else {
      const phone = tidyNumber(input.phone)
      if (!/^\+?\d{5,20}$/.test(phone)) throw new Fail('phone-shape', 422, { field: 'phone' })
      Object.assign(row, sealPhone(ctx, courtId, phone))
    }
  }
  return row
}
