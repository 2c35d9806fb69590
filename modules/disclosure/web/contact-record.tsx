import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { readContact, supplementContact } from '../api.ts'

const ContactRecord = (): ReactNode => {
  const { t } = useTranslation('disclosure')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(readContact, { params: { id } })
  const supplement = useAct(supplementContact)
  return (
    <>
      <RecordPage
        kind={{ label: t('contacts'), to: '/contacts' }}
        title={data ? data.number : undefined}
        error={error}
        retry={() => void refetch()}
        acts={
          data
            ? [{ key: 'supplement', label: t('act.supplement'), primary: true, can: data.can.supplement.ok, run: () => setOpen(true) }]
            : []
        }
        facts={
          data
            ? [
                { key: 'at', label: t('happenedAt'), value: timeText(data.happenedAt) },
                { key: 'by', label: t('by'), value: data.contractor ? t('personOf', { name: data.by, of: data.contractor }) : data.by },
                { key: 'made', label: t('madeAt'), value: timeText(data.madeAt) },
                { key: 'asker', label: t('asker'), value: data.asker },
                { key: 'capacity', label: t('capacityOf'), value: t(`capacity.${data.capacity}`) },
                { key: 'channel', label: t('channelOf'), value: t(`channel.${data.channel}`) },
                {
                  key: 'case',
                  label: t('caseOf'),
                  value: data.caseNumber ? (
                    <Go to={`/cases/${data.caseId}`}>{data.caseNumber}</Go>
                  ) : (
                    (data.caseSaid ?? (data.caseId ? t('caseHidden') : t('caseNone')))
                  ),
                },
                { key: 'told', label: t('toldToOf'), value: t(`toldTo.${data.toldTo}`) },
                { key: 'asked', label: t('asked'), value: data.asked, wide: true },
                { key: 'answered', label: t('answered'), value: data.answered, wide: true },
              ]
            : []
        }
      >
        {data?.added.length ? (
          <Timeline title={t('supplements')} entries={data.added.map((a) => ({ key: a.id, at: a.at, what: a.text, who: a.by }))} />
        ) : null}
      </RecordPage>
      {open ? (
        <FormDrawer
          title={t('act.supplement')}
          open
          close={() => setOpen(false)}
          lead={t('supplementLead')}
          fields={[{ name: 'text', kind: 'longtext', label: t('supplementText'), required: true, max: 5000 }]}
          submit={async (v) => {
            await supplement.mutateAsync({ params: { id }, body: v as { text: string } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default ContactRecord
