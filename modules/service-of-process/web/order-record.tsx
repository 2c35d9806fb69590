import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type OrderDetail, readOrder, readReceipt } from '../api.ts'
import { addressProvided, correctService, receivePleading } from '../api-work.ts'
import { addressKinds, addressSources } from '../rules/shape.ts'
import { Attempts, Deadlines, Effect, Ladder, OrderState, Papers, useWords } from './parts.tsx'

const Decisions = ({ order }: { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  return (
    <>
      <Effect effect={order.effect} />
      <ul style={{ paddingInlineStart: 18, marginBlockStart: 12 }}>
        {order.approvals.map((a) => (
          <li key={`a${a.id}`}>
            {t(`methods.${a.method}`)} · {t(`approvals.${a.approved ? 'approved' : 'rejected'}`)} · {a.byName} <Moment at={a.decidedAt} />{' '}
            <span className="bw-quiet">{a.reason}</span>
          </li>
        ))}
        {order.confirmations.map((c) => (
          <li key={`c${c.id}`} style={c.supersededAt ? { textDecoration: 'line-through' } : {}}>
            {t(`validities.${c.effective ? 'effective' : 'notEffective'}`)} {dateText(c.effectiveOn)}{' '}
            {c.closingOn ? `· ${t('closingOn')} ${dateText(c.closingOn)}` : ''} · {c.byName} <Moment at={c.decidedAt} />{' '}
            <span className="bw-quiet">
              {c.basis.join('、')} {c.reason}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

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
          { key: 'address', label: t('provideAddress'), can: data?.can.addressProvided, run: () => setOpen('address') },
          { key: 'pleading', label: t('pleading'), can: data?.can.pleading, run: () => setOpen('pleading') },
          { key: 'correct', label: t('correct'), can: data?.can.correct, run: () => setOpen('correct') },
        ]}
        facts={
          data
            ? [
                { key: 'case', label: t('case'), value: data.caseNumber ?? data.caseTitle ?? '—' },
                { key: 'set', label: t('set'), value: data.set.title },
                { key: 'method', label: t('method'), value: data.method ? t(`methods.${data.method}`) : '—' },
                { key: 'handed', label: t('handedOverAt'), value: <Moment at={data.handedOverAt} /> },
                { key: 'sla', label: t('slaDue'), value: <DueTag due={data.slaDueAt} done={data.dispatchedAt !== null} /> },
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
                { key: 'ladder', label: t('ladder'), content: <Ladder order={data} /> },
                {
                  key: 'pleadings',
                  label: t('pleadings'),
                  content: (
                    <ul>
                      {data.pleadings.map((p) => (
                        <li key={p.id}>
                          {t(`pleadingKinds.${p.kind}`)} {dateText(p.receivedOn)} · {t(`timeliness.${p.timeliness}`)}（{dateText(p.due)}）
                        </li>
                      ))}
                      {data.pleadings.length === 0 ? <li className="bw-quiet">{t('noPleading')}</li> : null}
                    </ul>
                  ),
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
        fields={[
          {
            name: 'source',
            kind: 'choice',
            label: t('source'),
            required: true,
            options: addressSources.map((value) => ({ value, label: t(`sources.${value}`) })),
          },
          {
            name: 'kind',
            kind: 'radio',
            label: t('kind'),
            required: true,
            options: addressKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
          },
          { name: 'address', kind: 'text', label: t('address'), required: true, max: 300 },
          { name: 'confirmedOn', kind: 'date', label: t('confirmedOnLabel'), when: (v) => v.source === 'confirmed' },
        ]}
        submit={(v) => provide.mutateAsync({ params: { id }, body: v as z.input<typeof addressProvided.body & z.ZodType> })}
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
