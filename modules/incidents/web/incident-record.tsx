import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import { DevicePicker } from '../../badges/web/public.tsx'
import { ContractorPicker, PersonPicker } from '../../organisations/web/public.tsx'
import * as api from '../api.ts'
import { incidentGrades } from '../rules.ts'
import { tones } from './incidents-list.tsx'

type Sheet =
  | 'contain'
  | 'concern'
  | 'grade'
  | 'tell'
  | 'measure'
  | 'note'
  | 'answer'
  | 'added'
  | 'askClosing'
  | 'close'
  | 'refuse'
  | 'reopen'
const IncidentRecord = (): ReactNode => {
  const { t } = useTranslation('incidents')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const go = useGo()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const { data, error, refetch } = useCall(api.readIncident, { params: { id } })
  const does = {
    acknowledge: useAct(api.acknowledge),
    concern: useAct(api.concern),
    contain: useAct(api.contain),
    grade: useAct(api.gradeIncident),
    tell: useAct(api.tellContractor),
    contractorAcknowledge: useAct(api.contractorAcknowledge),
    add: useAct(api.addEntry),
    askClosing: useAct(api.askClosing),
    close: useAct(api.closeIncident),
    reopen: useAct(api.reopenIncident),
  }
  const ofThis = { params: { id }, revision: data?.revision ?? 0 }
  const at = (x: string | null | undefined): ReactNode => (x ? timeText(x) : '—')
  const reason: Field = { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }
  const text: Field = { name: 'text', kind: 'longtext', label: t('text'), required: true, max: 5000 }
  const subjects = data
    ? (
        [
          ['person', data.personId],
          ['contractor', data.contractorId],
          ['case', data.caseId],
          ['device', data.deviceId],
        ] as const
      )
        .filter(([k, v]) => v !== null && !data.freezes.some((f) => f.what === k && f.live))
        .map(([k]) => k)
    : []
  const fields: Record<Sheet, Field[]> = {
    contain: [
      {
        name: 'what',
        kind: 'checks',
        label: t('containWhat'),
        required: true,
        options: subjects.map((k) => ({ value: k, label: t(`freeze.${k}`) })),
      },
      reason,
    ],
    concern: [
      { name: 'personId', kind: 'own', label: t('person'), input: (o) => <PersonPicker {...o} /> },
      { name: 'contractorId', kind: 'own', label: t('contractor'), input: (o) => <ContractorPicker {...o} /> },
      { name: 'caseId', kind: 'own', label: t('caseOf'), input: (o) => <CasePicker {...o} /> },
      { name: 'deviceId', kind: 'own', label: t('device'), input: (o) => <DevicePicker {...o} />, hint: t('deviceHint') },
    ],
    grade: [
      {
        name: 'grade',
        kind: 'radio',
        label: t('gradeOf'),
        required: true,
        options: incidentGrades.map((k) => ({ value: k, label: t(`grade.${k}`) })),
      },
      reason,
    ],
    tell: [text],
    measure: [text],
    note: [text],
    answer: [text],
    added: [text],
    askClosing: [{ name: 'lessons', kind: 'longtext', label: t('lessons'), required: true, max: 5000 }],
    close: [reason],
    refuse: [reason],
    reopen: [reason],
  }
  // biome-ignore lint/suspicious/noExplicitAny: each sheet sends the fields of its own endpoint, which checks them
  const send = async (v: any): Promise<void> => {
    if (sheet === 'contain') await does.contain.mutateAsync({ ...ofThis, body: v })
    else if (sheet === 'concern') await does.concern.mutateAsync({ ...ofThis, body: v })
    else if (sheet === 'grade') await does.grade.mutateAsync({ ...ofThis, body: v })
    else if (sheet === 'tell') await does.tell.mutateAsync({ ...ofThis, body: v })
    else if (sheet === 'askClosing') await does.askClosing.mutateAsync({ ...ofThis, body: v })
    else if (sheet === 'close' || sheet === 'refuse')
      await does.close.mutateAsync({ ...ofThis, body: { agree: sheet === 'close', reason: v.reason } })
    else if (sheet === 'reopen') await does.reopen.mutateAsync({ ...ofThis, body: v })
    else if (sheet) await does.add.mutateAsync({ ...ofThis, body: { kind: sheet, text: v.text } })
    tell.done(t('saved'))
  }
  const can = data?.can
  const opens = (key: Sheet, allowed: typeof can extends undefined ? never : { ok: boolean; code?: string } | undefined | boolean) => ({
    key,
    label: t(`act.${key}`),
    can:
      typeof allowed === 'object' ? allowed.ok || (allowed.code === 'not-allowed' ? false : (allowed.code ?? false)) : (allowed ?? false),
    run: () => setSheet(key),
  })
  const handle = can?.handle
  const all = handle?.ok || (handle && !handle.ok && handle.code !== 'not-allowed')
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/incidents' }}
        title={data ? `${data.number} ${t(`kind.${data.kind}`)}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={tones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={
          data && can
            ? [
                {
                  key: 'acknowledge',
                  label: t('act.acknowledge'),
                  primary: data.state === 'reported',
                  can: can.acknowledge.ok,
                  run: async () => {
                    await does.acknowledge.mutateAsync({ ...ofThis, body: {} })
                    tell.done(t('saved'))
                  },
                },
                {
                  key: 'contractorAcknowledge',
                  label: t('act.contractorAcknowledge'),
                  primary: true,
                  can: can.contractorAcknowledge.ok,
                  run: async () => {
                    await does.contractorAcknowledge.mutateAsync({ ...ofThis, body: {} })
                    tell.done(t('saved'))
                  },
                },
                {
                  ...opens('contain', can.contain.ok && subjects.length === 0 ? { ok: false, code: 'nothing-to-contain' } : can.contain),
                  primary: data.state === 'handling' && !data.contained,
                },
                opens('concern', can.handle),
                opens('grade', can.handle),
                opens('tell', can.tell),
                opens('measure', can.handle.ok || data.toldAt !== null ? can.add : false),
                opens('note', can.handle),
                opens('answer', can.handle),
                opens('added', can.handle.ok ? false : can.add),
                opens('askClosing', can.askClosing),
                { ...opens('close', can.close), primary: data.state === 'closing' },
                opens('refuse', can.close.ok),
                opens('reopen', can.reopen.ok),
                {
                  key: 'report',
                  label: t('act.report'),
                  can: Boolean(all),
                  run: () => void window.open(addressOf(api.printIncident, { params: { id } }), '_blank', 'noopener'),
                },
                { key: 'access', label: t('act.access'), can: Boolean(all) && data.freezes.length > 0, run: () => go('/access/denials') },
              ]
            : []
        }
        facts={
          data
            ? [
                { key: 'grade', label: t('gradeOf'), value: data.grade ? t(`grade.${data.grade}`) : t('ungraded') },
                { key: 'happened', label: t('happenedOn'), value: data.happenedOn ? dateText(data.happenedOn) : '—' },
                {
                  key: 'reported',
                  label: t('reportedAt'),
                  value: `${timeText(data.reportedAt)}${data.anonymous ? ` · ${t('anonymous')}` : ''}`,
                },
                { key: 'ack', label: t('acknowledgedAt'), value: at(data.acknowledgedAt) },
                ...(all || data.toldAt
                  ? [
                      { key: 'contractor', label: t('contractor'), value: data.contractorName ?? '—' },
                      {
                        key: 'person',
                        label: t('person'),
                        value: data.personId ? (
                          all ? (
                            <Go to={`/access/persons/${data.personId}`}>{data.personName}</Go>
                          ) : (
                            data.personName
                          )
                        ) : (
                          '—'
                        ),
                      },
                      {
                        key: 'case',
                        label: t('caseOf'),
                        value: data.caseId ? (
                          data.caseNumber ? (
                            <Go to={`/cases/${data.caseId}`}>{data.caseNumber}</Go>
                          ) : (
                            t('caseHidden')
                          )
                        ) : (
                          '—'
                        ),
                      },
                      ...(data.deviceName ? [{ key: 'device', label: t('device'), value: data.deviceName }] : []),
                      { key: 'told', label: t('toldAt'), value: at(data.toldAt) },
                      { key: 'cack', label: t('contractorAcknowledgedAt'), value: at(data.contractorAcknowledgedAt) },
                    ]
                  : []),
                ...(data.freezes.length
                  ? [
                      {
                        key: 'freezes',
                        label: t('freezes'),
                        value: data.freezes
                          .map((f) =>
                            f.what === 'device'
                              ? t(f.live ? 'recalled' : 'givenBack')
                              : t(f.live ? 'live' : 'lifted', { what: t(`freeze.${f.what}`) }),
                          )
                          .join('　'),
                      },
                    ]
                  : []),
                ...(data.lessons ? [{ key: 'lessons', label: t('lessons'), value: data.lessons, wide: true }] : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'course',
                  label: t('course'),
                  content: (
                    <>
                      {data.can.add.ok ? <Upload endpoint={api.addEvidence} params={{ id }} onDone={() => void refetch()} /> : null}
                      <Timeline
                        title={t('course')}
                        entries={[...data.entries].reverse().map((e) => ({
                          key: e.id,
                          at: e.at,
                          what: t(`entry.${e.kind}`),
                          who: e.by ?? (e.kind === 'reported' || e.kind === 'added' ? t('anonymous') : undefined),
                          note: e.fileName ? (
                            <a href={addressOf(api.readEvidence, { params: { id: e.id } })} target="_blank" rel="noreferrer">
                              {e.fileName} <span className="bw-quiet">SHA-256 {e.sha256?.slice(0, 16)}…</span>
                            </a>
                          ) : (
                            e.text || undefined
                          ),
                        }))}
                      />
                    </>
                  ),
                },
                ...(all
                  ? [
                      {
                        key: 'reach',
                        label: `${t('reach')} ${data.reach.length}`,
                        content: data.reach.length ? (
                          <DataTable
                            label={t('reach')}
                            rows={data.reach}
                            rowKey={(r) => r.id}
                            columns={[
                              {
                                key: 'person',
                                title: t('person'),
                                render: (r) => <Go to={`/access/persons/${r.personId}`}>{r.personName}</Go>,
                              },
                              {
                                key: 'case',
                                title: t('caseOf'),
                                render: (r) => (r.caseNumber ? <Go to={`/cases/${r.caseId}`}>{r.caseNumber}</Go> : t('caseHidden')),
                              },
                              { key: 'from', title: t('fromAt'), render: (r) => <Moment at={r.fromAt} /> },
                              { key: 'until', title: t('untilAt'), render: (r) => <Moment at={r.untilAt} /> },
                            ]}
                          />
                        ) : (
                          <p className="bw-quiet">{t('reachNone')}</p>
                        ),
                      },
                    ]
                  : []),
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          lead={sheet === 'contain' ? t('containLead') : undefined}
          fields={fields[sheet]}
          initial={
            sheet === 'concern'
              ? { personId: data.personId, contractorId: data.contractorId, caseId: data.caseId, deviceId: data.deviceId }
              : sheet === 'contain'
                ? { what: subjects.filter((k) => k !== 'contractor') }
                : {}
          }
          submit={send}
        />
      ) : null}
    </>
  )
}
export default IncidentRecord
