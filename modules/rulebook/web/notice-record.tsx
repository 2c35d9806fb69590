import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { acknowledgeNotice, readNotice } from '../api.ts'

const NoticeRecord = (): ReactNode => {
  const { t } = useTranslation('rulebook')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(readNotice, { params: { id } })
  const acknowledge = useAct(acknowledgeNotice)
  return (
    <>
      <RecordPage
        kind={{ label: t('notices'), to: '/court-notices' }}
        title={data?.title}
        error={error}
        retry={() => void refetch()}
        state={
          data ? (
            <StateTag tone={data.acknowledgedAt ? 'done' : 'active'}>
              {t(data.acknowledgedAt ? 'ack.acknowledged' : 'ack.waiting')}
            </StateTag>
          ) : null
        }
        acts={[
          { key: 'acknowledge', label: t('acknowledge'), primary: true, can: data?.can.acknowledge.ok ?? false, run: () => setOpen(true) },
        ]}
        facts={
          data
            ? [
                {
                  key: 'kind',
                  label: t('kindOf'),
                  value: data.ruleId ? <Go to={`/rules/${data.ruleId}`}>{t(`kind.${data.kind}`)}</Go> : t(`kind.${data.kind}`),
                },
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'engagement', label: t('engagement'), value: data.engagement },
                { key: 'start', label: t('startOn'), value: dateText(data.startOn) },
                { key: 'by', label: t('servedBy'), value: data.servedBy },
                { key: 'at', label: t('servedAt'), value: timeText(data.servedAt) },
                { key: 'ackBy', label: t('acknowledgedBy'), value: data.acknowledgedBy },
                { key: 'ackAt', label: t('acknowledgedAt'), value: data.acknowledgedAt ? timeText(data.acknowledgedAt) : null },
                ...(data.emergencyReason ? [{ key: 'why', label: t('emergencyReason'), value: data.emergencyReason, wide: true }] : []),
                { key: 'text', label: t('text'), value: <span style={{ whiteSpace: 'pre-wrap' }}>{data.text}</span>, wide: true },
                ...(data.remark ? [{ key: 'remark', label: t('remark'), value: data.remark, wide: true }] : []),
              ]
            : []
        }
      />
      {open && data ? (
        <FormDrawer
          title={t('acknowledge')}
          open
          close={() => setOpen(false)}
          fields={[{ name: 'remark', kind: 'longtext', label: t('remark'), max: 1000 }]}
          submit={async (v) => {
            await acknowledge.mutateAsync({ params: { id }, body: v as { remark?: string }, revision: data.revision })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default NoticeRecord
