import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go, useGo, usePathParams, useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import * as api from '../api.ts'
import { countOne, reportFault } from '../api-faults.ts'
import { cadences, results } from '../rules.ts'
import { equipmentTones } from './equipment-list.tsx'
import { ZonePicker } from './zone-picker.tsx'

type Sheet = 'change' | 'newPlan' | 'newMaintenance' | 'report' | 'endPlan'
/** Where a label's code leads: on a phone the next thing is to count it, or to report what is wrong. */
const EquipmentRecord = (): ReactNode => {
  const { t } = useTranslation('premises')
  const id = Number(usePathParams().id)
  const [search] = useSearchText()
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const [plan, setPlan] = useState(0)
  const { data, error, refetch } = useCall(api.readEquipment, { params: { id } })
  const change = useAct(api.changeEquipment)
  const make = useAct(api.planMaintenance)
  const end = useAct(api.endPlan)
  const record = useAct(api.recordMaintenance)
  const report = useAct(reportFault)
  const count = useAct(countOne)
  const live = data?.plans.filter((p) => !p.endedOn) ?? []
  const fields: Record<Sheet, Field[]> = {
    change: [
      { name: 'zoneId', kind: 'own', label: t('zone'), required: true, input: (o) => <ZonePicker {...o} /> },
      {
        name: 'state',
        kind: 'radio',
        label: t('stateOf'),
        required: true,
        options: (['in-use', 'stored', 'retired'] as const).map((k) => ({ value: k, label: t(`state.${k}`) })),
      },
      { name: 'reason', kind: 'longtext', label: t('reason'), max: 500, hint: t('reasonHint') },
    ],
    newPlan: [
      {
        name: 'every',
        kind: 'radio',
        label: t('every'),
        required: true,
        options: cadences.map((k) => ({ value: k, label: t(`cadence.${k}`) })),
      },
      { name: 'work', kind: 'text', label: t('work'), required: true, max: 300 },
    ],
    newMaintenance: [
      {
        name: 'planId',
        kind: 'choice',
        label: t('planOf'),
        numeric: true,
        placeholder: t('unplanned'),
        options: live.map((p) => ({ value: String(p.id), label: `${t(`cadence.${p.every}`)} · ${p.work}` })),
      },
      { name: 'onDate', kind: 'date', label: t('onDate'), required: true },
      { name: 'work', kind: 'longtext', label: t('work'), required: true, max: 1000 },
      {
        name: 'result',
        kind: 'radio',
        label: t('resultOf'),
        required: true,
        options: results.map((k) => ({ value: k, label: t(`result.${k}`) })),
      },
    ],
    report: [{ name: 'text', kind: 'longtext', label: t('what'), required: true, max: 1000 }],
    endPlan: [{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }],
  }
  // biome-ignore lint/suspicious/noExplicitAny: each sheet sends the fields of its own endpoint, which checks them
  const send = async (v: any): Promise<void> => {
    if (sheet === 'change') await change.mutateAsync({ params: { id }, body: v, revision: data?.revision ?? 0 })
    else if (sheet === 'newPlan') await make.mutateAsync({ params: { id }, body: v })
    else if (sheet === 'endPlan') await end.mutateAsync({ params: { id: plan }, body: v })
    else if (sheet === 'newMaintenance') await record.mutateAsync({ params: { id }, body: v })
    else await report.mutateAsync({ params: { id }, body: v })
    tell.done(t('saved'))
  }
  const can = data?.can
  const counting = data?.openCountId ?? null
  return (
    <>
      <RecordPage
        kind={{ label: t('equipment'), to: '/equipment' }}
        title={data?.name}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={equipmentTones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={[
          {
            key: 'count',
            label: t('toCount'),
            primary: true,
            can: counting !== null && Boolean(search.code),
            run: async () => {
              await count.mutateAsync({ params: { id: counting ?? 0 }, body: { code: data?.code ?? '' } })
              tell.done(t('counted', { name: data?.name ?? '' }))
            },
          },
          {
            key: 'maintain',
            label: t('newMaintenance'),
            primary: true,
            can: can?.maintain.ok ?? false,
            run: () => setSheet('newMaintenance'),
          },
          { key: 'report', label: t('report'), can: can?.report.ok ?? false, run: () => setSheet('report') },
          { key: 'fault', label: t('seeFault'), can: Boolean(data?.openFaultId), run: () => go(`/faults/${data?.openFaultId}`) },
          { key: 'plan', label: t('newPlan'), can: can?.plan.ok ?? false, run: () => setSheet('newPlan') },
          { key: 'change', label: t('change'), can: can?.change.ok ?? false, run: () => setSheet('change') },
          {
            key: 'labels',
            label: t('labels'),
            can: may('premises.equipment') && data?.state !== 'retired',
            run: () => void window.open(addressOf(api.printLabels, { query: { ids: String(id) } }), '_blank', 'noopener'),
          },
        ]}
        facts={
          data
            ? [
                { key: 'kind', label: t('kindOf'), value: t(`kind.${data.kind}`) },
                { key: 'serial', label: t('serialNo'), value: data.serialNo },
                { key: 'code', label: t('code'), value: <span className="bw-figures">{data.code}</span> },
                { key: 'zone', label: t('zone'), value: [data.place, data.zone].filter(Boolean).join(' · ') },
                { key: 'owner', label: t('ownerOf'), value: data.contractor ?? t(`owner.${data.owner}`) },
                { key: 'maintainer', label: t('maintainer'), value: t(`side.${data.maintainer}`) },
                ...(data.retiredReason ? [{ key: 'why', label: t('reason'), value: data.retiredReason }] : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'maintenance',
                  label: t('maintenance'),
                  content: data.maintenance.length ? (
                    <DataTable
                      label={t('maintenance')}
                      rows={data.maintenance}
                      rowKey={(m) => m.id}
                      columns={[
                        { key: 'on', title: t('onDate'), render: (m) => dateText(m.onDate) },
                        { key: 'work', title: t('work'), render: (m) => m.work },
                        {
                          key: 'result',
                          title: t('resultOf'),
                          render: (m) => (
                            <StateTag tone={m.result === 'needs-repair' ? 'soon' : 'done'}>{t(`result.${m.result}`)}</StateTag>
                          ),
                        },
                        { key: 'planned', title: t('planOf'), render: (m) => t(m.planned ? 'planned' : 'unplanned') },
                        { key: 'by', title: t('by'), render: (m) => m.by },
                      ]}
                    />
                  ) : (
                    <p className="bw-quiet">{t('none.maintenance')}</p>
                  ),
                },
                {
                  key: 'plans',
                  label: t('plans'),
                  content: data.plans.length ? (
                    <DataTable
                      label={t('plans')}
                      rows={data.plans}
                      rowKey={(p) => p.id}
                      columns={[
                        { key: 'work', title: t('work'), render: (p) => p.work },
                        { key: 'every', title: t('every'), render: (p) => t(`cadence.${p.every}`) },
                        { key: 'side', title: t('maintainer'), render: (p) => t(`side.${p.side}`) },
                        { key: 'since', title: t('since'), render: (p) => dateText(p.since) },
                        {
                          key: 'state',
                          title: t('stateOf'),
                          render: (p) =>
                            p.endedOn || !can?.plan.ok ? (
                              <StateTag tone={p.endedOn ? 'closed' : 'active'}>{t(p.endedOn ? 'ended' : 'running')}</StateTag>
                            ) : (
                              <Button
                                size="small"
                                onClick={() => {
                                  setPlan(p.id)
                                  setSheet('endPlan')
                                }}
                              >
                                {t('endPlan')}
                              </Button>
                            ),
                        },
                      ]}
                    />
                  ) : (
                    <p className="bw-quiet">{t('none.plans')}</p>
                  ),
                },
                {
                  key: 'faults',
                  label: t('faults'),
                  content: data.faults.length ? (
                    <DataTable
                      label={t('faults')}
                      rows={data.faults}
                      rowKey={(f) => f.id}
                      columns={[
                        { key: 'what', title: t('what'), render: (f) => <Go to={`/faults/${f.id}`}>{f.text}</Go> },
                        { key: 'at', title: t('reportedAt'), render: (f) => <Moment at={f.reportedAt} /> },
                        { key: 'by', title: t('reporter'), render: (f) => f.reporter },
                        {
                          key: 'state',
                          title: t('stateOf'),
                          render: (f) => <StateTag tone={f.state === 'open' ? 'late' : 'done'}>{t(`faultState.${f.state}`)}</StateTag>,
                        },
                      ]}
                    />
                  ) : (
                    <p className="bw-quiet">{t('none.faultsHere')}</p>
                  ),
                },
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(sheet)}
          open
          close={() => setSheet(null)}
          fields={fields[sheet]}
          initial={
            sheet === 'change'
              ? { zoneId: data.zoneId, state: data.state }
              : sheet === 'newMaintenance' && live[0]
                ? { planId: live[0].id, result: 'good' }
                : {}
          }
          submit={send}
        />
      ) : null}
    </>
  )
}
export default EquipmentRecord
