import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline, type TimelineEntry } from '../../../platform/ui/timeline.tsx'
import { citation } from '../../deadlines/rules/citations.ts'
import { feePaid, type Filing, readFiling, supplementArrived, voidFiling } from '../api.ts'
import { FilingState, Steps } from './desk.tsx'
import { Received } from './form-task.tsx'
import { Documents } from './notices.tsx'
import { type MaterialEntry, MaterialsInput } from './receive.tsx'
import { todayText } from '../../../platform/ui/dates.tsx'

const Fees = ({ data }: { data: Filing }): ReactNode => {
  const { t } = useTranslation('filing')
  if (data.fee.waived) return t('fees.waived')
  if (!data.fee.amount) return '—'
  return (
    <>
      {data.fee.amount}{' '}
      {data.fee.paidOn ? (
        t('fees.paidOn', { on: dateText(data.fee.paidOn) })
      ) : data.fee.dueOn ? (
        <DueTag due={data.fee.dueOn} />
      ) : (
        t('fees.notNoticed')
      )}
    </>
  )
}

const FilingRecord = (): ReactNode => {
  const { t, i18n } = useTranslation('filing')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const [open, setOpen] = useState<'supplement' | 'fee' | 'void' | null>(null)
  const { data, error, refetch } = useCall(readFiling, { params: { id } })
  const arrive = useAct(supplementArrived)
  const pay = useAct(feePaid)
  const strike = useAct(voidFiling)
  const entries: TimelineEntry[] = data
    ? [
        ...data.decisions.map((d, i) => ({
          key: `d${i}`,
          at: d.at,
          what: t(`decision.${d.kind}`, { number: d.number ?? '' }),
          who: d.by,
          note: [citation(d.article)[i18n.language === 'en' ? 'en' : 'zh'], d.inTime === false ? t('decision.late') : null, d.reason]
            .filter(Boolean)
            .join(' · '),
          tone: d.inTime === false ? ('late' as const) : ('done' as const),
        })),
        ...data.entries.map((e) => ({
          key: `e${e.round}`,
          at: e.at,
          what: t('entryRound', { n: e.round }),
          who: e.by,
          note:
            e.passed === false
              ? t('entryReturned', { n: e.marks.length, by: e.checkedBy ?? '' })
              : e.passed
                ? t('entryPassed', { by: e.checkedBy ?? '' })
                : undefined,
        })),
        ...data.supplements.flatMap((s) => [
          { key: `s${s.id}`, at: s.issuedAt, what: t('noticeRound', { n: s.round }), who: s.by, note: s.againReason || undefined },
          ...(s.arrivedAt ? [{ key: `a${s.id}`, at: s.arrivedAt, what: t('arrived') }] : []),
        ]),
        ...(data.handover
          ? [
              {
                key: 'h',
                at: data.handover.at,
                what: t('handedOver', { division: data.handover.divisionName, volumes: data.handover.volumes, pages: data.handover.pages }),
                who: `${data.handover.handedBy} → ${data.handover.receivedBy}`,
              },
            ]
          : []),
        ...(data.fee.noticedOn ? [{ key: 'fn', at: data.fee.noticedOn, what: t('fees.noticedEvent') }] : []),
        ...(data.fee.paidOn ? [{ key: 'fp', at: data.fee.paidOn, what: t('fees.paidEvent'), tone: 'done' as const }] : []),
        ...(data.voided
          ? [
              {
                key: 'v',
                at: data.voided.at,
                what: t('state.void'),
                who: data.voided.by,
                note: data.voided.reason,
                tone: 'closed' as const,
              },
            ]
          : []),
        { key: 'r', at: data.receivedAt, what: t('received.title'), who: data.officerName },
      ].sort((a, b) => b.at.localeCompare(a.at))
    : []
  return (
    <>
      <RecordPage
        kind={{ label: t('desk.title'), to: '/filing' }}
        title={data ? (data.number ?? data.title) : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <FilingState state={data.state} /> : null}
        mark={data?.dueOn ? <DueTag due={data.dueOn} provisional={data.provisional} /> : null}
        acts={[
          {
            key: 'supplement',
            label: t('act.supplementArrived'),
            primary: data?.can.supplementArrived === true,
            can: data?.can.supplementArrived === true,
            run: () => setOpen('supplement'),
          },
          {
            key: 'fee',
            label: t('act.feePaid'),
            primary: data?.can.feePaid === true,
            can: data?.can.feePaid === true,
            run: () => setOpen('fee'),
          },
          { key: 'void', label: t('act.void'), danger: true, can: data?.can.void === true, run: () => setOpen('void') },
        ]}
        facts={
          data
            ? [
                { key: 'case', label: t('case'), value: <Go to={`/cases/${data.caseId}`}>{data.title}</Go> },
                { key: 'stands', label: t('stands'), value: data.steps.length > 0 ? <Steps filing={data} /> : '—' },
                { key: 'division', label: t('field.division'), value: data.divisionName },
                { key: 'fee', label: t('field.fee'), value: <Fees data={data} /> },
                { key: 'received', label: t('receivedAt'), value: <Moment at={data.receivedAt} /> },
                { key: 'channel', label: t('receive.channel'), value: t(`channel.${data.channel}`) },
              ]
            : undefined
        }
        side={data ? <Timeline entries={entries} /> : null}
      >
        {data ? (
          <>
            {data.state === 'awaiting' ? <Alert className="bw-gap" type="info" showIcon title={t('awaiting')} /> : null}
            <Received form={data} />
            <section className="bw-sheet bw-pad" style={{ marginBlockStart: 12 }} aria-label={t('documents.title')}>
              <h2 className="bw-h2">{t('documents.title')}</h2>
              <Documents documents={data.documents} />
            </section>
          </>
        ) : null}
      </RecordPage>
      <FormDrawer
        title={t('act.supplementArrived')}
        lead={t('supplement.arrivedLead')}
        open={open === 'supplement'}
        close={() => setOpen(null)}
        fields={[
          { name: 'receivedAt', kind: 'time', label: t('receivedAt'), hint: t('receive.receivedAtHint') },
          { name: 'materials', kind: 'own', label: t('materials'), required: true, input: (o) => <MaterialsInput {...o} /> },
        ]}
        submit={async (v) => {
          const r = await arrive.mutateAsync({ params: { id }, body: v as { materials: MaterialEntry[]; receivedAt?: string } })
          tell.done(t('supplement.arrived', { on: dateText(r.dueOn) }))
          if (r.taskId) go(`/tasks/${r.taskId}`)
        }}
      />
      <FormDrawer
        title={t('act.feePaid')}
        open={open === 'fee'}
        close={() => setOpen(null)}
        initial={{ paidOn: todayText() }}
        fields={[
          { name: 'paidOn', kind: 'date', label: t('fees.paid'), required: true, max: todayText() },
          { name: 'receiptNo', kind: 'text', label: t('fees.receiptNo'), required: true, max: 60, figures: true },
        ]}
        submit={async (v) => {
          const r = await pay.mutateAsync({ params: { id }, body: v as { paidOn: string; receiptNo: string } })
          tell.done(t(r.inTime ? 'fees.inTime' : 'fees.lateButPaid'))
        }}
      />
      <FormDrawer
        title={t('act.void')}
        lead={t('void.lead')}
        open={open === 'void'}
        close={() => setOpen(null)}
        submitLabel={t('act.void')}
        fields={[{ name: 'reason', kind: 'longtext', label: t('field.reason'), required: true, max: 500 }]}
        submit={async (v) => {
          await strike.mutateAsync({ params: { id }, body: { reason: String(v.reason) } })
          tell.done(t('void.done'))
        }}
      />
    </>
  )
}
export default FilingRecord
