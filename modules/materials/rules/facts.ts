import { parseCaseNumber } from '../../cases/rules/case-number.ts'
import { nameGrams, tidyName } from '../../cases/rules/names.ts'

/** The number as registers keep it, whatever brackets and widths were typed; what is no number is no fact. */
export const statedNumber = (text: string): string => {
  const read = parseCaseNumber(text)
  return read.ok ? read.text : ''
}
/** Names to look for, each with its pieces, once: sender (party or agent), the party named, the other side. */
export const wantedNames = (b: {
  senderName: string
  senderAs: string
  partyName: string
  opponentName: string
}): { as: string; name: string; grams: string[] }[] => {
  const all = [
    ...(b.senderAs === 'party' || b.senderAs === 'agent' ? [{ as: 'sender', name: b.senderName }] : []),
    { as: 'party', name: b.partyName },
    { as: 'opponent', name: b.opponentName },
  ].map((n) => ({ ...n, name: tidyName(n.name) }))
  return all
    .filter((n, at) => n.name.length > 1 && all.findIndex((o) => o.name === n.name) === at)
    .map((n) => ({ ...n, grams: nameGrams(n.name) }))
}
