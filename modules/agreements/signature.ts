import sharp from 'sharp'
import { sniff } from '../../platform/files/sniff.ts'
import { Fail } from '../../platform/http/problems.ts'
import { SIGNATURE_BYTES, SIGNATURE_HEIGHT, SIGNATURE_INK, SIGNATURE_WIDTH } from './rules.ts'

/**
 * The drawn name as our own small picture: what came is judged by its bytes, decoded within bounds and written anew, so that nothing but its points is kept.
 * Fail: signature-too-large, signature-kind, signature-empty.
 */
export const readSignature = async (base64: string): Promise<Buffer> => {
  const bytes = Buffer.from(base64.replace(/^data:image\/png;base64,/, ''), 'base64')
  if (bytes.length > SIGNATURE_BYTES) throw new Fail('signature-too-large', 422, { field: 'signature' })
  const isPng = (): boolean => {
    try {
      return sniff(bytes).kind === 'png'
    } catch {
      return false
    }
  }
  if (!isPng()) throw new Fail('signature-kind', 422, { field: 'signature' })
  // The size the header claims is judged before anything is unpacked.
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (width > SIGNATURE_WIDTH || height > SIGNATURE_HEIGHT || width === 0 || height === 0)
    throw new Fail('signature-too-large', 422, { field: 'signature' })
  try {
    const grey = sharp(bytes, { limitInputPixels: SIGNATURE_WIDTH * SIGNATURE_HEIGHT, failOn: 'error' })
      .flatten({ background: '#ffffff' })
      .greyscale()
    const { data } = await grey.clone().raw().toBuffer({ resolveWithObject: true })
    if (data.reduce((n, v) => n + (v < 140 ? 1 : 0), 0) < SIGNATURE_INK) throw new Fail('signature-empty', 422, { field: 'signature' })
    return await grey.png({ compressionLevel: 9 }).toBuffer()
  } catch (e) {
    if (e instanceof Fail) throw e
    throw new Fail('signature-kind', 422, { field: 'signature' })
  }
}
