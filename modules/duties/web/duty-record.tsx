import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { language, listText } from '../../../platform/ui/i18n.ts'
import type { Tone } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import type { Role } from '../../organisations/rules/roles.ts'
import { askExcuse, decideExcuse, readDuty, tickDuty } from '../api.ts'
import { useDutyPlace } from './public.tsx'
import { DutyDue, DutyStateTag, nameOf, SubjectName, useClause, usePeriod } from './shown.tsx'

const tones: Record<string, Tone> = {
  breached: 'late',
  fulfilled: 'done',
  'excuse-approved': 'closed',
  'excuse-refused': 'soon',
  'excuse-asked': 'soon',
  opened: 'active',
}
const valueText = (value: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) ? dateText(value) : /^\d{4}-\d{2}-\d{2}T/.test(value) ? timeText(value) : value

const DutyRecord = (): ReactNode => {
  const { t } = useTranslation('duties')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const clauseText = useClause()
  const periodText = usePeriod()
  const go = useGo()
  const { data: d, error, refetch } = useCall(readDuty, { params: { id } })
  const ask = useAct(askExcuse)
  const decide = useAct(decideExcuse)
  const tick = useAct(tickDuty)
  const [form, setForm] = useState<'ask' | 'approve' | 'refuse' | 'tick' | null>(null)
  const placeFor = useDutyPlace()
  const place = d ? placeFor(d) : null
  const mine = d !== undefined && (d.can.ask.ok || d.can.ask.code === 'excuse-waits')
  const owed = d?.state === 'open' || d?.state === 'breached'
  const evidenceWord = (type: string): string => t(`ev.${type}`, { defaultValue: t('ev.other') })
  const evidence = (): ReactNode => {
    if (!d?.evidence) return <span className="bw-quiet">{t('noEvidence')}</span>
    if (d.evidence.type === 'tick') return `${evidenceWord('tick')}${d.note ? `: ${d.note}` : ''}`
    // A number of a row says nothing to anybody: the page it stands on does.
    const words = d.evidence.type === 'calendar' ? `${evidenceWord('calendar')} ${d.evidence.id}` : evidenceWord(d.evidence.type)
    return place ? <Go to={place}>{words}</Go> : words
  }
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/duties' }}
        title={d && nameOf(d)}
        error={error}
        retry={() => void refetch()}
        state={d ? <DutyStateTag state={d.state} /> : null}
        mark={d ? <DutyDue duty={d} /> : null}
        acts={
          d
            ? [
                {
                  key: 'do',
                  label: t(mine ? 'place.do' : 'place.see'),
                  primary: mine,
                  can: owed && place !== null,
                  run: () => go(place ?? '/duties'),
                },
                {
                  key: 'approve',
                  label: t('excuse.approve'),
                  primary: true,
                  can: d.excuse ? d.can.decide : false,
                  run: () => setForm('approve'),
                },
                { key: 'refuse', label: t('excuse.refuse'), can: d.excuse ? d.can.decide : false, run: () => setForm('refuse') },
                {
                  key: 'tick',
                  label: t('tick.do'),
                  primary: true,
                  can: d.tick && d.can.tick.ok ? true : false,
                  run: () => setForm('tick'),
                },
                {
                  key: 'ask',
                  label: t('excuse.ask'),
                  can: d.can.ask.ok ? true : d.can.ask.code === 'excuse-waits' ? d.can.ask : false,
                  run: () => setForm('ask'),
                },
              ]
            : []
        }
        facts={
          d
            ? [
                { key: 'what', label: t('what'), value: language() === 'zh' ? d.textZh : d.textEn, wide: true },
                { key: 'subject', label: t('subject'), value: <SubjectName duty={d} /> },
                { key: 'period', label: t('period'), value: periodText(d.period) },
                {
                  key: 'debtor',
                  label: t('debtor'),
                  value: `${t(`side.${d.debtor}`)}${d.debtor === 'contractor' && d.contractorName ? ` · ${d.contractorName}` : ''}`,
                },
                { key: 'roles', label: t('roles'), value: listText(d.roles.map((r) => roleText(r as Role))) },
                { key: 'clauses', label: t('clauses'), value: listText(d.clauses.map(clauseText)) },
                { key: 'opens', label: t('opens'), value: timeText(d.opensAt) },
                {
                  key: 'reminders',
                  label: t('reminders'),
                  value: d.remindAt.length ? listText(d.remindAt.map((at) => timeText(at, { short: true }))) : t('none'),
                },
                {
                  key: 'evidence',
                  label: d.evidence ? t('evidence') : t('evidenceNeeded'),
                  value: d.evidence
                    ? evidence()
                    : d.tick
                      ? evidenceWord('tick')
                      : `${listText([...new Set(d.evidenceTypes.map(evidenceWord))])} · ${t('noEvidence')}`,
                },
              ]
            : []
        }
        side={
          d ? (
            <Timeline
              title={t('history.title')}
              entries={d.history.map((h, i) => ({
                key: i,
                at: h.at,
                what: t(`history.${h.kind}`),
                tone: tones[h.kind] ?? 'plain',
                ...(h.by ? { who: h.by } : {}),
                ...(h.note ? { note: h.note } : {}),
                ...(h.kind === 'withdrawn' && d.note ? { note: t(`because.${d.note}`, { defaultValue: t('because.other') }) } : {}),
              }))}
            />
          ) : null
        }
      >
        {d?.excuse ? (
          <Alert
            type="info"
            showIcon
            className="bw-gap"
            style={{ marginTop: 12 }}
            title={t('excuse.waits', { name: d.excuse.askedByName })}
            description={d.excuse.reason}
          />
        ) : null}
        {d ? (
          <section className="bw-sheet bw-pad" style={{ marginTop: 12 }}>
            <h2 className="bw-h2">{t('basis.title')}</h2>
            <ol style={{ margin: 0, paddingInlineStart: 20 }}>
              {d.basis.map((s) => (
                <li key={`${s.step}${s.value}`} className="bw-figures">
                  {t(`basis.${s.step}`, { value: s.step === 'period' ? periodText(s.value) : valueText(s.value), n: s.n })}
                </li>
              ))}
            </ol>
            <p className="bw-quiet" style={{ margin: '8px 0 0' }}>
              {d.provisional ? t('provisional') : null} {t('basis.calendar', { version: d.calendar })}
            </p>
          </section>
        ) : null}
      </RecordPage>
      <FormDrawer
        title={t('excuse.ask')}
        open={form === 'ask'}
        close={() => setForm(null)}
        lead={t('excuse.askLead')}
        schema={askExcuse.body}
        fields={[{ name: 'reason', kind: 'longtext', label: t('excuse.reason'), required: true, max: 1000 }]}
        submit={async (v) => {
          await ask.mutateAsync({ params: { id }, body: { reason: String(v.reason) }, revision: d?.revision ?? 0 })
          tell.done(t('excuse.asked'))
        }}
      />
      <FormDrawer
        title={t(form === 'refuse' ? 'excuse.refuse' : 'excuse.approve')}
        open={form === 'approve' || form === 'refuse'}
        close={() => setForm(null)}
        lead={t('excuse.decideLead')}
        fields={[{ name: 'reason', kind: 'longtext', label: t('excuse.decision'), required: true, max: 1000 }]}
        submit={async (v) => {
          await decide.mutateAsync({
            params: { id },
            body: { approved: form === 'approve', reason: String(v.reason) },
            revision: d?.revision ?? 0,
          })
          tell.done(t('excuse.decided'))
        }}
      />
      <FormDrawer
        title={t('tick.do')}
        open={form === 'tick'}
        close={() => setForm(null)}
        lead={d?.tick ? t('tick.lead', { why: d.tick[language()] }) : null}
        schema={tickDuty.body}
        fields={[{ name: 'note', kind: 'longtext', label: t('tick.note'), required: true, max: 1000 }]}
        submit={async (v) => {
          await tick.mutateAsync({ params: { id }, body: { note: String(v.note) }, revision: d?.revision ?? 0 })
          tell.done(t('tick.done'))
        }}
      />
    </>
  )
}
export default DutyRecord
