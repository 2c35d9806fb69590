import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { dateText, DueTag, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { assign, listTasks } from '../../worklist/api.ts'
import { approveLeave, endLeave, readLeave, refuseLeave, withdrawLeave } from '../api.ts'
import { leaveTone, SpanText } from './shown.tsx'

type Act = 'approve' | 'refuse' | 'end'

/** What he has in hand, given task by task to a stand-in: each by the rules of assigning (admission, exposure, service), never grants in bulk. */
const InHand = ({ personId }: { personId: number }): ReactNode => {
  const { t } = useTranslation('attendance')
  const tell = useTell()
  const { data } = useCall(listTasks, { query: { scope: 'team', assigneeId: personId, limit: 100 } })
  const give = useAct(assign)
  const one = async (taskId: number, to: unknown): Promise<void> => {
    if (typeof to !== 'number') return
    await give.mutateAsync({ body: { taskIds: [taskId], personId: to } })
    tell.done(t('handedOver'))
  }
  return (
    <Panel title={t('inHand')} wide>
      <p className="bw-quiet">{t('inHandLead')}</p>
      <Lines
        rows={data?.items.map((k) => ({
          key: k.id,
          what: (
            <>
              <Go to={`/tasks/${k.id}`}>{language() === 'zh' ? k.nameZh : k.nameEn}</Go>{' '}
              <span className="bw-quiet bw-figures">{k.caseNumber ?? ''}</span> <DueTag due={k.dueAt} />
            </>
          ),
          stands: (
            <span style={{ display: 'inline-block', width: 220 }}>
              <PersonPicker
                side="contractor"
                role={k.role as 'operator'}
                size="small"
                placeholder={t('giveTo')}
                onChange={(v) => void one(k.id, v).catch((e: unknown) => tell.refused(e))}
              />
            </span>
          ),
        }))}
        none={t('nothingInHand')}
      />
    </Panel>
  )
}

const LeaveRecord = (): ReactNode => {
  const { t } = useTranslation('attendance')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const may = useMay()
  const { data, error, refetch } = useCall(readLeave, { params: { id } })
  const [open, setOpen] = useState<Act | null>(null)
  const turns = { approve: useAct(approveLeave), refuse: useAct(refuseLeave), end: useAct(endLeave) }
  const withdraw = useAct(withdrawLeave)
  const revision = data?.revision ?? 0
  const hand =
    data &&
    may('attendance.lead') &&
    may('worklist.work') &&
    (data.state === 'asked' || (data.state === 'approved' && !data.running)) &&
    data.can.withdraw.ok === false
  return (
    <>
      <RecordPage
        kind={{ label: t('leaves'), to: '/attendance/leaves' }}
        title={data ? `${data.name} · ${t(`kind.${data.kind}`)}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={leaveTone(data)}>{data.running ? t('running') : t(`states.${data.state}`)}</StateTag> : null}
        acts={[
          { key: 'approve', label: t('act.approve'), primary: true, can: data?.can.approve.ok, run: () => setOpen('approve') },
          { key: 'refuse', label: t('act.refuse'), can: data?.can.refuse.ok, run: () => setOpen('refuse') },
          { key: 'end', label: data?.running ? t('act.back') : t('act.cancel'), can: data?.can.end.ok, run: () => setOpen('end') },
          {
            key: 'withdraw',
            label: t('act.withdraw'),
            can: data?.can.withdraw.ok,
            run: async () => {
              await withdraw.mutateAsync({ params: { id }, revision, body: {} })
              tell.done(t('saved'))
            },
          },
        ]}
        facts={
          data
            ? [
                { key: 'span', label: t('span'), value: <SpanText of={data} /> },
                { key: 'days', label: t('daysOf'), value: data.halfDays / 2 },
                { key: 'access', label: t('noAccess'), value: `${timeText(data.fromAt)} — ${timeText(data.untilAt)}` },
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'asked', label: t('askedBy'), value: `${data.askedBy} · ${timeText(data.askedAt)}` },
                ...(data.decidedBy
                  ? [{ key: 'decided', label: t('decidedBy'), value: `${data.decidedBy} · ${timeText(data.decidedAt)}` }]
                  : []),
                ...(data.endedAt ? [{ key: 'ended', label: t('endedAt'), value: timeText(data.endedAt) }] : []),
                ...(data.reason ? [{ key: 'reason', label: t('reason'), value: data.reason, wide: true }] : []),
                ...(data.note ? [{ key: 'note', label: t('note'), value: data.note, wide: true }] : []),
              ]
            : []
        }
      />
      {hand ? <InHand personId={data.personId} /> : null}
      {open && data ? (
        <FormDrawer
          title={open === 'end' ? (data.running ? t('act.back') : t('act.cancel')) : t(`act.${open}`)}
          lead={open === 'approve' ? t('approveLead', { date: dateText(data.fromDate) }) : undefined}
          open
          close={() => setOpen(null)}
          fields={[
            { name: 'note', kind: 'longtext', label: open === 'refuse' ? t('reason') : t('note'), required: open === 'refuse', max: 500 },
          ]}
          submitLabel={open === 'end' ? (data.running ? t('act.back') : t('act.cancel')) : t(`act.${open}`)}
          codes={{ 'reason-required': 'note' }}
          submit={async (v) => {
            await turns[open].mutateAsync({ params: { id }, revision, body: v.note ? { note: String(v.note) } : {} })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default LeaveRecord
