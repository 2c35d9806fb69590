import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { enterLeave, listLeaves } from '../api.ts'
import { enteredKinds, leaveStates } from '../rules.ts'
import { leaveTone, spanCodes, spanFields, SpanText } from './shown.tsx'

/** My leave; for those who lead or supervise people, theirs too. */
const Leaves = (): ReactNode => {
  const { t } = useTranslation('attendance')
  const may = useMay()
  const me = useMe()
  const go = useGo()
  const tell = useTell()
  const enter = useAct(enterLeave)
  const [open, setOpen] = useState(false)
  return (
    <>
      <ListPage
        name="leaves"
        title={t('leaves')}
        endpoint={listLeaves}
        rowKey={(r) => r.id}
        open={(r) => `/attendance/leaves/${r.id}`}
        above={<p className="bw-lead">{t('leavesLead')}</p>}
        filters={[
          { key: 'state', kind: 'choice', label: t('state'), options: leaveStates.map((s) => ({ value: s, label: t(`states.${s}`) })) },
          { key: 'running', kind: 'choice', label: t('now'), options: [{ value: 'yes', label: t('running') }] },
          { key: 'mine', kind: 'choice', label: t('whose'), options: [{ value: 'yes', label: t('mineOnly') }] },
        ]}
        columns={[
          { key: 'name', title: t('name'), render: (r) => <PersonName name={r.name} note={null} /> },
          { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
          { key: 'span', title: t('span'), render: (r) => <SpanText of={r} /> },
          { key: 'days', title: t('daysOf'), align: 'end', render: (r) => r.halfDays / 2 },
          {
            key: 'state',
            title: t('state'),
            render: (r) => <StateTag tone={leaveTone(r)}>{r.running ? t('running') : t(`states.${r.state}`)}</StateTag>,
          },
          { key: 'decided', title: t('decidedBy'), render: (r) => r.decidedBy ?? '—' },
        ]}
        acts={[
          { key: 'ask', label: t('ask'), primary: true, can: me.side === 'contractor', run: () => go('/attendance/leaves/new') },
          { key: 'enter', label: t('enter'), can: may('attendance.lead'), run: () => setOpen(true) },
        ]}
        empty={t('noLeaves')}
      />
      <FormDrawer
        title={t('enter')}
        lead={t('enterLead')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { name: 'personId', kind: 'own', label: t('name'), required: true, input: (o) => <PersonPicker {...o} side="contractor" /> },
          {
            name: 'kind',
            kind: 'choice',
            label: t('kindOf'),
            required: true,
            options: enteredKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })),
          },
          ...spanFields(t),
        ]}
        initial={{ kind: 'sick', fromDate: todayText(), fromHalf: 'am', untilHalf: 'pm' }}
        codes={{ ...spanCodes, 'not-yourself': 'personId' }}
        submit={async (v) => {
          await enter.mutateAsync({ body: v as z.input<typeof enterLeave.body & z.ZodType> })
          tell.done(t('entered'))
        }}
      />
    </>
  )
}
export default Leaves
