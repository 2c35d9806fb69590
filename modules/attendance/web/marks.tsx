import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listMarks, voidMark } from '../api.ts'

/** What was entered besides the shift: absence, lateness, extra work; taken back with a reason, never changed. */
const Marks = (): ReactNode => {
  const { t } = useTranslation('attendance')
  const tell = useTell()
  const takeBack = useAct(voidMark)
  const [open, setOpen] = useState<number | null>(null)
  return (
    <>
      <ListPage
        name="attendance.marks"
        title={t('marks')}
        endpoint={listMarks}
        rowKey={(r) => r.id}
        columns={[
          { key: 'name', title: t('name'), render: (r) => r.name },
          { key: 'day', title: t('day'), render: (r) => `${dateText(r.onDate)} ${t(`half.${r.half}`)}` },
          {
            key: 'kind',
            title: t('what'),
            render: (r) => (
              <StateTag tone={r.void ? 'closed' : r.kind === 'extra' ? 'plain' : 'late'}>
                {r.void ? t('voided') : t(`mark.${r.kind}`)}
              </StateTag>
            ),
          },
          { key: 'note', title: t('note'), render: (r) => r.note || '—' },
          { key: 'by', title: t('by'), render: (r) => r.by },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar
                size="small"
                acts={[{ key: 'void', label: t('takeBack'), can: r.can.void.ok, danger: true, run: () => setOpen(r.id) }]}
              />
            ),
          },
        ]}
        empty={t('noMarks')}
      />
      <FormDrawer
        title={t('takeBack')}
        open={open !== null}
        close={() => setOpen(null)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 300 }]}
        submitLabel={t('takeBack')}
        submit={async (v) => {
          if (open === null) return
          await takeBack.mutateAsync({ params: { id: open }, body: { reason: String(v.reason) } })
          tell.done(t('saved'))
        }}
      />
    </>
  )
}
export default Marks
