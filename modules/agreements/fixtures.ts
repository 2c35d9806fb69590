import sharp from 'sharp'
import type { Ctx } from '../../platform/http/context.ts'
import { todayOf } from '../organisations/public.ts'
import { keepSigning, outsourced, paperFor } from './commands/sign.ts'

/** A drawn name, made up; PNG. */
export const drawnName = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="160"><path d="M30 110 C70 20 90 20 110 100 S170 130 190 50 S260 30 270 105 S340 120 370 45 L430 110" fill="none" stroke="#111" stroke-width="6" stroke-linecap="round"/></svg>',
    ),
  )
    .flatten({ background: '#fff' })
    .greyscale()
    .png()
    .toBuffer()

/** Signs the agreement for a made-up person as the platform (demo, tests), through the same text, row and fact as a real signature. */
export const signedAgreement = async (ctx: Ctx, personId: number, o: { signedOn?: string } = {}): Promise<number> => {
  const person = await outsourced(ctx, personId)
  const signedOn = o.signedOn ?? todayOf(ctx)
  const p = await paperFor(ctx, person, 'nda', null, signedOn)
  const { sha256 } = await ctx.app.files.put(ctx.actor.courtId!, await drawnName())
  return (await keepSigning(ctx, p, { route: 'screen', state: 'signed', signedOn, typedName: person.name, signatureSha256: sha256 })).id
}
