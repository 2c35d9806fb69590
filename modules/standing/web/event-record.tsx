import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, DueTag, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { sendFile } from '../../../platform/ui/upload.tsx'
import * as api from '../api-events.ts'
import { readStandingPaper } from '../api.ts'
import { outcomes, type Outcome, type StepKind } from '../rules/events.ts'
import { can, eventTones, Findings } from './words.tsx'

type Sheet = 'evidence' | 'notice' | 'cure' | 'assess' | 'agree' | 'sendBack' | 'cured' | 'notCured'
const stepTones: Partial<Record<StepKind, Tone>> = { decided: 'done', cured: 'done', sentBack: 'soon', notCured: 'late' }

const EventRecord = (): ReactNode => {
  const { t } = useTranslation('standing')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const { data, error, refetch } = useCall(api.readEvent, { params: { id } })
  const assess = useAct(api.assessEvent)
  const decide = useAct(api.decideEvent)
  const settle = useAct(api.settleCure)
  const at = { params: { id }, revision: data?.revision ?? 0 }
  const show = (key: Sheet, allowed: boolean | string, primary = false) => ({
    key,
    label: t(`act.${key}`),
    can: allowed,
    primary,
    run: () => setSheet(key),
  })
  const proof = data?.steps.at(-1)?.kind === 'cureProof'
  const reason: Field = { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 2000 }
  const fields: Record<Sheet, Field[]> = {
    evidence: [{ name: 'file', kind: 'file', label: t('evidence'), required: true, accept: '.pdf,.jpg,.jpeg,.png,.xlsx' }],
    notice: [
      { name: 'text', kind: 'longtext', label: t('text'), max: 2000 },
      { name: 'file', kind: 'file', label: t('noticePaper'), required: true, accept: '.pdf,.jpg,.jpeg,.png,.xlsx' },
    ],
    cure: [
      { name: 'text', kind: 'longtext', label: t('cureText'), max: 2000 },
      { name: 'file', kind: 'file', label: t('cureProof'), required: true, accept: '.pdf,.jpg,.jpeg,.png,.xlsx' },
    ],
    assess: [
      { name: 'assessment', kind: 'longtext', label: t('assessment'), required: true, max: 5000, rows: 6 },
      {
        name: 'proposal',
        kind: 'radio',
        label: t('proposal'),
        required: true,
        options: outcomes.map((k) => ({ value: k, label: t(`outcome.${k}`) })),
      },
      { name: 'conditions', kind: 'longtext', label: t('conditions'), hint: t('conditionsHint'), max: 2000 },
      { name: 'cureBy', kind: 'date', label: t('cureBy'), required: true, when: (v) => v.proposal === 'cure' },
    ],
    agree: [reason],
    sendBack: [reason],
    cured: [reason],
    notCured: [reason],
  }
  return (
    <>
      <RecordPage
        kind={{ label: t('events'), to: '/standing-events' }}
        title={data ? `${data.number} ${t(`kind.${data.kind}`)}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={
          data ? (
            <StateTag tone={eventTones[data.state]}>
              {t(data.state === 'closed' && data.outcome ? `outcome.${data.outcome}` : `eventState.${data.state}`)}
            </StateTag>
          ) : null
        }
        mark={data && data.decidedAt === null ? <DueTag due={data.assessBy} /> : undefined}
        acts={[
          show('assess', data?.can.assess.ok ?? false, true),
          show('agree', can(data?.can.decide, 'not-assessed'), true),
          show('sendBack', data?.can.decide.ok ?? false),
          show('cured', (data?.can.settle.ok ?? false) && proof, true),
          show('notCured', can(data?.can.settle, 'not-curing')),
          show('notice', data?.can.notice.ok ?? false, true),
          show('cure', data?.can.cure.ok ?? false, true),
          show('evidence', data?.can.evidence.ok ?? false),
        ]}
        facts={
          data
            ? [
                {
                  key: 'contractor',
                  label: t('contractor'),
                  value: <Go to={`/standing/${data.contractorId}`}>{data.contractor}</Go>,
                },
                { key: 'source', label: t('sourceOf'), value: `${t(`source.${data.source}`)} ${data.reportedBy ?? ''}` },
                { key: 'happened', label: t('happenedOn'), value: dateText(data.happenedOn) },
                { key: 'known', label: t('knownOn'), value: dateText(data.knownOn) },
                {
                  key: 'by',
                  label: t('assessBy'),
                  value: (
                    <>
                      {dateText(data.assessBy)} {data.late ? <StateTag tone="late">{t('late')}</StateTag> : null}
                    </>
                  ),
                },
                { key: 'noticed', label: t('noticedAt'), value: data.noticedAt ? timeText(data.noticedAt) : t('notNoticed') },
                ...(data.text
                  ? [{ key: 'text', label: t('text'), value: <span style={{ whiteSpace: 'pre-wrap' }}>{data.text}</span>, wide: true }]
                  : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'assessment',
                  label: t('assessment'),
                  content: (
                    <>
                      {data.source === 'derived' ? (
                        <>
                          <h2 className="bw-h2 bw-gap">{t('foundBy')}</h2>
                          {data.kind === 'keyPostLoss' ? <p>{t('foundInRoster')}</p> : <Findings findings={data.findings} />}
                          {data.statementId ? <Go to={`/financial-statements/${data.statementId}`}>{t('toStatement')}</Go> : null}
                        </>
                      ) : null}
                      <h2 className="bw-h2 bw-gap">{t('assessment')}</h2>
                      {data.assessment ? (
                        <>
                          <p style={{ whiteSpace: 'pre-wrap' }}>{data.assessment}</p>
                          <p>
                            {t('proposedLine', { by: data.assessedBy, outcome: data.proposal ? t(`outcome.${data.proposal}`) : '' })}
                            {data.cureBy ? ` ${t('cureUntil', { on: dateText(data.cureBy) })}` : ''}
                          </p>
                          {data.conditions ? (
                            <p style={{ whiteSpace: 'pre-wrap' }}>{`${t('conditions')}${t('colon')}${data.conditions}`}</p>
                          ) : null}
                        </>
                      ) : (
                        <p className="bw-quiet">{t('notAssessed')}</p>
                      )}
                      {data.decidedAt && data.outcome ? (
                        <>
                          <h2 className="bw-h2 bw-gap">{t('decision')}</h2>
                          <p>
                            {t('decidedLine', { by: data.decidedBy, at: timeText(data.decidedAt), outcome: t(`outcome.${data.outcome}`) })}
                          </p>
                          <p style={{ whiteSpace: 'pre-wrap' }}>{data.reason}</p>
                        </>
                      ) : null}
                    </>
                  ),
                },
                {
                  key: 'papers',
                  label: `${t('papers')} ${data.papers.length}`,
                  content: data.papers.length ? (
                    <ul>
                      {data.papers.map((p) => (
                        <li key={p.id}>
                          {t(`paper.${p.kind}`)}
                          {t('colon')}
                          <a href={addressOf(readStandingPaper, { params: { id: p.id } })} target="_blank" rel="noreferrer">
                            {p.name}
                          </a>{' '}
                          <span className="bw-quiet">
                            {p.addedBy} {timeText(p.addedAt)}
                          </span>
                        </li>
                      ))}
                    </ul>
                  ) : (
                    <p className="bw-quiet">{t('noPapers')}</p>
                  ),
                },
              ]
            : []
        }
        side={
          <Timeline
            title={t('course')}
            entries={[...(data?.steps ?? [])].reverse().map((s) => ({
              key: s.id,
              at: s.at,
              what: s.outcome ? `${t(`step.${s.kind}`)}${t('colon')}${t(`outcome.${s.outcome}`)}` : t(`step.${s.kind}`),
              who: s.by ?? undefined,
              note: s.kind === 'assessed' ? undefined : s.text || undefined,
              tone: stepTones[s.kind] ?? 'plain',
            }))}
          />
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          lead={
            sheet === 'agree' && data.proposal
              ? t('agreeLead', {
                  outcome: t(`outcome.${data.proposal}`),
                  on: data.cureBy ? t('cureUntil', { on: dateText(data.cureBy) }) : '',
                })
              : sheet === 'assess'
                ? t('assessLead')
                : undefined
          }
          fields={fields[sheet]}
          initial={
            sheet === 'assess' && data.proposal
              ? { assessment: data.assessment, proposal: data.proposal, conditions: data.conditions, cureBy: data.cureBy }
              : {}
          }
          codes={{ 'cure-day-needed': 'cureBy', 'cure-day-past': 'cureBy', 'statement-file-kind': 'file', 'empty-file': 'file' }}
          submitLabel={t(`act.${sheet}`)}
          submit={async (v) => {
            const why = String(v.reason ?? '')
            if (sheet === 'assess')
              await assess.mutateAsync({
                ...at,
                body: {
                  proposal: v.proposal as Outcome,
                  assessment: String(v.assessment),
                  conditions: v.conditions ? String(v.conditions) : null,
                  cureBy: v.proposal === 'cure' ? String(v.cureBy) : null,
                },
              })
            else if (sheet === 'agree' || sheet === 'sendBack')
              await decide.mutateAsync({ ...at, body: { agree: sheet === 'agree', reason: why } })
            else if (sheet === 'cured' || sheet === 'notCured')
              await settle.mutateAsync({ ...at, body: { cured: sheet === 'cured', reason: why } })
            else {
              await sendFile(api.addEventPaper, v.file as File, {
                params: { id },
                fields: { kind: sheet, text: v.text ? String(v.text) : '' },
              })
              await refetch()
            }
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default EventRecord
