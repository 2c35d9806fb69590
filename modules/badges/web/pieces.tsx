import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { addressOf, type Reply } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { addPhoto, issuePiece, listPieces, losePiece, printCard, replacePiece, returnPiece } from '../api.ts'
import { pieceKinds, type PieceState, pieceStates } from '../rules.ts'

type Row = Reply<typeof listPieces>['items'][number]
type Open = 'issue' | 'return' | 'lose' | 'replace' | 'photo'
export const pieceTone: Record<PieceState, Tone> = { held: 'done', recalled: 'late', lost: 'late', returned: 'closed' }

/** A-12.3: who has which badge, uniform and device; what was lost, what is called back. */
const Pieces = (): ReactNode => {
  const { t } = useTranslation('badges')
  const may = useMay()
  const go = useGo()
  const tell = useTell()
  const [issue, giveBack, lose, replace] = [useAct(issuePiece), useAct(returnPiece), useAct(losePiece), useAct(replacePiece)]
  const [open, setOpen] = useState<{ what: Open; row: Row | null } | null>(null)
  const note: Field = { name: 'note', kind: 'longtext', label: t('note'), max: 500 }
  const number: Field = { name: 'number', kind: 'text', label: t('number'), required: true, max: 40, figures: true }
  const fields: Record<Open, Field[]> = {
    issue: [
      { name: 'personId', kind: 'own', label: t('person'), required: true, input: (o) => <PersonPicker {...o} side="contractor" /> },
      {
        name: 'kind',
        kind: 'radio',
        label: t('kindOf'),
        required: true,
        options: pieceKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })),
      },
      number,
      { name: 'name', kind: 'text', label: t('name'), max: 100, placeholder: t('nameHint') },
    ],
    return: [note],
    lose: [note],
    replace: [{ ...number, hint: t('newNumber') }],
    photo: [{ name: 'file', kind: 'file', label: t('photo'), required: true, accept: '.jpg,.jpeg,.png', hint: t('photoHint') }],
  }
  const submit = async (v: Record<string, unknown>): Promise<void> => {
    if (!open) return
    if (open.what === 'issue')
      await issue.mutateAsync({ body: { ...v, name: v.name ?? '' } as unknown as z.input<typeof issuePiece.body & z.ZodType> })
    else if (open.row) {
      const at = { params: { id: open.row.id }, revision: open.row.revision }
      const body = v.note ? { note: String(v.note) } : {}
      if (open.what === 'return') await giveBack.mutateAsync({ ...at, body })
      else if (open.what === 'lose') await lose.mutateAsync({ ...at, body })
      else if (open.what === 'replace') await replace.mutateAsync({ ...at, body: { number: String(v.number) } })
      else await sendFile(addPhoto, v.file as File, { params: { id: open.row.id } })
    }
    tell.done(t('saved'))
  }
  return (
    <>
      <ListPage
        name="badges"
        title={t(may('badges.see') ? 'title' : 'own')}
        endpoint={listPieces}
        rowKey={(r) => r.id}
        late={(r) => r.state === 'recalled'}
        above={<p className="bw-lead">{t(may('badges.see') ? 'lead' : 'ownLead')}</p>}
        filters={[
          { key: 'q', kind: 'text', label: t('q') },
          { key: 'kind', kind: 'choice', label: t('kindOf'), options: pieceKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })) },
          { key: 'state', kind: 'choice', label: t('state'), options: pieceStates.map((s) => ({ value: s, label: t(`states.${s}`) })) },
        ]}
        columns={[
          { key: 'number', title: t('number'), render: (r) => <span className="bw-figures">{r.number}</span> },
          { key: 'person', title: t('person'), render: (r) => <PersonName name={r.person} note={r.contractor} /> },
          { key: 'kind', title: t('kindOf'), render: (r) => `${t(`kind.${r.kind}`)}${r.name ? ` · ${r.name}` : ''}` },
          {
            key: 'state',
            title: t('state'),
            render: (r) => (
              <>
                <StateTag tone={pieceTone[r.state]}>{t(`states.${r.state}`)}</StateTag>{' '}
                {r.state === 'recalled' && r.recallBecause ? <span className="bw-quiet">{t(`because.${r.recallBecause}`)}</span> : null}
              </>
            ),
          },
          { key: 'issued', title: t('issuedAt'), render: (r) => <Moment at={r.issuedAt} /> },
          { key: 'by', title: t('issuedBy'), hidden: true, render: (r) => r.issuedBy },
          {
            key: 'over',
            title: t('overAt'),
            render: (r) => (r.returnedAt ? <Moment at={r.returnedAt} /> : r.lostAt ? <Moment at={r.lostAt} /> : '—'),
          },
          { key: 'note', title: t('note'), hidden: true, render: (r) => r.returnNote ?? r.lostNote ?? '—' },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar
                size="small"
                acts={[
                  {
                    key: 'card',
                    label: t('card'),
                    can: r.can.print.ok,
                    run: () => void window.open(addressOf(printCard, { params: { id: r.id } }), '_blank'),
                  },
                  { key: 'photo', label: t('photo'), can: r.can.print.ok, run: () => setOpen({ what: 'photo', row: r }) },
                  { key: 'return', label: t('act.return'), can: r.can.return.ok, run: () => setOpen({ what: 'return', row: r }) },
                  { key: 'lose', label: t('act.lose'), can: r.can.lose.ok, danger: true, run: () => setOpen({ what: 'lose', row: r }) },
                  { key: 'replace', label: t('act.replace'), can: r.can.replace.ok, run: () => setOpen({ what: 'replace', row: r }) },
                ]}
              />
            ),
          },
        ]}
        acts={[
          { key: 'issue', label: t('act.issue'), primary: true, can: may('badges.keep'), run: () => setOpen({ what: 'issue', row: null }) },
          { key: 'check', label: t('check'), can: may('badges.see'), run: () => go('/badges/check') },
        ]}
        empty={t(may('badges.see') ? 'none' : 'noneOwn')}
      />
      {open ? (
        <FormDrawer
          key={open.what}
          title={open.what === 'photo' ? t('photo') : t(`act.${open.what}`)}
          lead={open.what === 'lose' ? t('loseLead') : undefined}
          open
          close={() => setOpen(null)}
          fields={fields[open.what]}
          initial={open.what === 'issue' ? { kind: 'badge' } : {}}
          codes={{
            'number-used': 'number',
            'badge-held': 'personId',
            'person-left': 'personId',
            'person-vetoed': 'personId',
            'person-not-in-engagement': 'personId',
            'photo-kind': 'file',
          }}
          submit={submit}
        />
      ) : null}
    </>
  )
}
export default Pieces
