import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { confirmPlan, decidePlan, readPlan } from '../api.ts'
import { planTones } from './plans-list.tsx'

const PlanRecord = (): ReactNode => {
  const { t } = useTranslation('incidents')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [sheet, setSheet] = useState<'approve' | 'refusePlan' | null>(null)
  const { data, error, refetch } = useCall(readPlan, { params: { id } })
  const decide = useAct(decidePlan)
  const confirm = useAct(confirmPlan)
  return (
    <>
      <RecordPage
        kind={{ label: t('plans'), to: '/emergency-plans' }}
        title={data?.title}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={planTones[data.state]}>{t(`planState.${data.state}`)}</StateTag> : null}
        acts={[
          { key: 'approve', label: t('approve'), primary: true, can: data?.can.decide.ok ?? false, run: () => setSheet('approve') },
          { key: 'refuse', label: t('refusePlan'), can: data?.can.decide.ok ?? false, run: () => setSheet('refusePlan') },
          {
            key: 'confirm',
            label: t('confirmRead'),
            primary: true,
            can: data?.can.confirm.ok ?? false,
            run: async () => {
              await confirm.mutateAsync({ params: { id }, body: {} })
              tell.done(t('saved'))
            },
          },
        ]}
        facts={
          data
            ? [
                { key: 'contractor', label: t('contractor'), value: data.contractorName },
                { key: 'version', label: t('version'), value: data.version },
                { key: 'made', label: t('madeAt'), value: timeText(data.madeAt) },
                { key: 'decided', label: t('decidedAt'), value: data.decidedAt ? timeText(data.decidedAt) : '—' },
                { key: 'reads', label: t('reads'), value: data.reads },
                ...(data.reason ? [{ key: 'reason', label: t('reason'), value: data.reason }] : []),
                { key: 'text', label: t('planText'), value: <span style={{ whiteSpace: 'pre-wrap' }}>{data.text}</span>, wide: true },
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(sheet)}
          open
          close={() => setSheet(null)}
          fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
          submit={async (v) => {
            await decide.mutateAsync({
              params: { id },
              body: { approve: sheet === 'approve', reason: String(v.reason) },
              revision: data.revision,
            })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default PlanRecord
