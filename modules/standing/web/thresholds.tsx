import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listThresholds, setThreshold } from '../api.ts'
import { indicators, TOGETHER, type ThresholdKey, thresholdKeys } from '../rules/indicators.ts'
import { numberText } from './words.tsx'

const Thresholds = (): ReactNode => {
  const { t } = useTranslation('standing')
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(listThresholds, {})
  const set = useAct(setThreshold)
  const worse = (key: ThresholdKey): string => indicators.find((i) => i.key === key)?.worse ?? 'reached'
  const limit = (key: ThresholdKey, n: number | null): string =>
    n === null ? '—' : t(`limit.${worse(key)}`, { value: key === TOGETHER ? t('unit.warnings', { n }) : numberText(t, key, n) })
  const name = (key: ThresholdKey): string => (key === TOGETHER ? t('together') : t(`indicator.${key}`))
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/standing' }}
        title={t('thresholds')}
        error={error}
        retry={() => void refetch()}
        acts={[{ key: 'set', label: t('setThreshold'), primary: true, can: data?.can.set.ok ?? false, run: () => setOpen(true) }]}
      >
        <p className="bw-lead">{t('thresholdsLead')}</p>
        <DataTable
          label={t('thresholds')}
          rows={data?.today}
          rowKey={(r) => r.key}
          columns={[
            { key: 'name', title: t('indicatorOf'), render: (r) => name(r.key) },
            { key: 'formula', title: t('formulaOf'), render: (r) => t(`formula.${r.key}`) },
            { key: 'watch', title: t('level.watch'), render: (r) => limit(r.key, r.watch) },
            { key: 'serious', title: t('level.serious'), render: (r) => limit(r.key, r.serious) },
            { key: 'from', title: t('fromDate'), render: (r) => (r.fromDate ? dateText(r.fromDate) : t('productOwn')) },
          ]}
        />
        {data?.set.length ? (
          <>
            <h2 className="bw-h2 bw-gap">{t('setBefore')}</h2>
            <DataTable
              label={t('setBefore')}
              rows={data.set}
              rowKey={(r) => `${r.key} ${r.fromDate}`}
              columns={[
                { key: 'name', title: t('indicatorOf'), render: (r) => name(r.key) },
                { key: 'watch', title: t('level.watch'), render: (r) => limit(r.key, r.watch) },
                { key: 'serious', title: t('level.serious'), render: (r) => limit(r.key, r.serious) },
                { key: 'from', title: t('fromDate'), render: (r) => dateText(r.fromDate) },
                { key: 'by', title: t('setBy'), render: (r) => r.setBy ?? '—' },
              ]}
            />
          </>
        ) : null}
      </RecordPage>
      <FormDrawer
        title={t('setThreshold')}
        open={open}
        close={() => setOpen(false)}
        lead={t('setLead')}
        fields={[
          {
            name: 'key',
            kind: 'choice',
            label: t('indicatorOf'),
            required: true,
            options: thresholdKeys.map((k) => ({ value: k, label: name(k) })),
          },
          { name: 'fromDate', kind: 'date', label: t('fromDate'), required: true, min: todayText() },
          { name: 'watch', kind: 'number', label: t('level.watch'), required: true, min: 0, max: 1_000_000, decimals: 2 },
          {
            name: 'serious',
            kind: 'number',
            label: t('level.serious'),
            required: true,
            min: 0,
            max: 1_000_000,
            decimals: 2,
            when: (v) => v.key !== TOGETHER,
          },
        ]}
        initial={{ fromDate: todayText() }}
        codes={{ 'threshold-known': 'fromDate', 'day-in-past': 'fromDate', 'threshold-order': 'serious' }}
        submit={async (v) => {
          await set.mutateAsync({
            body: {
              key: v.key as ThresholdKey,
              fromDate: String(v.fromDate),
              watch: Number(v.watch),
              serious: v.key === TOGETHER ? null : Number(v.serious),
            },
          })
          tell.done(t('saved'))
        }}
      />
    </>
  )
}
export default Thresholds
