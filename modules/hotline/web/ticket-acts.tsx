import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { callBackTicket, replyTicket, rerouteTicket, type Ticket } from '../api-tickets.ts'
import { MAX_ATTEMPTS } from '../rules/kinds.ts'

type Open = 'reply' | 'reroute' | 'callBack' | null
/** Who has no business with an act does not see it; who has, sees why not now. */
const shown = (can: true | string): boolean | string =>
  can === true ? true : can === 'not-allowed' || can === 'ticket-not-answered' || can === 'ticket-not-open' ? false : can

export const TicketActs = ({ ticket: d, done }: { ticket: Ticket; done?: () => void }): ReactNode => {
  const { t } = useTranslation('hotline')
  const tell = useTell()
  const [open, setOpen] = useState<Open>(null)
  const reply = useAct(replyTicket)
  const reroute = useAct(rerouteTicket)
  const back = useAct(callBackTicket)
  const about = { params: { id: d.id }, revision: d.revision }
  const ended = (words: string): void => {
    tell.done(words)
    done?.()
  }
  const close = (): void => setOpen(null)
  return (
    <>
      <div className="bw-acts hl-acts">
        <ActBar
          acts={[
            { key: 'reply', label: t('act.reply'), primary: d.can.reply === true, can: shown(d.can.reply), run: () => setOpen('reply') },
            {
              key: 'callBack',
              label: t('act.callBack'),
              primary: d.can.callBack === true,
              can: shown(d.can.callBack),
              run: () => setOpen('callBack'),
            },
            { key: 'reroute', label: t('act.reroute'), can: d.can.reroute === true, run: () => setOpen('reroute') },
          ]}
        />
      </div>
      <FormDrawer
        title={t('act.reply')}
        open={open === 'reply'}
        close={close}
        lead={t('replyLead')}
        fields={[{ name: 'reply', kind: 'longtext', label: t('reply'), required: true, max: 5000, rows: 8 }]}
        submit={async (v) => {
          await reply.mutateAsync({ ...about, body: v as { reply: string } })
          ended(t('told.replied'))
        }}
      />
      <FormDrawer
        title={t('act.reroute')}
        open={open === 'reroute'}
        close={close}
        fields={[
          {
            name: 'route',
            kind: 'choice',
            label: t('routeOf'),
            required: true,
            options: d.routes.map((r) => ({ value: r, label: t(`route.${r}`) })),
          },
          { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
        ]}
        submit={async (v) => {
          await reroute.mutateAsync({ ...about, body: v as never })
          ended(t('told.rerouted'))
        }}
      />
      <FormDrawer
        title={t('act.callBack')}
        open={open === 'callBack'}
        close={close}
        lead={t('callBackLead')}
        codes={{ 'score-missing': 'score' }}
        fields={[
          {
            name: 'outcome',
            kind: 'radio',
            label: t('backOutcome'),
            required: true,
            options: [
              ...(['satisfied', 'again', 'notReached'] as const),
              ...(d.attempts >= MAX_ATTEMPTS ? (['closeUnreached'] as const) : []),
            ].map((o) => ({ value: o, label: t(`back.${o}`) })),
          },
          {
            name: 'score',
            kind: 'radio',
            label: t('score'),
            numeric: true,
            required: true,
            when: (v) => v.outcome === 'satisfied',
            options: [1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: t(`scores.${n}`) })),
          },
          { name: 'note', kind: 'longtext', label: t('finish.note'), max: 1000 },
        ]}
        submit={async (v) => {
          const { outcome, score, note } = v as { outcome: 'satisfied'; score?: number; note?: string }
          await back.mutateAsync({
            ...about,
            body: { outcome, score: score === undefined || score === null ? null : Number(score), note: note ?? '' },
          })
          if ((outcome as string) === 'notReached') tell.done(t('told.notReached'))
          else ended(t('told.calledBack'))
        }}
      />
    </>
  )
}
