import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText, timeText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listCaseTypes } from '../../cases/api.ts'
import * as api from '../api.ts'
import { absenceKinds, balances } from '../rules.ts'

type Row = z.output<typeof api.listJudges.response>['items'][number]
type Body<E extends { body?: z.ZodType }> = z.input<NonNullable<E['body']>>
const Judges = (): ReactNode => {
  const { t } = useTranslation('scheduling')
  const tell = useTell()
  const { data, error, refetch } = useCall(api.listJudges, { query: {} })
  const types = useCall(listCaseTypes, {}).data?.items ?? []
  const [sheet, setSheet] = useState<'rule' | 'share' | 'absence' | null>(null)
  const [judge, setJudge] = useState<Row | null>(null)
  const setRule = useAct(api.setRule)
  const setShare = useAct(api.setShare)
  const addAbsence = useAct(api.addAbsence)
  const endAbsence = useAct(api.endAbsence)
  const set = data?.can.set.ok ?? false
  const openFor = (of: 'share' | 'absence', row: Row): void => {
    setJudge(row)
    setSheet(of)
  }
  const close = (): void => setSheet(null)
  const procedures = api.procedures.map((p) => ({ value: p, label: t(`cases:procedure.${p}`) }))
  return (
    <>
      <RecordPage
        kind={{ label: t('register'), to: '/allocations' }}
        title={t('bench')}
        error={error}
        retry={() => void refetch()}
        acts={[{ key: 'rule', label: t('setRule'), can: set, run: () => setSheet('rule') }]}
        facts={
          data
            ? [
                {
                  key: 'rule',
                  label: t('rule'),
                  value: data.rule.version === 0 ? t('ruleOwn') : t('ruleOf', { version: data.rule.version }),
                },
                { key: 'balance', label: t('balanceOf'), value: t(`balance.${data.rule.balance}`) },
                ...(data.rule.setAt ? [{ key: 'set', label: t('madeBy'), value: `${data.rule.setBy}　${timeText(data.rule.setAt)}` }] : []),
                { key: 'how', label: t('weight'), value: t(`balanceHow.${data.rule.balance}`), wide: true },
                ...(data.rule.note ? [{ key: 'note', label: t('note'), value: data.rule.note, wide: true }] : []),
              ]
            : []
        }
      >
        {data?.items.length === 0 ? <p className="bw-quiet">{t('benchEmpty')}</p> : null}
        <DataTable
          label={t('bench')}
          rows={data?.items}
          rowKey={(r) => `${r.judgeId} ${r.divisionId}`}
          columns={[
            { key: 'judge', title: t('judge'), render: (r) => r.judge },
            { key: 'division', title: t('division'), render: (r) => r.division },
            { key: 'load', title: t('load'), align: 'end', render: (r) => r.load },
            { key: 'share', title: t('share'), align: 'end', render: (r) => `${r.percent}%` },
            { key: 'types', title: t('types'), render: (r) => r.types.join('、') || t('typesAll') },
            {
              key: 'procedures',
              title: t('procedures'),
              render: (r) => r.procedures.map((p) => t(`cases:procedure.${p}`)).join('、') || t('typesAll'),
            },
            {
              key: 'absence',
              title: t('absence'),
              render: (r) =>
                r.absences.length === 0
                  ? '—'
                  : r.absences.map((a) => (
                      <div key={a.id}>
                        {t('days', { from: dateText(a.fromDate), until: dateText(a.untilDate), kind: t(`absenceKind.${a.kind}`) })}
                        {set ? (
                          <Button
                            type="link"
                            size="small"
                            onClick={() =>
                              void endAbsence
                                .mutateAsync({ params: { id: a.id }, body: {} })
                                .then(() => tell.done(t('absenceEnded')))
                                .catch(tell.refused)
                            }
                          >
                            {t('absenceEnd')}
                          </Button>
                        ) : null}
                      </div>
                    )),
            },
            ...(set
              ? [
                  {
                    key: 'act',
                    title: '',
                    render: (r: Row) => (
                      <span className="bw-acts">
                        <Button size="small" onClick={() => openFor('share', r)}>
                          {t('act')}
                        </Button>
                        <Button size="small" onClick={() => openFor('absence', r)}>
                          {t('absenceAct')}
                        </Button>
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </RecordPage>
      <FormDrawer
        title={t('setRule')}
        open={sheet === 'rule'}
        close={close}
        fields={[
          {
            name: 'balance',
            kind: 'radio',
            label: t('balanceOf'),
            required: true,
            options: balances.map((b) => ({ value: b, label: `${t(`balance.${b}`)}：${t(`balanceHow.${b}`)}` })),
          },
          { name: 'note', kind: 'longtext', label: t('note'), required: true, max: 500 },
        ]}
        initial={{ balance: data?.rule.balance }}
        submit={async (v) => {
          await setRule.mutateAsync({ body: v as Body<typeof api.setRule>, revision: data!.rule.version })
          tell.done(t('ruleSet'))
        }}
      />
      {judge ? (
        <>
          <FormDrawer
            title={t('setShare', { judge: judge.judge })}
            open={sheet === 'share'}
            close={close}
            fields={[
              { name: 'percent', kind: 'number', label: t('share'), required: true, min: 0, max: 200, hint: t('shareHint') },
              {
                name: 'types',
                kind: 'choices',
                label: t('types'),
                options: types
                  .filter((x) => x.enabled)
                  .map((x) => ({ value: x.code, label: `${x.code} ${language() === 'zh' ? x.zh : x.en}` })),
              },
              { name: 'procedures', kind: 'checks', label: t('procedures'), options: procedures },
              { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
            ]}
            initial={{ percent: judge.percent, types: judge.types, procedures: judge.procedures }}
            codes={{ 'type-unknown': 'types' }}
            submit={async (v) => {
              await setShare.mutateAsync({
                params: { id: judge.judgeId },
                revision: judge.version,
                body: { types: [], procedures: [], ...(v as object) } as unknown as Body<typeof api.setShare>,
              })
              tell.done(t('shareSet'))
            }}
          />
          <FormDrawer
            title={t('absenceAdd', { judge: judge.judge })}
            open={sheet === 'absence'}
            close={close}
            lead={t('absenceLead')}
            fields={[
              { name: 'fromDate', kind: 'date', label: t('fromDate'), required: true },
              { name: 'untilDate', kind: 'date', label: t('untilDate'), required: true, min: todayText() },
              {
                name: 'kind',
                kind: 'choice',
                label: t('absenceKindOf'),
                required: true,
                options: absenceKinds.map((k) => ({ value: k, label: t(`absenceKind.${k}`) })),
              },
            ]}
            initial={{ fromDate: todayText(), kind: 'leave' }}
            codes={{ 'absence-days': 'untilDate', 'absence-overlaps': 'fromDate' }}
            submit={async (v) => {
              await addAbsence.mutateAsync({ params: { id: judge.judgeId }, body: v as Body<typeof api.addAbsence> })
              tell.done(t('absenceSaved'))
            }}
          />
        </>
      ) : null}
    </>
  )
}
export default Judges
