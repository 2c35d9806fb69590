import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { dateText, Moment, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { EngagementPicker, PersonPicker } from '../../organisations/web/public.tsx'
import {
  acceptReplacement,
  answerReplacement,
  askReplacement,
  listPosts,
  listReplacements,
  refuseReplacement,
  withdrawReplacement,
} from '../api.ts'
import { type RequestState, requestStates } from '../rules.ts'

type Row = Reply<typeof listReplacements>['items'][number]
type Open = 'ask' | 'answer' | 'accept' | 'refuse' | 'withdraw'
const tones: Record<RequestState, Tone> = { asked: 'soon', offered: 'active', accepted: 'done', withdrawn: 'closed' }
export const requestTone = (r: { overdue: boolean; state: RequestState }): Tone => (r.overdue ? 'late' : tones[r.state])

/** the court asks for another person by a day, the contractor names one, the court decides. */
const Replacements = (): ReactNode => {
  const { t } = useTranslation('staffing')
  const tell = useTell()
  const may = useMay()
  const ask = useAct(askReplacement)
  const turns = {
    answer: useAct(answerReplacement),
    accept: useAct(acceptReplacement),
    refuse: useAct(refuseReplacement),
    withdraw: useAct(withdrawReplacement),
  }
  const [open, setOpen] = useState<{ what: Open; row: Row | null } | null>(null)
  const [engagement, setEngagement] = useState<number | null>(null)
  const { data: posts } = useCall(listPosts, { query: { limit: 100, ...(engagement ? { engagementId: engagement } : {}) } })
  const due: Field = { name: 'dueOn', kind: 'date', label: t('due'), required: true, min: todayText() }
  const fields: Record<Open, Field[]> = {
    ask: [
      {
        name: 'engagementId',
        kind: 'own',
        label: t('engagement'),
        required: true,
        input: (o) => (
          <EngagementPicker
            {...o}
            onChange={(v) => {
              setEngagement(typeof v === 'number' ? v : null)
              o.onChange?.(v)
            }}
          />
        ),
      },
      {
        name: 'personId',
        kind: 'own',
        label: t('whom'),
        hint: t('whomHint'),
        input: (o) => <PersonPicker {...o} side="contractor" {...(engagement ? { engagementId: engagement } : {})} />,
      },
      {
        name: 'postId',
        kind: 'choice',
        label: t('post'),
        numeric: true,
        options: (posts?.items ?? []).map((p) => ({ value: String(p.id), label: p.name })),
      },
      { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
      due,
    ],
    answer: [
      {
        name: 'personId',
        kind: 'own',
        label: t('offer'),
        required: true,
        input: (o) => <PersonPicker {...o} side="contractor" {...(open?.row ? { engagementId: open.row.engagementId } : {})} />,
      },
      { name: 'note', kind: 'longtext', label: t('note'), max: 500 },
    ],
    accept: [{ name: 'note', kind: 'longtext', label: t('note'), max: 500 }],
    refuse: [
      { name: 'note', kind: 'longtext', label: t('reason'), required: true, max: 500 },
      { ...due, hint: t('dueAgain') },
    ],
    withdraw: [{ name: 'note', kind: 'longtext', label: t('reason'), required: true, max: 500 }],
  }
  const acts = ['answer', 'accept', 'refuse', 'withdraw'] as const
  return (
    <>
      <ListPage
        name="replacements"
        title={t('replacements')}
        endpoint={listReplacements}
        rowKey={(r) => r.id}
        late={(r) => r.overdue}
        above={<p className="bw-lead">{t('replacementsLead')}</p>}
        filters={[
          { key: 'state', kind: 'choice', label: t('stands'), options: requestStates.map((s) => ({ value: s, label: t(`state.${s}`) })) },
          { key: 'overdue', kind: 'choice', label: t('due'), options: [{ value: 'yes', label: t('overdue') }] },
        ]}
        columns={[
          { key: 'what', title: t('whom'), render: (r) => r.person ?? r.post ?? t('emptyPlace') },
          {
            key: 'stands',
            title: t('stands'),
            render: (r) => <StateTag tone={requestTone(r)}>{r.overdue ? t('overdue') : t(`state.${r.state}`)}</StateTag>,
          },
          { key: 'due', title: t('due'), render: (r) => dateText(r.dueOn) },
          { key: 'reason', title: t('reason'), render: (r) => r.reason },
          {
            key: 'offered',
            title: t('offer'),
            render: (r) =>
              r.offered && r.state !== 'asked' ? (r.offeredAdmitted ? r.offered : t('offeredNotYet', { name: r.offered })) : '—',
          },
          { key: 'note', title: t('decision'), render: (r) => r.decisionNote ?? '—' },
          { key: 'refusals', title: t('refusals'), align: 'end', hidden: true, render: (r) => r.refusals },
          { key: 'contractor', title: t('contractor'), hidden: true, render: (r) => r.contractor },
          { key: 'asked', title: t('askedAt'), render: (r) => <Moment at={r.askedAt} /> },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar
                size="small"
                acts={acts.map((a) => ({
                  key: a,
                  label: t(`act.${a}`),
                  can: r.can[a].ok,
                  ...(a === 'withdraw' ? { danger: true } : {}),
                  run: () => setOpen({ what: a, row: r }),
                }))}
              />
            ),
          },
        ]}
        acts={[
          { key: 'ask', label: t('act.ask'), primary: true, can: may('staffing.ask'), run: () => setOpen({ what: 'ask', row: null }) },
        ]}
        empty={t('noReplacements')}
      />
      {open ? (
        <FormDrawer
          key={open.what}
          title={t(`act.${open.what}`)}
          open
          close={() => setOpen(null)}
          fields={fields[open.what]}
          codes={{
            'due-in-past': 'dueOn',
            'due-too-far': 'dueOn',
            'person-not-in-engagement': 'personId',
            'same-person': 'personId',
            'replacement-open': 'personId',
            'engagement-unknown': 'engagementId',
          }}
          submit={async (v) => {
            if (open.what === 'ask') await ask.mutateAsync({ body: v as z.input<typeof askReplacement.body & z.ZodType> })
            else if (open.row)
              await turns[open.what].mutateAsync({
                params: { id: open.row.id },
                revision: open.row.revision,
                body: Object.fromEntries(Object.entries(v).filter(([, x]) => x !== undefined && x !== null)) as never,
              })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default Replacements
