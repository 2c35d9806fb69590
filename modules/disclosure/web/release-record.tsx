import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment, timeText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import * as api from '../api.ts'
import { tones } from './releases-list.tsx'
import { dayAndTime } from './moment.ts'

type Sheet = 'permit' | 'refuse' | 'end' | 'disclose'
type Can = { ok: true } | { ok: false; code: string }
/** Who has no business with an act does not see it; who has, sees why not now. */
const shown = (c: Can): boolean | string => (c.ok ? true : c.code === 'not-allowed' ? false : c.code)
const ReleaseRecord = (): ReactNode => {
  const { t } = useTranslation('disclosure')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const me = useMe()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const { data, error, refetch } = useCall(api.readRelease, { params: { id } })
  const notify = useAct(api.notifyCourt)
  const decide = useAct(api.decideRelease)
  const end = useAct(api.endRelease)
  const disclose = useAct(api.recordDisclosed)
  const ofThis = { params: { id }, revision: data?.revision ?? 0 }
  const reason: Field = { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }
  const of = (list: readonly string[] | null | undefined): string => list?.map((s) => t(`scope.${s}`)).join(t('and')) || '—'
  const choices = (list: readonly string[] | null | undefined) => (list ?? []).map((k) => ({ value: k, label: t(`scope.${k}`) }))
  const fields: Record<Sheet, Field[]> = {
    permit: [
      { name: 'allowed', kind: 'checks', label: t('allowed'), required: true, options: choices(data?.scope) },
      { name: 'allowedUntil', kind: 'date', label: t('allowedUntil'), required: true },
      reason,
    ],
    refuse: [reason],
    end: [reason],
    disclose: [
      { name: 'what', kind: 'radio', label: t('what'), required: true, options: choices(data?.allowed) },
      { name: 'happenedAt', kind: 'time', label: t('happenedAt'), required: true, max: todayText() },
      { name: 'takenBy', kind: 'text', label: t('takenBy'), required: true, max: 200 },
      { name: 'text', kind: 'longtext', label: t('disclosedText'), required: true, max: 5000 },
    ],
  }
  const send = async (v: Record<string, unknown>): Promise<void> => {
    if (sheet === 'permit' || sheet === 'refuse')
      await decide.mutateAsync({
        ...ofThis,
        body: { ...v, permit: sheet === 'permit' } as z.input<NonNullable<typeof api.decideRelease.body>>,
      })
    else if (sheet === 'end') await end.mutateAsync({ ...ofThis, body: v as { reason: string } })
    else {
      const { day, time } = dayAndTime(v.happenedAt)
      const body = { ...v, happenedOn: day, happenedAt: time } as z.input<NonNullable<typeof api.recordDisclosed.body>>
      await disclose.mutateAsync({ params: { id }, body })
    }
    tell.done(t('saved'))
  }
  const can = data?.can
  return (
    <>
      <RecordPage
        kind={{ label: t('releases'), to: me.permissions.has('disclosure.releases') ? '/releases' : '/' }}
        title={data ? `${data.number} ${t(`kind.${data.kind}`)}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={tones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={
          data && can
            ? [
                {
                  key: 'notify',
                  label: t('act.notify'),
                  primary: true,
                  can: can.notify.ok,
                  run: async () => {
                    await notify.mutateAsync({ ...ofThis, body: {} })
                    tell.done(t('notified'))
                  },
                },
                {
                  key: 'permit',
                  label: t('act.permit'),
                  primary: can.decide.ok,
                  can: data.decidedAt ? false : shown(can.decide),
                  run: () => setSheet('permit'),
                },
                { key: 'refuse', label: t('act.refuse'), can: can.decide.ok, run: () => setSheet('refuse') },
                {
                  key: 'disclose',
                  label: t('act.disclose'),
                  primary: can.disclose.ok,
                  can: data.decidedAt ? shown(can.disclose) : false,
                  run: () => setSheet('disclose'),
                },
                { key: 'end', label: t('act.end'), can: can.end.ok, run: () => setSheet('end') },
              ]
            : []
        }
        facts={
          data
            ? [
                { key: 'recipient', label: t(data.kind === 'demand' ? 'authority' : 'recipient'), value: data.recipient },
                ...(data.kind === 'demand'
                  ? [
                      { key: 'paperNo', label: t('paperNo'), value: data.paperNo },
                      { key: 'received', label: t('receivedAt'), value: data.receivedAt ? timeText(data.receivedAt) : null },
                      { key: 'notified', label: t('notifiedAt'), value: data.notifiedAt ? timeText(data.notifiedAt) : t('notYet') },
                    ]
                  : []),
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                {
                  key: 'case',
                  label: t('caseOf'),
                  value: data.caseNumber ? (
                    <Go to={`/cases/${data.caseId}`}>{data.caseNumber}</Go>
                  ) : (
                    (data.caseSaid ?? (data.caseId ? t('caseHidden') : t('caseNone')))
                  ),
                },
                { key: 'made', label: t('madeBy'), value: `${data.madeBy}　${timeText(data.madeAt)}` },
                { key: 'scope', label: t(data.kind === 'demand' ? 'demandScope' : 'scopeOf'), value: of(data.scope) },
                { key: 'until', label: t(data.kind === 'demand' ? 'demandUntil' : 'untilOn'), value: dateText(data.untilOn) },
                { key: 'text', label: t(data.kind === 'demand' ? 'demanded' : 'text'), value: data.text, wide: true },
                { key: 'purpose', label: t('purpose'), value: data.purpose, wide: true },
                ...(data.decidedAt
                  ? [
                      { key: 'decided', label: t('decided'), value: `${data.decidedBy ?? ''}　${timeText(data.decidedAt)}` },
                      { key: 'allowed', label: t('allowed'), value: of(data.allowed) },
                      { key: 'allowedUntil', label: t('allowedUntil'), value: data.allowedUntil ? dateText(data.allowedUntil) : null },
                      { key: 'reason', label: t('reason'), value: data.reason, wide: true },
                    ]
                  : []),
                ...(data.endedAt
                  ? [{ key: 'ended', label: t('ended'), value: `${timeText(data.endedAt)}　${data.endReason ?? ''}`, wide: true }]
                  : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'papers',
                  label: `${t('papers')} ${data.papers.length}`,
                  content: (
                    <>
                      {data.can.addPaper.ok ? <Upload endpoint={api.addPaper} params={{ id }} onDone={() => void refetch()} /> : null}
                      {data.papers.length ? (
                        <ul className="bw-plain bw-linked">
                          {data.papers.map((p) => (
                            <li key={p.id}>
                              <a href={addressOf(api.readPaper, { params: { id: p.id } })} target="_blank" rel="noreferrer">
                                {p.name}
                              </a>{' '}
                              <span className="bw-quiet">
                                {p.by} <Moment at={p.at} />
                              </span>
                            </li>
                          ))}
                        </ul>
                      ) : (
                        <p className="bw-quiet">{t('papersNone')}</p>
                      )}
                    </>
                  ),
                },
                {
                  key: 'disclosed',
                  label: `${t('disclosed')} ${data.disclosed.length}`,
                  content: data.disclosed.length ? (
                    <DataTable
                      label={t('disclosed')}
                      rows={data.disclosed}
                      rowKey={(r) => r.id}
                      columns={[
                        { key: 'what', title: t('what'), render: (r) => t(`scope.${r.what}`) },
                        { key: 'text', title: t('disclosedText'), render: (r) => r.text },
                        { key: 'takenBy', title: t('takenBy'), render: (r) => r.takenBy },
                        { key: 'at', title: t('happenedAt'), render: (r) => <Moment at={r.happenedAt} /> },
                        { key: 'by', title: t('by'), render: (r) => r.by },
                      ]}
                    />
                  ) : (
                    <p className="bw-quiet">{t('disclosedNone')}</p>
                  ),
                },
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          lead={sheet === 'disclose' ? t('discloseLead') : undefined}
          fields={fields[sheet]}
          codes={{
            'time-in-future': 'happenedAt',
            'before-permission': 'happenedAt',
            'outside-term': 'happenedAt',
            'outside-scope': 'what',
          }}
          initial={sheet === 'permit' ? { allowed: data.scope, allowedUntil: data.untilOn } : {}}
          submit={send}
        />
      ) : null}
    </>
  )
}
export default ReleaseRecord
