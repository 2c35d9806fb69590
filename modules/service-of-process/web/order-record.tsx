import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { readOrder, readReceipt } from '../api.ts'
import { addressFields } from './address-fields.tsx'
import { addressProvided, correctService, receivePleading } from '../api-work.ts'
import { Deadlines, Decisions, Pleadings } from './decisions.tsx'
import { Attempts, Ladder, OrderState, Papers, useWords } from './parts.tsx'

const Page = (): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  const tell = useTell()
  const id = Number(usePathParams().id)
  const { data, error, refetch } = useCall(readOrder, { params: { id } })
  const correct = useAct(correctService)
  const provide = useAct(addressProvided)
  const receive = useAct(receivePleading)
  const [open, setOpen] = useState<'correct' | 'address' | 'pleading' | null>(null)
  const close = (): void => setOpen(null)
  return (
    <>
      <RecordPage
        kind={{ label: t('list'), to: '/service-orders' }}
        title={data?.recipient}
        error={error}
        retry={() => void refetch()}
        state={data ? <OrderState state={data.state} late={data.late.length > 0} /> : null}
        mark={data?.nextDueAt ? <DueTag due={data.nextDueAt} /> : null}
        acts={[
          {
            key: 'receipt',
            label: t('receipt'),
            can: data?.can.receipt,
            run: () => void window.open(addressOf(readReceipt, { params: { id } }), '_blank', 'noopener'),
          },
          { key: 'address', label: t('provideAddress'), can: data?.can.addressProvided === true, run: () => setOpen('address') },
          { key: 'pleading', label: t('pleading'), can: data?.can.pleading, run: () => setOpen('pleading') },
          { key: 'correct', label: t('correct'), can: data?.can.correct, run: () => setOpen('correct') },
        ]}
        facts={
          data
            ? [
                {
                  key: 'case',
                  label: t('case'),
                  value: <Go to={`/cases/${data.caseId}`}>{data.caseNumber ?? data.caseTitle ?? t('case')}</Go>,
                },
                { key: 'set', label: t('set'), value: data.set.title },
                { key: 'method', label: t('method'), value: data.method ? t(`methods.${data.method}`) : '—' },
                ...(data.abroad ? [{ key: 'abroad', label: t('recipient'), value: t('abroad') }] : []),
                { key: 'handed', label: t('handedOverAt'), value: <Moment at={data.handedOverAt} /> },
                { key: 'sla', label: t('slaDue'), value: <DueTag due={data.slaDueAt} done={data.dispatchedAt !== null} /> },
                { key: 'dispatched', label: t('firstDispatch'), value: <Moment at={data.dispatchedAt} /> },
                { key: 'legal', label: t('legalDue'), value: data.legalDueOn ? dateText(data.legalDueOn) : '—' },
                { key: 'effective', label: t('effectiveOn'), value: data.effectiveOn ? dateText(data.effectiveOn) : '—' },
                { key: 'closing', label: t('closingOn'), value: data.closingOn ? dateText(data.closingOn) : '—' },
              ]
            : []
        }
        tabs={
          data
            ? [
                { key: 'course', label: t('attempts'), content: <Attempts order={data} /> },
                { key: 'effect', label: t('effectTab'), content: <Decisions order={data} /> },
                { key: 'deadlines', label: t('deadlines'), content: <Deadlines order={data} /> },
                ...(data.state === 'served' || data.state === 'cancelled'
                  ? []
                  : [{ key: 'ladder', label: t('ladder'), content: <Ladder order={data} /> }]),
                {
                  key: 'pleadings',
                  label: t('pleadings'),
                  content: <Pleadings order={data} />,
                },
              ]
            : []
        }
        side={data ? <Papers order={data} /> : null}
      />
      <FormDrawer
        title={t('correct')}
        lead={t('correctLead')}
        open={open === 'correct'}
        close={close}
        initial={{ effectiveOn: data?.effectiveOn ?? undefined }}
        schema={correctService.body}
        fields={[
          { name: 'effectiveOn', kind: 'date', label: t('effectiveOn'), required: true },
          { name: 'closingOn', kind: 'date', label: t('closingOn'), hint: t('closingHint') },
          { name: 'reason', kind: 'longtext', label: t('reason'), required: true, rows: 3 },
        ]}
        submit={async (v) => {
          await correct.mutateAsync({
            params: { id },
            body: v as z.input<typeof correctService.body & z.ZodType>,
            revision: data?.revision ?? 0,
          })
          tell.done(t('done.corrected'))
        }}
      />
      <FormDrawer
        title={t('provideAddress')}
        open={open === 'address'}
        close={close}
        schema={addressProvided.body}
        fields={addressFields(t)}
        submit={async (v) => {
          await provide.mutateAsync({ params: { id }, body: v as z.input<typeof addressProvided.body & z.ZodType> })
          tell.done(t('done.addressProvided'))
        }}
      />
      <FormDrawer
        title={t('pleading')}
        lead={t('pleadingLead')}
        open={open === 'pleading'}
        close={close}
        schema={receivePleading.body}
        fields={[
          {
            name: 'kind',
            kind: 'radio',
            label: t('pleadingKind'),
            required: true,
            options: ['defence', 'jurisdictionObjection', 'appeal'].map((value) => ({ value, label: t(`pleadingKinds.${value}`) })),
          },
          { name: 'receivedOn', kind: 'date', label: t('receivedOn'), required: true },
          { name: 'postedOn', kind: 'date', label: t('postedOn'), hint: t('postedHint') },
        ]}
        submit={async (v) => {
          const r = await receive.mutateAsync({ params: { id }, body: v as z.input<typeof receivePleading.body & z.ZodType> })
          tell.done(
            words({ zh: `${t(`timeliness.${r.timeliness}`)}，${t('toJudge')}`, en: `${t(`timeliness.${r.timeliness}`)}; ${t('toJudge')}` }),
          )
        }}
      />
    </>
  )
}
export default Page
