import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../../../platform/ui/acts.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { ListPage, type RowOf } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { askGlass, decideGlass, endGlass, listGlass } from '../api-glass.ts'

type Glass = RowOf<typeof listGlass>
const tones: Record<Glass['state'], Tone> = {
  asked: 'soon',
  lapsed: 'closed',
  withdrawn: 'closed',
  refused: 'late',
  live: 'active',
  ended: 'closed',
  over: 'closed',
}

/** Break-glass (7.3.2.1–2): who asked to see which case outside his scope, who opened it, how long, what was read. */
const BreakGlass = (): ReactNode => {
  const { t } = useTranslation('access')
  const tell = useTell()
  const [asking, setAsking] = useState(false)
  const [deciding, setDeciding] = useState<Glass | null>(null)
  const first = useCall(listGlass, { query: { limit: 1 } })
  const ask = useAct(askGlass)
  const decide = useAct(decideGlass)
  const end = useAct(endGlass)
  const most = first.data?.most ?? 4
  const acts = (g: Glass): ReactNode => (
    <span className="bw-acts">
      {g.can.decide === true || g.can.decide === 'second-person-needed' ? (
        <ActButton size="small" act={{ key: 'decide', label: t('glass.decide'), can: g.can.decide, run: () => setDeciding(g) }} />
      ) : null}
      {g.can.end === true ? (
        <ActButton
          size="small"
          act={{
            key: 'end',
            label: t(g.state === 'asked' ? 'glass.withdraw' : 'glass.end'),
            confirm: t(g.state === 'asked' ? 'glass.withdrawSure' : 'glass.endSure'),
            run: async () => {
              await end.mutateAsync({ params: { id: g.id } })
              tell.done(t('glass.ended'))
            },
          }}
        />
      ) : null}
    </span>
  )
  return (
    <>
      <ListPage<typeof listGlass, Glass>
        name="glass"
        title={t('glass.title')}
        endpoint={listGlass}
        page={(r) => ({ items: r.items, next: r.next === null ? null : String(r.next) })}
        rowKey={(g) => g.id}
        above={<p className="bw-lead">{t('glass.lead')}</p>}
        columns={[
          { key: 'case', title: t('case'), render: (g) => <span style={{ whiteSpace: 'nowrap' }}>{g.caseNumber}</span> },
          { key: 'who', title: t('person'), render: (g) => g.personName },
          { key: 'reason', title: t('reason'), render: (g) => g.reason },
          { key: 'state', title: t('state'), render: (g) => <StateTag tone={tones[g.state]}>{t(`glass.state.${g.state}`)}</StateTag> },
          { key: 'asked', title: t('glass.asked'), render: (g) => <Moment at={g.askedAt} /> },
          {
            key: 'decided',
            title: t('glass.decided'),
            render: (g) =>
              g.decidedAt ? (
                <>
                  {g.decidedByName} <Moment at={g.decidedAt} />
                  {g.note ? <div className="bw-quiet">{g.note}</div> : null}
                </>
              ) : (
                '—'
              ),
          },
          {
            key: 'until',
            title: t('until'),
            render: (g) =>
              g.untilAt ? (
                <>
                  <Moment at={g.endedAt ?? g.untilAt} />
                  {g.endedAt && g.endedByName ? <div className="bw-quiet">{t('glass.endedBy', { by: g.endedByName })}</div> : null}
                </>
              ) : (
                t('glass.hoursAsked', { n: g.hours })
              ),
          },
          { key: 'reads', title: t('reads'), align: 'end', render: (g) => (g.untilAt ? g.reads || t('unread') : '—') },
          { key: 'acts', title: '', render: acts },
        ]}
        acts={[{ key: 'ask', label: t('glass.ask'), primary: true, can: first.data?.can.ask === true, run: () => setAsking(true) }]}
        empty={t('empty.glass')}
      />
      <FormDrawer
        title={t('glass.ask')}
        lead={t('glass.askLead', { most })}
        open={asking}
        close={() => setAsking(false)}
        submitLabel={t('glass.send')}
        initial={{ hours: Math.min(2, most) }}
        codes={{ 'no-such-case': 'number', 'glass-sees-already': 'number', 'glass-asked-already': 'number', 'glass-too-long': 'hours' }}
        fields={[
          { name: 'number', kind: 'text', label: t('glass.number'), required: true, max: 60, hint: t('glass.numberHint') },
          { name: 'hours', kind: 'number', label: t('glass.hours'), required: true, min: 1, max: most },
          { name: 'reason', kind: 'longtext', label: t('glass.why'), required: true, max: 500 },
        ]}
        submit={async (v) => {
          await ask.mutateAsync({ body: { number: String(v.number), hours: Number(v.hours), reason: String(v.reason) } })
          tell.done(t('glass.sent'))
        }}
      />
      <FormDrawer
        title={t('glass.decide')}
        lead={deciding ? t('glass.decideLead', { by: deciding.personName, number: deciding.caseNumber, n: deciding.hours }) : ''}
        open={deciding !== null}
        close={() => setDeciding(null)}
        submitLabel={t('glass.decide')}
        initial={{}}
        fields={[
          {
            name: 'open',
            kind: 'radio',
            label: t('glass.answer'),
            required: true,
            options: [
              { value: 'yes', label: t('glass.yes') },
              { value: 'no', label: t('glass.no') },
            ],
          },
          { name: 'note', kind: 'longtext', label: t('glass.note'), max: 500 },
        ]}
        submit={async (v) => {
          if (!deciding) return
          await decide.mutateAsync({
            params: { id: deciding.id },
            revision: deciding.revision,
            body: { open: v.open === 'yes', ...(v.note ? { note: String(v.note) } : {}) },
          })
          tell.done(t(v.open === 'yes' ? 'glass.opened' : 'glass.refused'))
        }}
      />
    </>
  )
}
export default BreakGlass
