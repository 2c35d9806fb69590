import type { TFunction } from 'i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { halves, usualTimes } from '../rules.ts'
import { clockOf } from './words.tsx'

export const sessionFields = (t: TFunction): Field[] => [
  { name: 'onDate', kind: 'date', label: t('training:date'), required: true, min: todayText() },
  { name: 'place', kind: 'text', label: t('training:place'), required: true, max: 200 },
  {
    name: 'held',
    kind: 'checks',
    label: t('training:held'),
    required: true,
    options: halves.map((h) => ({ value: h, label: t(`training:half.${h}`) })),
  },
  { name: 'capacity', kind: 'number', label: t('training:capacity'), required: true, min: 1, max: 1000 },
  ...halves.flatMap((h): Field[] => {
    const when = (v: Record<string, unknown>): boolean => ((v.held as string[] | undefined) ?? []).includes(h)
    return (['from', 'until'] as const).map((edge) => ({
      name: `${h}-${edge}`,
      kind: 'text' as const,
      label: `${t(`training:half.${h}`)} ${t(`training:${edge}`)}`,
      required: true,
      figures: true,
      max: 5,
      placeholder: usualTimes[h][edge],
      when,
    }))
  }),
  {
    name: 'teacherId',
    kind: 'own',
    label: t('training:teacherId'),
    hint: t('training:teacherHint'),
    keepNull: true,
    input: (o) => <PersonPicker {...o} />,
  },
  { name: 'teacherName', kind: 'text', label: t('training:teacherName'), max: 100, when: (v) => !v.teacherId },
]
export const sessionStart = {
  onDate: todayText(),
  held: ['morning', 'afternoon'],
  capacity: 30,
  ...Object.fromEntries(
    halves.flatMap((h) => [
      [`${h}-from`, usualTimes[h].from],
      [`${h}-until`, usualTimes[h].until],
    ]),
  ),
}
interface Held {
  onDate: string
  place: string
  capacity: number
  teacherId: number | null
  teacher: string
  morning: { from: string; until: string } | null
  afternoon: { from: string; until: string } | null
}
/** A session as the form shows it. */
export const sessionValues = (s: Held): Record<string, unknown> => ({
  ...sessionStart,
  onDate: s.onDate,
  place: s.place,
  capacity: s.capacity,
  teacherId: s.teacherId ?? undefined,
  teacherName: s.teacherId ? '' : s.teacher,
  held: halves.filter((h) => s[h]),
  ...Object.fromEntries(
    halves.flatMap((h) =>
      s[h]
        ? [
            [`${h}-from`, clockOf(s[h].from)],
            [`${h}-until`, clockOf(s[h].until)],
          ]
        : [],
    ),
  ),
})
/** What the form says, as the server takes it. */
export const sessionBody = (v: Record<string, unknown>) => {
  const held = (v.held as string[] | undefined) ?? []
  const time = (h: (typeof halves)[number]) =>
    held.includes(h) ? { from: String(v[`${h}-from`] ?? ''), until: String(v[`${h}-until`] ?? '') } : null
  return {
    onDate: String(v.onDate),
    place: String(v.place),
    capacity: Number(v.capacity),
    teacherId: (v.teacherId as number | undefined) ?? null,
    teacherName: String(v.teacherName ?? ''),
    morning: time('morning'),
    afternoon: time('afternoon'),
  }
}
export const sessionCodes = {
  'session-in-past': 'onDate',
  'no-half-day': 'held',
  'times-reversed': 'held',
  'teacher-required': 'teacherName',
  'teacher-unknown': 'teacherId',
  'session-full': 'capacity',
}
