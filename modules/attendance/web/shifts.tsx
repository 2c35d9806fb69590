import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { EngagementPicker, PersonPicker } from '../../organisations/web/public.tsx'
import { giveShift, listShifts, makeShift } from '../api.ts'
import { shiftDays } from '../rules.ts'

type Row = Reply<typeof listShifts>['items'][number]
/** Shifts, and who works which from a day on. */
const Shifts = (): ReactNode => {
  const { t } = useTranslation('attendance')
  const may = useMay()
  const tell = useTell()
  const [make, give] = [useAct(makeShift), useAct(giveShift)]
  const [open, setOpen] = useState<'make' | Row | null>(null)
  return (
    <>
      <ListPage
        name="shifts"
        title={t('shifts')}
        endpoint={listShifts}
        rowKey={(r) => r.id}
        above={<p className="bw-lead">{t('shiftsLead')}</p>}
        columns={[
          { key: 'name', title: t('shift'), render: (r) => r.name },
          { key: 'when', title: t('halfOf'), render: (r) => (r.am && r.pm ? t('wholeDay') : t(`half.${r.am ? 'am' : 'pm'}`)) },
          { key: 'days', title: t('days'), render: (r) => t(`shiftDays.${r.days}`) },
          { key: 'people', title: t('people'), align: 'end', render: (r) => r.people },
          { key: 'engagement', title: t('engagement'), render: (r) => r.engagement },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar size="small" acts={[{ key: 'give', label: t('give'), can: may('attendance.lead'), run: () => setOpen(r) }]} />
            ),
          },
        ]}
        acts={[{ key: 'make', label: t('makeShift'), primary: true, can: may('attendance.lead'), run: () => setOpen('make') }]}
        empty={t('noShifts')}
      />
      <FormDrawer
        title={t('makeShift')}
        open={open === 'make'}
        close={() => setOpen(null)}
        fields={[
          { name: 'engagementId', kind: 'own', label: t('engagement'), required: true, input: (o) => <EngagementPicker {...o} /> },
          { name: 'name', kind: 'text', label: t('shift'), required: true, max: 60 },
          { name: 'am', kind: 'switch', label: t('half.am') },
          { name: 'pm', kind: 'switch', label: t('half.pm') },
          {
            name: 'days',
            kind: 'radio',
            label: t('days'),
            required: true,
            options: shiftDays.map((d) => ({ value: d, label: t(`shiftDays.${d}`) })),
          },
        ]}
        initial={{ am: true, pm: true, days: 'workdays' }}
        codes={{ 'shift-taken': 'name', 'shift-empty': 'am', 'engagement-unknown': 'engagementId' }}
        submit={async (v) => {
          await make.mutateAsync({
            body: { ...v, am: v.am === true, pm: v.pm === true } as unknown as z.input<typeof makeShift.body & z.ZodType>,
          })
          tell.done(t('saved'))
        }}
      />
      <FormDrawer
        title={t('give')}
        open={open !== null && open !== 'make'}
        close={() => setOpen(null)}
        fields={[
          { name: 'personId', kind: 'own', label: t('name'), required: true, input: (o) => <PersonPicker {...o} side="contractor" /> },
          { name: 'fromDate', kind: 'date', label: t('fromDate'), required: true, min: todayText() },
        ]}
        initial={{ fromDate: todayText() }}
        codes={{ 'person-not-in-engagement': 'personId', 'shift-in-past': 'fromDate' }}
        submit={async (v) => {
          if (open === null || open === 'make') return
          await give.mutateAsync({ params: { id: open.id }, body: v as z.input<typeof giveShift.body & z.ZodType> })
          tell.done(t('saved'))
        }}
      />
    </>
  )
}
export default Shifts
