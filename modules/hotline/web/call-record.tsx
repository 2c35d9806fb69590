import type { ReactNode } from 'react'
import { Temporal } from 'temporal-polyfill'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { calledBack, readCall } from '../api.ts'
import { ShowNumber } from './show-number.tsx'
import { lasting, NumberText, ResultTag } from './shown.tsx'

/** One call with its moments to the second: what the indicator's figure is made of. */
const CallRecord = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const { data: c, error, refetch } = useCall(readCall, { params: { id } })
  const back = useAct(calledBack)
  return (
    <RecordPage
      kind={{ label: t('calls.title'), to: '/hotline/calls' }}
      title={c ? `${timeText(c.queuedAt)} ${c.number || t('withheld')}` : undefined}
      error={error}
      retry={() => void refetch()}
      state={c ? <ResultTag call={c} /> : null}
      acts={
        c && c.can.callBack === true
          ? [
              {
                key: 'back',
                label: t('callbacks.done'),
                primary: true,
                run: async () => {
                  await back.mutateAsync({ params: { id }, body: {}, revision: c.revision })
                  tell.done(t('callbacks.told'))
                },
              },
            ]
          : []
      }
      facts={
        c
          ? [
              { key: 'number', label: t('number'), value: <NumberText number={c.number} /> },
              { key: 'queued', label: t('queuedAt'), value: secondText(c.queuedAt) },
              { key: 'answered', label: t('answeredAt'), value: secondText(c.answeredAt) },
              { key: 'ended', label: t('endedAt'), value: secondText(c.endedAt) },
              { key: 'wait', label: t('wait'), value: lasting(c.waitSeconds) },
              { key: 'talk', label: t('talk'), value: lasting(c.talkSeconds) },
              { key: 'agent', label: t('agent'), value: c.agentName },
              { key: 'extension', label: t('extension'), value: c.extension },
              { key: 'source', label: t('sourceOf'), value: t(`source.${c.source}`) },
              {
                key: 'counts',
                label: t('counts'),
                value: c.exclusion ? `${t('countsNot')}${t(`exclusion.${c.exclusion}`)}` : t('countsYes'),
              },
              { key: 'matter', label: t('finish.matter'), value: c.matter ? t(`matter.${c.matter}`) : null },
              {
                key: 'ticket',
                label: t('ticketOf'),
                value: c.ticketId ? <Go to={`/hotline/tickets/${c.ticketId}`}>{c.ticketNumber}</Go> : null,
              },
              { key: 'refused', label: t('refuse.title'), value: c.refused.map((r) => t(`refuse.${r}`)).join('、') || null },
              { key: 'note', label: t('finish.note'), value: c.note, wide: true },
              ...(c.calledBackAt ? [{ key: 'back', label: t('callbacks.at'), value: timeText(c.calledBackAt) }] : []),
            ]
          : []
      }
    >
      {c?.can.callBack === true ? <ShowNumber callId={id} /> : null}
      {c?.verifications.length ? (
        <Timeline
          title={t('verify.title')}
          entries={c.verifications.map((v, i) => ({
            key: i,
            at: v.at,
            what: t(v.outcome === 'agreed' ? `level.${v.level}` : 'verify.failed'),
            who: v.by,
          }))}
        />
      ) : null}
    </RecordPage>
  )
}
/** To the second: five seconds decide whether a call counts. */
const secondText = (at: string | null): string | null =>
  at === null
    ? null
    : Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')
export default CallRecord
