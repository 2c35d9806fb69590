import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go, usePathParams, useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { ScanInput } from '../../../platform/ui/scan.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import * as api from '../api.ts'
import { PlacePicker } from './place-picker.tsx'
import { tones } from './volumes-list.tsx'

type Sheet = 'give' | 'receive' | 'count' | 'take' | 'settle' | 'lose' | 'find' | 'giveUp'
/** Where the label's code leads: the phone has scanned it, what remains is to count. */
const VolumeRecord = (): ReactNode => {
  const { t } = useTranslation('custody')
  const id = Number(usePathParams().id)
  const [search] = useSearchText()
  const tell = useTell()
  const may = useMay()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const { data, error, refetch } = useCall(api.readVolume, { params: { id } })
  const give = useAct(api.giveVolume)
  const receive = useAct(api.receiveVolume)
  const withdraw = useAct(api.withdrawMove)
  const count = useAct(api.countVolume)
  const take = useAct(api.takeVolume)
  const settle = useAct(api.settleVolume)
  const lose = useAct(api.loseVolume)
  const find = useAct(api.findAgain)
  const of = { params: { id }, revision: data?.revision ?? 0 }
  const code: Field = { name: 'code', kind: 'own', label: t('code'), required: true, input: (o) => <ScanInput {...o} /> }
  const place: Field = { name: 'placeId', kind: 'own', label: t('place'), required: true, input: (o) => <PlacePicker {...o} /> }
  const pages: Field = { name: 'pages', kind: 'number', label: t('counted'), required: true, min: 0, max: 100000 }
  const reason: Field = { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }
  const fields: Record<Sheet, Field[]> = {
    give: [
      { name: 'receiverId', kind: 'own', label: t('receiver'), required: true, input: (o) => <PersonPicker {...o} /> },
      pages,
      { name: 'returnBy', kind: 'date', label: t('returnBy') },
    ],
    receive: [code, pages, place],
    count: [code, pages, { ...place, label: t('foundAt'), required: false }],
    take: [code, pages, place],
    settle: [pages, reason],
    lose: [reason],
    find: [reason],
    giveUp: [reason],
  }
  // biome-ignore lint/suspicious/noExplicitAny: each sheet sends the fields of its own endpoint, which checks them
  const send = async (v: any): Promise<void> => {
    if (sheet === 'give') await give.mutateAsync({ ...of, body: v })
    else if (sheet === 'receive') await receive.mutateAsync({ ...of, body: v })
    else if (sheet === 'count') await count.mutateAsync({ ...of, body: v })
    else if (sheet === 'take') await take.mutateAsync({ ...of, body: v })
    else if (sheet === 'settle') await settle.mutateAsync({ ...of, body: v })
    else if (sheet === 'lose') await lose.mutateAsync({ ...of, body: v })
    else await find.mutateAsync({ ...of, body: { found: sheet === 'find', reason: v.reason } })
    tell.done(t('saved'))
  }
  const can = data?.can
  const opens = (key: Sheet, ok: boolean | undefined, primary = false) => ({
    key,
    label: t(`act.${key}`),
    primary,
    can: ok ?? false,
    run: () => setSheet(key),
  })
  const paper = (e: typeof api.printLabel | typeof api.printHistory) => () =>
    void window.open(addressOf(e, { params: { id } }), '_blank', 'noopener')
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/custody' }}
        title={data ? `${t(`kind.${data.kind}`)} ${data.serial} · ${data.code}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={tones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={[
          opens('receive', can?.receive.ok, true),
          opens('give', can?.give.ok, true),
          {
            key: 'withdraw',
            label: t('act.withdraw'),
            can: can?.withdraw.ok ?? false,
            run: async () => {
              await withdraw.mutateAsync({ ...of, body: {} })
            },
          },
          opens('take', can?.take.ok, true),
          opens('count', can?.count.ok),
          opens('settle', can?.settle.ok),
          opens('find', can?.find.ok, true),
          opens('giveUp', can?.find.ok),
          opens('lose', can?.lose.ok),
          { key: 'label', label: t('act.label'), can: may('custody.keep'), run: paper(api.printLabel) },
          { key: 'history', label: t('act.history'), can: may('custody.keep'), run: paper(api.printHistory) },
        ]}
        facts={
          data
            ? [
                { key: 'case', label: t('caseOf'), value: data.caseNumber ? <Go to={`/cases/${data.caseId}`}>{data.caseNumber}</Go> : '—' },
                { key: 'pages', label: t('pages'), value: data.pages },
                { key: 'holder', label: t('holder'), value: data.holder },
                { key: 'receiver', label: t('receiver'), value: data.receiver ?? '—' },
                { key: 'place', label: t('place'), value: <Go to={`/custody-places/${data.placeId}`}>{data.place}</Go> },
                { key: 'return', label: t('returnBy'), value: data.returnBy ? dateText(data.returnBy) : '—' },
              ]
            : []
        }
        side={
          data ? (
            <Timeline
              title={t('course')}
              entries={[
                ...data.moves.map((m) => ({
                  key: `m${m.id}`,
                  at: m.openedAt,
                  what: t(`move.${m.state}`),
                  who: `${m.giver} → ${m.receiver}`,
                  note: t('moveText', { given: m.givenPages, counted: m.countedPages ?? '—' }),
                })),
                ...data.events.map((e) => ({
                  key: `e${e.id}`,
                  at: e.at,
                  what: t(`event.${e.kind}`),
                  who: e.by,
                  note: [e.pages, e.text].filter(Boolean).join(' · '),
                })),
              ].sort((a, b) => (a.at < b.at ? 1 : -1))}
            />
          ) : null
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          lead={sheet === 'lose' || sheet === 'give' || sheet === 'take' ? t(`${sheet}Lead`) : undefined}
          fields={fields[sheet]}
          initial={search.code ? { code: search.code } : {}}
          submit={send}
        />
      ) : null}
    </>
  )
}
export default VolumeRecord
