import { toBuffer } from 'bwip-js/node'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import type { Ctx } from '../../platform/http/context.ts'
import type { AccountRow } from './queries.ts'

const SEAL = { courtId: null, purpose: 'accounts.account.totp' } as const
const PERIOD = 30

const generator = (login: string, secret: Secret): TOTP =>
  new TOTP({ issuer: 'Bailiwick', label: login, algorithm: 'SHA1', digits: 6, period: PERIOD, secret })
const secretOf = (ctx: Ctx, sealed: string): Secret => Secret.fromBase32(ctx.app.keys.decryptText(Buffer.from(sealed, 'base64'), SEAL))

/** A new secret, kept sealed and unconfirmed; what the phone needs, as text and as a PNG data: URI. */
export const newSecret = async (ctx: Ctx, a: AccountRow): Promise<{ secret: string; uri: string; qr: string }> => {
  const secret = new Secret({ size: 20 })
  const sealed = ctx.app.keys.encrypt(secret.base32, SEAL).toString('base64')
  await sql`update accounts.account set totp_sealed = ${sealed}, totp_confirmed_at = null, totp_last_step = 0 where id = ${a.id}`.execute(
    ctx.tx,
  )
  const uri = generator(a.login, secret).toString()
  const png = await toBuffer({ bcid: 'qrcode', text: uri, scale: 4, padding: 4, backgroundcolor: 'FFFFFF' })
  return { secret: secret.base32, uri, qr: `data:image/png;base64,${png.toString('base64')}` }
}

/** One step either side of now; a step that was used (or an earlier one) is refused: a code seen over a shoulder is worth nothing. */
export const takeCode = async (ctx: Ctx, a: AccountRow, code: string): Promise<'ok' | 'wrong-code' | 'code-used'> => {
  if (!a.totpSealed) return 'wrong-code'
  const timestamp = ctx.now.epochMilliseconds
  const delta = generator(a.login, secretOf(ctx, a.totpSealed)).validate({ token: code.replaceAll(' ', ''), timestamp, window: 1 })
  if (delta === null) return 'wrong-code'
  const step = Math.floor(timestamp / 1000 / PERIOD) + delta
  const taken = await sql`update accounts.account set totp_last_step = ${step} where id = ${a.id} and totp_last_step < ${step}`.execute(
    ctx.tx,
  )
  return taken.numAffectedRows === 1n ? 'ok' : 'code-used'
}
/** The code of a moment; for tests and the demo's fixtures. */
export const codeAt = (base32: string, epochMilliseconds: number): string =>
  generator('-', Secret.fromBase32(base32)).generate({ timestamp: epochMilliseconds })
