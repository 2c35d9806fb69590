import type { Temporal } from 'temporal-polyfill'

/** One entry of a calendar feed; nothing in it names a person or a case. */
export interface FeedEntry {
  uid: string
  name: string
  text: string
  dueAt: Temporal.Instant
  remindAt: readonly Temporal.Instant[]
  changedAt: Temporal.Instant
  revision: number
  url: string
  cancelled: boolean
}

/** TEXT of RFC 5545 3.3.11. */
export const escapeText = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replace(/\r\n|\r|\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no control character may stand in a text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')

const encoder = new TextEncoder()
/** Lines of 75 octets at most (3.1), never cut within a character. */
export const fold = (line: string): string => {
  const lines: string[] = []
  let piece = ''
  let bytes = 0
  for (const char of line) {
    const width = encoder.encode(char).length
    if (bytes + width > (lines.length ? 74 : 75)) {
      lines.push(piece)
      piece = ''
      bytes = 0
    }
    piece += char
    bytes += width
  }
  return [...lines, piece].join('\r\n ')
}
const utc = (at: Temporal.Instant): string => at.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')

const entryLines = (e: FeedEntry): string[] => [
  'BEGIN:VEVENT',
  `UID:${e.uid}`,
  `DTSTAMP:${utc(e.changedAt)}`,
  `LAST-MODIFIED:${utc(e.changedAt)}`,
  `SEQUENCE:${e.revision}`,
  // A due time is a moment, not a span: it begins and ends there.
  `DTSTART:${utc(e.dueAt)}`,
  `SUMMARY:${escapeText(e.name)}`,
  `DESCRIPTION:${escapeText(e.text)}`,
  `URL:${e.url}`,
  `STATUS:${e.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  'TRANSP:TRANSPARENT',
  ...e.remindAt.flatMap((at) => [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapeText(e.name)}`,
    `TRIGGER;VALUE=DATE-TIME:${utc(at)}`,
    'END:VALARM',
  ]),
  'END:VEVENT',
]
/** A calendar of RFC 5545, every moment in UTC, so that no time zone has to be described. */
export const calendarText = (name: string, entries: readonly FeedEntry[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Bailiwick//Duties//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...entries.flatMap(entryLines),
    'END:VCALENDAR',
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join('')
