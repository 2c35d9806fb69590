import { Empty } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import * as api from '../api.ts'
import { chase } from '../api-lists.ts'
import { CaseOf, Content, countText, MaterialDue, MaterialStateTag, Urgent } from './shown.tsx'

type SheetKey = 'facts' | 'escalate' | 'court' | 'decide' | 'correct'

/** Cases the server found by the facts; the number shows where two agree. */
const Candidates = ({ m, taken }: { m: api.Material; taken: (taskId: number | null) => void }): ReactNode => {
  const { t } = useTranslation('materials')
  const { data } = useCall(api.candidates, { params: { id: m.id } })
  const match = useAct(api.matchMaterial)
  const decide = useAct(api.decideMatch)
  if (data && data.items.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('pool.none')} />
  return (
    <DataTable
      label={t('pool.candidates')}
      rows={data?.items ?? []}
      rowKey={(c) => `${c.caseId} ${c.facts.join(' ')}`}
      columns={[
        { key: 'number', title: t('case'), render: (c) => c.number ?? <span className="bw-quiet">{t('pool.oneFact')}</span> },
        { key: 'facts', title: t('pool.agree'), render: (c) => c.facts.map((f) => t(`fact.${f}`)).join(t('comma')) },
        {
          key: 'act',
          title: '',
          render: (c) =>
            c.caseId ? (
              <ActBar
                acts={[
                  {
                    key: 'take',
                    label: t('pool.take'),
                    can: m.can.match === true,
                    run: async () =>
                      taken((await match.mutateAsync({ params: { id: m.id }, revision: m.revision, body: { caseId: c.caseId! } })).taskId),
                  },
                  {
                    key: 'say',
                    label: t('pool.say'),
                    can: m.can.decide === true,
                    run: async () => {
                      await decide.mutateAsync({ params: { id: m.id }, revision: m.revision, body: { caseId: c.caseId!, reason: '' } })
                      taken(null)
                    },
                  },
                ]}
              />
            ) : null,
        },
      ]}
    />
  )
}
const Signatures = ({ m }: { m: api.Material }): ReactNode => {
  const { t } = useTranslation('materials')
  if (m.signatures.length + m.handOuts.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noSignature')} />
  return (
    <DataTable
      label={t('tab.signatures')}
      rows={[
        ...m.signatures.map((s) => ({
          at: s.at,
          what: s.item,
          result: [t(`itemState.${s.outcome}`), s.reason ? t(`reason.${s.reason}`) : '', s.note].filter(Boolean).join(' · '),
          by: s.standInBecause ? t('sign.standIn', { by: s.by, because: s.standInBecause }) : s.by,
        })),
        ...m.handOuts.map((h) => ({
          at: h.at,
          what: t(`handOut.way.${h.how}`),
          result: [h.receiver, h.mailNo, h.note].filter(Boolean).join(' · '),
          by: h.by,
        })),
      ]}
      rowKey={(r) => `${r.at}${r.what}`}
      columns={[
        { key: 'what', title: t('item.title'), render: (r) => r.what },
        { key: 'result', title: t('result'), render: (r) => r.result },
        { key: 'by', title: t('by'), render: (r) => r.by },
        { key: 'at', title: t('at'), render: (r) => <Moment at={r.at} /> },
      ]}
    />
  )
}
const Matches = ({ m }: { m: api.Material }): ReactNode => {
  const { t } = useTranslation('materials')
  if (m.matches.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('pool.never')} />
  return (
    <DataTable
      label={t('tab.matches')}
      rows={m.matches}
      rowKey={(r) => r.at}
      columns={[
        { key: 'case', title: t('case'), render: (r) => r.caseNumber ?? t('hiddenCase') },
        {
          key: 'how',
          title: t('pool.how'),
          render: (r) => (r.how === 'court' ? t('pool.byCourt') : r.facts.map((f) => t(`fact.${f}`)).join(t('comma'))),
        },
        { key: 'by', title: t('by'), render: (r) => r.by },
        { key: 'at', title: t('at'), render: (r) => <Moment at={r.at} /> },
        {
          key: 'undone',
          title: t('pool.undone'),
          render: (r) => (r.undoneAt ? [r.undoneBy, r.undoneBecause].filter(Boolean).join(' · ') : '—'),
        },
      ]}
    />
  )
}

const MaterialPage = (): ReactNode => {
  const { t } = useTranslation('materials')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const [sheet, setSheet] = useState<SheetKey | null>(null)
  const { data: m, error, refetch } = useCall(api.readMaterial, { params: { id } })
  const facts = useAct(api.supplementFacts)
  const escalate = useAct(api.escalate)
  const court = useAct(api.decideMatch)
  const decide = useAct(api.decidePool)
  const correct = useAct(api.correctMatch)
  const remind = useAct(chase)
  const of = { params: { id }, revision: m?.revision ?? 0 }
  const reason: Field = { name: 'reason', kind: 'longtext', label: t('reasonLabel'), required: true, max: 500 }
  const sheets: Record<SheetKey, Field[]> = {
    facts: [
      { name: 'caseNumber', kind: 'text', label: t('new.caseNumber'), max: 60 },
      { name: 'partyName', kind: 'text', label: t('new.party'), max: 200 },
      { name: 'opponentName', kind: 'text', label: t('new.opponent'), max: 200 },
    ],
    escalate: [reason],
    court: [
      { name: 'caseId', kind: 'own', label: t('case'), required: true, input: (o) => <CasePicker {...o} /> },
      { ...reason, required: false },
    ],
    decide: [
      {
        name: 'outcome',
        kind: 'radio',
        label: t('pool.outcome'),
        required: true,
        options: (['askParty', 'backToDesk', 'returned'] as const).map((v) => ({ value: v, label: t(`pool.outcomes.${v}`) })),
      },
      reason,
    ],
    correct: [reason],
  }
  const matchedNow = (taskId: number | null): void => {
    tell.done(t('pool.matched'))
    if (taskId) go(`/tasks/${taskId}`)
  }
  // biome-ignore lint/suspicious/noExplicitAny: each sheet sends the fields of its own endpoint, which checks them
  const send = async (v: any): Promise<void> => {
    if (sheet === 'facts') {
      const r = await facts.mutateAsync({ ...of, body: v })
      if (r.matched) return matchedNow(r.taskId)
    } else if (sheet === 'escalate') await escalate.mutateAsync({ ...of, body: v })
    else if (sheet === 'court') await court.mutateAsync({ ...of, body: { caseId: v.caseId, reason: v.reason ?? '' } })
    else if (sheet === 'decide') await decide.mutateAsync({ ...of, body: v })
    else await correct.mutateAsync({ ...of, body: v })
    tell.done(t('saved'))
  }
  const opens = (key: SheetKey, can: true | string | undefined, primary = false) => ({
    key,
    label: t(`act.${key}`),
    primary,
    can: can === true,
    run: () => setSheet(key),
  })
  const pooled = m !== undefined && ['pool', 'escalated', 'awaiting'].includes(m.state)
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/materials' }}
        title={m?.number}
        error={error}
        retry={() => void refetch()}
        state={
          m ? (
            <>
              <MaterialStateTag state={m.state} /> <Urgent urgent={m.urgent} over={m.light === 'done'} />
            </>
          ) : null
        }
        mark={m && !['escalated', 'awaiting', 'returned', 'cancelled'].includes(m.state) ? <MaterialDue m={m} /> : null}
        acts={[
          { key: 'task', label: t('act.task'), primary: true, can: Boolean(m?.taskId), run: () => go(`/tasks/${m!.taskId}`) },
          opens('court', m?.can.decide, true),
          opens('decide', m?.can.decide),
          opens('facts', m?.can.facts, true),
          opens('escalate', m?.can.escalate),
          {
            key: 'chase',
            label: t('chase'),
            can: m?.can.chase === true,
            run: async () => tell.done(t('chased', { n: (await remind.mutateAsync({ body: { ids: [id] } })).people })),
          },
          {
            key: 'receipt',
            label: t(m?.direction === 'out' ? 'receiptOut' : 'receipt'),
            can: m !== undefined,
            run: () => void window.open(addressOf(api.printReceipt, { params: { id } }), '_blank', 'noopener'),
          },
          opens('correct', m?.can.correct),
        ]}
        facts={
          m
            ? [
                {
                  key: 'case',
                  label: t('case'),
                  value: m.caseId && m.caseNumber ? <Go to={`/cases/${m.caseId}`}>{m.caseNumber}</Go> : <CaseOf m={m} />,
                },
                { key: 'recipient', label: t(m.direction === 'out' ? 'handedInBy' : 'recipient'), value: m.recipientName },
                ...(m.direction === 'out'
                  ? [{ key: 'addressee', label: t('addressee'), value: m.addressee }]
                  : [
                      { key: 'sender', label: t('sender'), value: `${m.senderName} · ${t(`senderAs.${m.senderAs}`)}` },
                      { key: 'paper', label: t('shownPaper.label'), value: t(`shownPaper.${m.shownPaper}`) },
                      { key: 'phone', label: t('phone'), value: m.phone },
                    ]),
                { key: 'channel', label: t('channel.label'), value: t(`channel.${m.channel}`) },
                { key: 'received', label: t(m.direction === 'out' ? 'handedInAt' : 'receivedAt'), value: <Moment at={m.receivedAt} /> },
                ...(m.channel === 'mail'
                  ? [
                      { key: 'mail', label: t('mailNo'), value: m.mailNo },
                      {
                        key: 'postmark',
                        label: t('postmarkedOn'),
                        value: m.postmarkedOn ? (
                          <>
                            {dateText(m.postmarkedOn)} <span className="bw-quiet">{t('postmarkLaw')}</span>
                          </>
                        ) : null,
                      },
                    ]
                  : []),
                { key: 'counts', label: t('content'), value: countText(m) },
                { key: 'by', label: t('registeredBy'), value: m.registeredBy },
                {
                  key: 'lists',
                  label: t('lists.title'),
                  value: m.lists.length
                    ? m.lists.map((l) => (
                        <Go key={l.id} to={`/materials/lists/${l.id}`}>
                          {l.number}{' '}
                        </Go>
                      ))
                    : null,
                },
                ...(pooled || m.numberStated || m.partyStated
                  ? [
                      {
                        key: 'stated',
                        label: t('stated'),
                        value: [m.numberStated, m.partyStated, m.opponentStated].filter(Boolean).join(' · ') || t('statedNone'),
                        wide: true,
                      },
                    ]
                  : []),
                ...(m.note ? [{ key: 'note', label: t('note'), value: m.note, wide: true }] : []),
              ]
            : undefined
        }
        tabs={
          m
            ? [
                ...(pooled ? [{ key: 'candidates', label: t('pool.candidates'), content: <Candidates m={m} taken={matchedNow} /> }] : []),
                { key: 'content', label: t('content'), content: <Content items={m.content} /> },
                { key: 'scans', label: t('scan.tab', { n: m.scans.length }), content: <Scans m={m} refetch={() => void refetch()} /> },
                { key: 'signatures', label: t(m.direction === 'out' ? 'tab.handOuts' : 'tab.signatures'), content: <Signatures m={m} /> },
                ...(m.direction === 'in' ? [{ key: 'matches', label: t('tab.matches'), content: <Matches m={m} /> }] : []),
              ]
            : undefined
        }
        side={
          m ? (
            <Timeline
              title={t('course')}
              entries={m.events
                .map((e, n) => ({
                  key: n,
                  at: e.at,
                  what: t(`event.${e.kind}`),
                  who: e.by,
                  note: e.note,
                  ...(e.kind === 'refused' || e.kind === 'differs' ? { tone: 'late' as const } : {}),
                }))
                .reverse()}
            />
          ) : null
        }
      />
      {sheet && m ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          lead={t(`lead.${sheet}`)}
          fields={sheets[sheet]}
          initial={sheet === 'facts' ? { caseNumber: m.numberStated, partyName: m.partyStated, opponentName: m.opponentStated } : {}}
          submit={send}
        />
      ) : null}
    </>
  )
}
const Scans = ({ m, refetch }: { m: api.Material; refetch: () => void }): ReactNode => {
  const { t } = useTranslation('materials')
  return (
    <>
      {m.can.scan === true ? (
        <Upload
          endpoint={api.addScan}
          params={{ id: m.id }}
          accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff"
          label={t('scan.add')}
          onDone={refetch}
        />
      ) : null}
      {m.scans.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('scan.none')} />
      ) : (
        <DataTable
          label={t('scan.tab', { n: m.scans.length })}
          rows={m.scans}
          rowKey={(s) => s.id}
          columns={[
            {
              key: 'name',
              title: t('scan.name'),
              render: (s) => (
                <a href={addressOf(api.readScan, { params: { id: s.id } })} target="_blank" rel="noreferrer">
                  {s.name}
                </a>
              ),
            },
            { key: 'by', title: t('by'), render: (s) => s.by },
            { key: 'at', title: t('at'), render: (s) => <Moment at={s.at} /> },
          ]}
        />
      )}
    </>
  )
}
export default MaterialPage
