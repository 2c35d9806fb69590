import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { monthText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { exportSheet, markDay, readSheet } from '../api.ts'
import { halves, markKinds } from '../rules.ts'
import './sheet.css'

/** The days of a month, morning above afternoon: shape and sign, colour only for what is missing. */
const Days = ({ cells }: { cells: string }): ReactNode => {
  const { t } = useTranslation('attendance')
  const days = Array.from({ length: cells.length / 2 }, (_, i) => [cells[2 * i]!, cells[2 * i + 1]!] as const)
  const said = (c: string): string => t(`cell.${c === ' ' ? 'none' : c}`)
  return (
    <span className="at-days" role="img" aria-label={days.map((d, i) => `${i + 1}: ${said(d[0])} ${said(d[1])}`).join('; ')}>
      {days.map((d, i) => (
        <span key={`${i + 1}`} className="at-day" title={`${i + 1}: ${said(d[0])} / ${said(d[1])}`}>
          <small>{i + 1}</small>
          {d.map((c, k) => (
            <b key={halves[k]} data-cell={c}>
              {c === ' ' ? '' : t(`sign.${c}`)}
            </b>
          ))}
        </span>
      ))}
    </span>
  )
}

const months = (today: string): string[] =>
  Array.from({ length: 13 }, (_, i) => {
    const n = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + 1 - i
    return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`
  })

/** Month sheet of a team: what is owed by shift and calendar, what was worked, leave and exceptions. */
const Sheet = (): ReactNode => {
  const { t } = useTranslation('attendance')
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const mark = useAct(markDay)
  const [open, setOpen] = useState(false)
  const day = (n: number): string => String(n / 2)
  return (
    <>
      <ListPage
        name="attendance"
        title={t('title')}
        endpoint={readSheet}
        rowKey={(r) => r.personId}
        above={<p className="bw-lead">{t('lead')}</p>}
        filters={[
          { key: 'month', kind: 'choice', label: t('month'), options: months(todayText()).map((m) => ({ value: m, label: monthText(m) })) },
          { key: 'q', kind: 'text', label: t('q') },
        ]}
        columns={[
          { key: 'name', title: t('name'), render: (r) => <PersonName name={r.name} note={r.team} /> },
          { key: 'shift', title: t('shift'), render: (r) => r.shift ?? t('ordinary') },
          { key: 'due', title: t('due'), align: 'end', render: (r) => day(r.due) },
          { key: 'worked', title: t('worked'), align: 'end', render: (r) => day(r.worked) },
          { key: 'leave', title: t('onLeave'), align: 'end', render: (r) => day(r.leave) },
          { key: 'absent', title: t('mark.absent'), align: 'end', render: (r) => day(r.absent) },
          { key: 'late', title: t('lateTimes'), align: 'end', render: (r) => r.late },
          { key: 'extra', title: t('mark.extra'), align: 'end', render: (r) => day(r.extra) },
          { key: 'days', title: t('days'), render: (r) => <Days cells={r.cells} /> },
        ]}
        exportFrom={exportSheet}
        acts={[
          { key: 'mark', label: t('markDay'), can: may('attendance.lead'), run: () => setOpen(true) },
          { key: 'leaves', label: t('leaves'), can: true, run: () => go('/attendance/leaves') },
          { key: 'shifts', label: t('shifts'), can: true, run: () => go('/attendance/shifts') },
          { key: 'marks', label: t('marks'), can: true, run: () => go('/attendance/marks') },
        ]}
        empty={t('none')}
      />
      <FormDrawer
        title={t('markDay')}
        lead={t('markLead')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { name: 'personId', kind: 'own', label: t('name'), required: true, input: (o) => <PersonPicker {...o} side="contractor" /> },
          { name: 'onDate', kind: 'date', label: t('day'), required: true, max: todayText() },
          {
            name: 'half',
            kind: 'radio',
            label: t('halfOf'),
            required: true,
            options: halves.map((h) => ({ value: h, label: t(`half.${h}`) })),
          },
          {
            name: 'kind',
            kind: 'radio',
            label: t('what'),
            required: true,
            options: markKinds.map((k) => ({ value: k, label: t(`mark.${k}`) })),
          },
          { name: 'note', kind: 'longtext', label: t('note'), max: 300 },
        ]}
        initial={{ onDate: todayText(), half: 'am', kind: 'absent' }}
        codes={{
          'mark-off-day': 'onDate',
          'mark-twice': 'onDate',
          'mark-on-leave': 'onDate',
          'mark-too-old': 'onDate',
          'mark-in-future': 'onDate',
          'mark-working-time': 'kind',
          'not-yourself': 'personId',
        }}
        submit={async (v) => {
          await mark.mutateAsync({ body: { ...v, note: v.note ?? '' } as unknown as z.input<typeof markDay.body & z.ZodType> })
          tell.done(t('saved'))
        }}
      />
    </>
  )
}
export default Sheet
