import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listText } from '../../../platform/ui/i18n.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { changeEngagement, endEngagement, freezeEngagement, readEngagement, unfreezeEngagement } from '../api.ts'
import { termCodes, termFields } from './engagement-new.tsx'
import { engagementTone } from './engagements-list.tsx'
import { serviceText } from './public.tsx'

type Open = 'change' | 'freeze' | 'unfreeze' | 'end'

const EngagementRecord = (): ReactNode => {
  const { t } = useTranslation('organisations')
  const all = useTranslation().t
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [open, setOpen] = useState<Open | null>(null)
  const { data, error, refetch } = useCall(readEngagement, { params: { id } })
  const change = useAct(changeEngagement)
  const turns = { freeze: useAct(freezeEngagement), unfreeze: useAct(unfreezeEngagement), end: useAct(endEngagement) }
  const revision = data?.revision ?? 0
  return (
    <>
      <RecordPage
        kind={{ label: t('engagements.title'), to: '/engagements' }}
        title={data?.title}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={engagementTone[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={[
          { key: 'change', label: t('engagements.change'), can: data?.can.change, run: () => setOpen('change') },
          {
            key: 'freeze',
            label: t('engagements.freeze'),
            can: data?.state === 'frozen' ? false : data?.can.freeze,
            run: () => setOpen('freeze'),
          },
          {
            key: 'unfreeze',
            label: t('engagements.unfreeze'),
            can: data?.state === 'frozen' ? data.can.unfreeze : false,
            run: () => setOpen('unfreeze'),
          },
          { key: 'end', label: t('engagements.end'), can: data?.can.end, run: () => setOpen('end') },
        ]}
        facts={
          data
            ? [
                {
                  key: 'contractor',
                  label: t('engagements.contractor'),
                  value: <Go to={`/contractors/${data.contractorId}`}>{data.contractorName}</Go>,
                },
                { key: 'court', label: t('engagements.court'), value: data.courtName },
                { key: 'term', label: t('engagements.term'), value: `${dateText(data.fromDate)} — ${dateText(data.untilDate)}` },
                { key: 'staff', label: t('engagements.staff'), value: data.staff },
                { key: 'minStaff', label: t('engagements.minStaff'), value: data.minStaff },
                { key: 'cap', label: t('engagements.cap'), value: `${Math.round(data.exposureCap * 100)}%` },
                { key: 'services', label: t('engagements.services'), value: listText(data.services.map(serviceText)), wide: true },
                ...(data.state === 'frozen' && data.frozenByName
                  ? [
                      {
                        key: 'frozenBy',
                        label: t('engagements.frozenBy'),
                        value: t('engagements.frozenByWho', { name: data.frozenByName }),
                        wide: true,
                      },
                    ]
                  : []),
                ...(data.stateReason ? [{ key: 'reason', label: t('engagements.reason'), value: data.stateReason, wide: true }] : []),
              ]
            : []
        }
      />
      {data ? (
        <>
          <FormDrawer
            title={t('engagements.change')}
            lead={t('engagements.changeLead')}
            open={open === 'change'}
            close={() => setOpen(null)}
            fields={termFields(all)}
            initial={{
              title: data.title,
              fromDate: data.fromDate,
              untilDate: data.untilDate,
              services: data.services,
              minStaff: data.minStaff,
              exposureCap: data.exposureCap,
            }}
            codes={termCodes}
            submit={async (v) => {
              await change.mutateAsync({ params: { id }, revision, body: v as z.input<typeof changeEngagement.body & z.ZodType> })
              tell.done(t('engagements.changed'))
            }}
          />
          {(['freeze', 'unfreeze', 'end'] as const).map((verb) => (
            <FormDrawer
              key={verb}
              title={t(`engagements.${verb}`)}
              lead={t(`engagements.${verb}Lead`)}
              open={open === verb}
              close={() => setOpen(null)}
              fields={[{ name: 'reason', kind: 'longtext', label: t('engagements.reason'), required: true, max: 500 }]}
              submitLabel={t(`engagements.${verb}`)}
              submit={async (v) => {
                await turns[verb].mutateAsync({ params: { id }, revision, body: v as { reason: string } })
                tell.done(verb === 'freeze' ? t('engagements.frozen') : verb === 'end' ? t('engagements.ended') : t('saved'))
              }}
            />
          ))}
        </>
      ) : null}
    </>
  )
}
export default EngagementRecord
