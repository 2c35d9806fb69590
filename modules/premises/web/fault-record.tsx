import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { answerLoss, proposeLoss, readFault, repairFault } from '../api-faults.ts'
import { bearers } from '../rules.ts'
import { useRepairTime } from './faults-list.tsx'

type Sheet = 'repair' | 'proposeLoss' | 'accept' | 'contest'
const FaultRecord = (): ReactNode => {
  const { t } = useTranslation('premises')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const time = useRepairTime()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const { data, error, refetch } = useCall(readFault, { params: { id } })
  const repair = useAct(repairFault)
  const propose = useAct(proposeLoss)
  const answer = useAct(answerLoss)
  const of = { params: { id }, revision: data?.revision ?? 0 }
  const words: Field = { name: 'text', kind: 'longtext', label: t('grounds'), required: true, max: 500 }
  const fields: Record<Sheet, Field[]> = {
    repair: [
      { name: 'repairedAt', kind: 'time', label: t('repairedAt'), required: true },
      { name: 'text', kind: 'longtext', label: t('repairText'), required: true, max: 1000 },
    ],
    proposeLoss: [
      {
        name: 'side',
        kind: 'radio',
        label: t('bearer'),
        required: true,
        options: bearers.map((k) => ({ value: k, label: t(`side.${k}`) })),
      },
      { name: 'amount', kind: 'number', label: t('amount'), required: true, min: 0, max: 1_000_000_000, decimals: 2, unit: t('yuan') },
      { ...words, max: 1000 },
    ],
    accept: [words],
    contest: [words],
  }
  // biome-ignore lint/suspicious/noExplicitAny: each sheet sends the fields of its own endpoint, which checks them
  const send = async (v: any): Promise<void> => {
    if (sheet === 'repair') await repair.mutateAsync({ ...of, body: v })
    else if (sheet === 'proposeLoss')
      await propose.mutateAsync({ ...of, body: { side: v.side, fen: Math.round(v.amount * 100), text: v.text } })
    else await answer.mutateAsync({ ...of, body: { accept: sheet === 'accept', text: v.text } })
    tell.done(t('saved'))
  }
  const can = data?.can
  const opens = (key: Sheet, ok: boolean | undefined, primary = false) => ({
    key,
    label: t(key),
    primary,
    can: ok ?? false,
    run: () => setSheet(key),
  })
  return (
    <>
      <RecordPage
        kind={{ label: t('faults'), to: '/faults' }}
        title={data?.equipment}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={data.state === 'open' ? 'late' : 'done'}>{t(`faultState.${data.state}`)}</StateTag> : null}
        acts={[
          opens('repair', can?.repair.ok, true),
          opens('accept', can?.answer.ok, true),
          opens('contest', can?.answer.ok),
          opens('proposeLoss', can?.loss.ok),
        ]}
        facts={
          data
            ? [
                { key: 'equipment', label: t('name'), value: <Go to={`/equipment/${data.equipmentId}`}>{data.equipment}</Go> },
                { key: 'owner', label: t('ownerOf'), value: t(`owner.${data.owner}`) },
                { key: 'zone', label: t('zone'), value: data.zone },
                { key: 'reporter', label: t('reporter'), value: data.reporter },
                { key: 'at', label: t('reportedAt'), value: timeText(data.reportedAt) },
                { key: 'repaired', label: t('repairedAt'), value: data.repairedAt ? timeText(data.repairedAt) : null },
                { key: 'time', label: t('repairTime'), value: time(data.workMinutes) },
                { key: 'repairer', label: t('repairer'), value: data.repairer },
                { key: 'what', label: t('what'), value: data.text, wide: true },
                ...(data.repairText ? [{ key: 'done', label: t('repairText'), value: data.repairText, wide: true }] : []),
                ...(data.lossSide
                  ? [
                      {
                        key: 'loss',
                        label: t('loss'),
                        value: `${t(`side.${data.lossSide}`)} · ${((data.lossFen ?? 0) / 100).toFixed(2)} ${t('yuan')}`,
                      },
                      {
                        key: 'by',
                        label: t('proposedBy'),
                        value: `${data.lossBy ?? ''} ${data.lossFrom ? t(`side.${data.lossFrom}`) : ''}`,
                      },
                      {
                        key: 'answer',
                        label: t('answer'),
                        value: (
                          <StateTag tone={data.answer === 'accepted' ? 'done' : 'soon'}>
                            {t(`lossStates.${data.answer ?? 'waiting'}`)}
                          </StateTag>
                        ),
                      },
                      { key: 'answered', label: t('by'), value: data.answeredBy },
                      { key: 'grounds', label: t('grounds'), value: data.lossText, wide: true },
                      ...(data.answerText ? [{ key: 'answerText', label: t('answer'), value: data.answerText, wide: true }] : []),
                    ]
                  : []),
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(sheet)}
          open
          close={() => setSheet(null)}
          lead={sheet === 'proposeLoss' ? t('lossLead') : undefined}
          fields={fields[sheet]}
          submit={send}
        />
      ) : null}
    </>
  )
}
export default FaultRecord
