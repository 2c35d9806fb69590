import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { enterPaper, exportAgreements, listAgreements, printAgreement } from '../api.ts'
import { type Stand, stands } from '../rules.ts'

export const standTone: Record<Stand, Tone> = {
  none: 'soon',
  waiting: 'active',
  signed: 'done',
  due: 'soon',
  lapsed: 'late',
  recorded: 'plain',
}
export const signedTone: Record<'waiting' | 'signed' | 'refused', Tone> = { waiting: 'active', signed: 'done', refused: 'late' }

/** Who has signed which version, who has to sign by when. */
const AgreementsList = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const [person, setPerson] = useState<number | null>(null)
  const { data, refetch } = useCall(listAgreements, { query: { limit: 1 } })
  return (
    <>
      <ListPage
        name="agreements"
        title={t('title')}
        endpoint={listAgreements}
        rowKey={(r) => r.personId}
        open={(r) => (r.waitingId ? `/agreements/${r.waitingId}` : r.agreementId ? `/agreements/${r.agreementId}` : null)}
        late={(r) => r.stand === 'lapsed'}
        above={
          data?.asked ? (
            <p className="bw-lead">
              {t(data.asked.effectiveOn ? 'askedFrom' : 'asked', { label: data.asked.label, date: dateText(data.asked.effectiveOn) })}
            </p>
          ) : null
        }
        filters={[
          { key: 'q', kind: 'text', label: t('q') },
          { key: 'stand', kind: 'choice', label: t('state'), options: stands.map((s) => ({ value: s, label: t(`stand.${s}`) })) },
          { key: 'left', kind: 'choice', label: t('leftFilter'), options: [{ value: 'yes', label: t('leftYes') }] },
        ]}
        columns={[
          {
            key: 'name',
            title: t('name'),
            render: (r) => <PersonName name={r.name} note={r.leftOn ? t('left', { date: dateText(r.leftOn) }) : null} />,
          },
          { key: 'staffNo', title: t('staffNo'), hidden: true, render: (r) => r.staffNo ?? '—' },
          { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
          { key: 'stand', title: t('state'), render: (r) => <StateTag tone={standTone[r.stand]}>{t(`stand.${r.stand}`)}</StateTag> },
          { key: 'label', title: t('versionSigned'), render: (r) => r.label ?? '—' },
          { key: 'route', title: t('route'), render: (r) => (r.route ? t(`routes.${r.route}`) : '—') },
          { key: 'signedOn', title: t('signedOn'), render: (r) => dateText(r.signedOn) || '—' },
          { key: 'mustBy', title: t('mustBy'), render: (r) => dateText(r.mustBy) || '—' },
          // Who sees agreements sees the checklist, too.
          { key: 'gate', title: t('gate'), hidden: true, render: (r) => <Go to={`/workforce/${r.personId}`}>{t('gate')}</Go> },
        ]}
        exportFrom={exportAgreements}
        acts={[{ key: 'paper', label: t('paper'), can: data?.can.paper.ok ?? false, run: () => setOpen(true) }]}
        empty={t('none')}
      />
      <FormDrawer
        title={t('paper')}
        lead={t('paperLead')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          {
            name: 'personId',
            kind: 'own',
            label: t('person'),
            required: true,
            input: (o) => (
              <PersonPicker
                {...o}
                side="contractor"
                onChange={(v) => {
                  setPerson(typeof v === 'number' ? v : null)
                  o.onChange?.(v)
                }}
              />
            ),
          },
          { name: 'signedOn', kind: 'date', label: t('paperDay'), required: true, max: todayText() },
          { name: 'file', kind: 'file', label: t('scan'), required: true, accept: '.pdf,.jpg,.jpeg,.png', hint: t('scanHint') },
        ]}
        initial={{ signedOn: todayText() }}
        codes={{
          'scan-kind': 'file',
          'wrong-media-type': 'file',
          'signed-in-future': 'signedOn',
          'signed-before-version': 'signedOn',
          'not-yourself': 'personId',
          'already-signed': 'personId',
          'agreement-waits': 'personId',
        }}
        below={() =>
          person ? (
            <p>
              <a href={addressOf(printAgreement, { query: { personId: person } })} target="_blank" rel="noreferrer">
                {t('print')}
              </a>
            </p>
          ) : null
        }
        submit={async (v) => {
          await sendFile(enterPaper, v.file as File, {
            fields: { personId: String(v.personId), kind: 'nda', signedOn: String(v.signedOn) },
          })
          tell.done(t('paperDone'))
          await refetch()
        }}
      />
    </>
  )
}
export default AgreementsList
