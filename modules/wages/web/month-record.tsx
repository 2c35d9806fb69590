import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, monthText, timeText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import * as api from '../api.ts'
import { listKinds } from '../rules.ts'
import { MonthList } from './month-lists.tsx'
import { moneyText } from './money.ts'
import { tones } from './months-list.tsx'

/** Refusals that leave nothing to wait for: the act is not shown then. */
const nothingToDo = ['not-allowed', 'wages-submitted', 'paid-in-time', 'not-due-yet', 'cause-accepted']
type Sheet = 'submit' | 'receive' | 'return' | 'askCause' | 'acceptCause' | 'refuseCause' | 'remind'
const MonthRecord = (): ReactNode => {
  const { t } = useTranslation('wages')
  const path = usePathParams()
  const params = { engagementId: Number(path.engagementId), month: String(path.month) }
  const tell = useTell()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const { data, error, refetch } = useCall(api.readMonth, { params })
  const submit = useAct(api.submitMonth)
  const decide = useAct(api.decideMonth)
  const ask = useAct(api.askCause)
  const decideCause = useAct(api.decideCause)
  const remind = useAct(api.remindMonth)
  const at = { params, revision: data?.revision ?? 0 }
  const waiting = data?.causes.find((c) => c.approved === null)
  const can = (d: { ok: boolean; code?: string } | undefined): boolean | string =>
    !d ? false : d.ok || (nothingToDo.includes(d.code ?? '') ? false : (d.code ?? false))
  const title = monthText(params.month)
  const long = (name: string, max: number, required = true) => ({ name, kind: 'longtext', label: t(name), required, max }) as const
  const soft = data?.lists.some((l) => l.soft > 0) ?? false
  const happened = data
    ? [
        ...data.reminded.map((r) => ({
          at: r.at,
          key: `r${r.id}`,
          what: r.counts ? t('remindedNth', { n: r.counts }) : t('remindedNot'),
          who: r.by ?? t('itself'),
          note: r.note ?? undefined,
        })),
        ...data.causes.map((c) => ({ at: c.askedAt, key: `c${c.id}`, what: t('causeAsked'), who: c.askedBy ?? undefined, note: c.reason })),
        ...data.causes
          .filter((c) => c.decidedAt !== null)
          .map((c) => ({
            at: c.decidedAt as string,
            key: `d${c.id}`,
            what: t(c.approved ? 'causeAccepted' : 'causeRefused'),
            who: c.decidedBy ?? undefined,
            note: c.decision ?? undefined,
          })),
        ...(data.decidedAt
          ? [
              {
                at: data.decidedAt,
                key: 'decided',
                what: t(`state.${data.state === 'received' ? 'received' : 'returned'}`),
                who: data.decidedBy ?? undefined,
                note: data.reason ?? undefined,
              },
            ]
          : []),
        ...(data.submittedAt
          ? [
              {
                at: data.submittedAt,
                key: 'submitted',
                what: t('submittedAct'),
                who: data.submittedBy ?? undefined,
                note: data.note ?? undefined,
              },
            ]
          : []),
        ...data.lists.map((l) => ({
          at: l.addedAt,
          key: `l${l.id}`,
          what: t('listAdded', { kind: t(`kind.${l.kind}`) }),
          who: l.addedBy ?? undefined,
          note: undefined,
        })),
      ].sort((a, b) => b.at.localeCompare(a.at))
    : []
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/wages' }}
        title={data ? title : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={tones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={[
          { key: 'submit', label: t('act.submit'), primary: true, can: can(data?.can.submit), run: () => setSheet('submit') },
          { key: 'receive', label: t('act.receive'), primary: true, can: data?.can.decide.ok ?? false, run: () => setSheet('receive') },
          { key: 'return', label: t('act.return'), can: data?.can.decide.ok ?? false, run: () => setSheet('return') },
          { key: 'acceptCause', label: t('act.acceptCause'), can: data?.can.decideCause.ok ?? false, run: () => setSheet('acceptCause') },
          { key: 'refuseCause', label: t('act.refuseCause'), can: data?.can.decideCause.ok ?? false, run: () => setSheet('refuseCause') },
          { key: 'askCause', label: t('act.askCause'), can: can(data?.can.askCause), run: () => setSheet('askCause') },
          { key: 'remind', label: t('act.remind'), can: can(data?.can.remind), run: () => setSheet('remind') },
        ]}
        facts={
          data
            ? [
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'engagement', label: t('engagement'), value: data.engagement },
                { key: 'due', label: t('dueOn'), value: dateText(data.dueOn) },
                { key: 'paid', label: t('paidOn'), value: data.paidOn ? dateText(data.paidOn) : '—' },
                {
                  key: 'late',
                  label: t('punctual'),
                  value: data.late ? (
                    <StateTag tone={data.excused ? 'closed' : 'late'}>{t(data.excused ? 'excused' : 'late')}</StateTag>
                  ) : (
                    t('notLate')
                  ),
                },
                {
                  key: 'counted',
                  label: t('counted'),
                  value: data.right ? (
                    <StateTag tone="late">{t('rightTag', { n: data.counted })}</StateTag>
                  ) : (
                    t('countedOf', { n: data.counted })
                  ),
                },
                { key: 'roster', label: t('onRoster'), value: t('people', { n: data.onRoster }) },
                { key: 'minimum', label: t('minimum'), value: data.minimumFen === null ? t('minimumNone') : moneyText(data.minimumFen) },
                ...(data.submittedAt ? [{ key: 'submitted', label: t('submittedAt'), value: timeText(data.submittedAt) }] : []),
                ...(data.note ? [{ key: 'note', label: t('note'), value: data.note, wide: true }] : []),
                ...(data.reason ? [{ key: 'reason', label: t('reason'), value: data.reason, wide: true }] : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'lists',
                  label: t('lists'),
                  content: (
                    <>
                      {listKinds.map((kind) => (
                        <MonthList
                          key={kind}
                          kind={kind}
                          params={params}
                          list={data.lists.find((l) => l.kind === kind) ?? null}
                          may={{ upload: data.can.upload.ok, amounts: data.can.amounts }}
                          reread={() => void refetch()}
                        />
                      ))}
                    </>
                  ),
                },
              ]
            : []
        }
        side={happened.length ? <Timeline title={t('course')} entries={happened} /> : null}
      />
      {sheet && data ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          lead={
            sheet === 'submit'
              ? t(soft ? 'submitSoft' : 'submitLead')
              : sheet === 'acceptCause' || sheet === 'refuseCause'
                ? waiting?.reason
                : sheet === 'remind'
                  ? t('remindLead')
                  : undefined
          }
          fields={
            sheet === 'submit'
              ? [{ name: 'paidOn', kind: 'date', label: t('paidOn'), required: true, max: todayText() }, long('note', 1000, soft)]
              : sheet === 'receive'
                ? []
                : [sheet === 'remind' ? long('note', 500) : long('reason', sheet === 'askCause' ? 1000 : 500)]
          }
          codes={{ 'day-in-future': 'paidOn', 'paid-before-month': 'paidOn', 'note-needed': 'note' }}
          submitLabel={t(`act.${sheet}`)}
          submit={async (v) => {
            const reason = String(v.reason ?? '')
            if (sheet === 'submit')
              await submit.mutateAsync({ ...at, body: { paidOn: String(v.paidOn), note: v.note ? String(v.note) : null } })
            else if (sheet === 'receive' || sheet === 'return')
              await decide.mutateAsync({ ...at, body: { accept: sheet === 'receive', reason: reason || null } })
            else if (sheet === 'askCause') await ask.mutateAsync({ params, body: { reason } })
            else if (sheet === 'remind') await remind.mutateAsync({ params, body: { note: String(v.note) } })
            else if (waiting)
              await decideCause.mutateAsync({ params: { id: waiting.id }, body: { approved: sheet === 'acceptCause', decision: reason } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default MonthRecord
