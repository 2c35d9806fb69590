import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { importCalendarYear, listCalendarYears } from '../api.ts'

/** The years whose holidays are known; the next one is imported when the State Council has published it. */
const CalendarYears = (): ReactNode => {
  const { t } = useTranslation('duties')
  const tell = useTell()
  const { data, error, refetch } = useCall(listCalendarYears, {})
  const send = useAct(importCalendarYear)
  const [open, setOpen] = useState(false)
  useTitle(t('calendar.title'))
  return (
    <section>
      <header className="bw-head">
        <h1>{t('calendar.title')}</h1>
        <ActBar
          acts={data ? [{ key: 'import', label: t('calendar.import', { year: data.next }), primary: true, run: () => setOpen(true) }] : []}
        />
      </header>
      <p className="bw-lead">{t('calendar.lead')}</p>
      {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
      <div className="bw-sheet">
        <DataTable
          label={t('calendar.years')}
          rows={data?.years}
          rowKey={(r) => r.year}
          columns={[
            { key: 'year', title: t('calendar.year'), render: (r) => r.year },
            {
              key: 'source',
              title: t('calendar.source'),
              render: (r) => (
                <StateTag tone={r.imported ? 'done' : 'plain'}>{t(r.imported ? 'calendar.imported' : 'calendar.builtIn')}</StateTag>
              ),
            },
          ]}
        />
      </div>
      <FormDrawer
        title={t('calendar.import', { year: data?.next })}
        open={open}
        close={() => setOpen(false)}
        lead={t('calendar.lead')}
        fields={[
          {
            name: 'notice',
            kind: 'longtext',
            rows: 12,
            label: t('calendar.text'),
            hint: t('calendar.fileHint'),
            placeholder: `{"year": ${data?.next}, "days": [{"name": "元旦", "date": "${data?.next}-01-01", "isOffDay": true}]}`,
            required: true,
            max: 100_000,
          },
        ]}
        codes={{ 'calendar-malformed': 'notice', 'calendar-empty': 'notice', 'calendar-wrong-year': 'notice', 'year-published': 'notice' }}
        submit={async (v) => {
          const r = await send.mutateAsync({ body: { notice: String(v.notice) } })
          tell.done(t('calendar.done', r))
        }}
      />
    </section>
  )
}
export default CalendarYears
