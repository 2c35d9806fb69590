import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { agreementPdf, agreementScan, agreementSignature, checkAgreement, readAgreement } from '../api.ts'
import { AgreementText } from './agreement-text.tsx'
import { signedTone } from './agreements-list.tsx'

const AgreementRecord = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(readAgreement, { params: { id } })
  const check = useAct(checkAgreement)
  return (
    <>
      <RecordPage
        kind={may('agreements.see') ? { label: t('title'), to: '/agreements' } : { label: t('mine'), to: '/agreements/mine' }}
        title={data ? `${data.title} · ${data.name}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={signedTone[data.state]}>{t(`states.${data.state}`)}</StateTag> : null}
        mark={data && !data.intact ? <StateTag tone="late">{t('broken')}</StateTag> : null}
        acts={[
          {
            key: 'accept',
            label: t('checkAccept'),
            primary: true,
            // Its signer and who entered it are told why not; who has no part in it sees no button.
            can: data?.state === 'waiting' ? data.can.check : false,
            confirm: t('checkLead'),
            run: async () => {
              await check.mutateAsync({ params: { id }, revision: data?.revision ?? 0, body: { accepted: true } })
              tell.done(t('checked'))
            },
          },
          {
            key: 'refuse',
            label: t('checkRefuse'),
            can: data?.state === 'waiting' && data.can.check.ok,
            danger: true,
            run: () => setOpen(true),
          },
          { key: 'pdf', label: t('pdf'), run: () => void window.open(addressOf(agreementPdf, { params: { id } }), '_blank', 'noopener') },
        ]}
        facts={
          data
            ? [
                {
                  key: 'name',
                  label: t('name'),
                  value: data.leftOn ? `${data.name} · ${t('left', { date: dateText(data.leftOn) })}` : data.name,
                },
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'engagement', label: t('engagement'), value: data.engagement },
                ...(data.keyPost ? [{ key: 'keyPost', label: t('keyPost'), value: data.keyPost }] : []),
                { key: 'label', label: t('version'), value: data.label },
                { key: 'route', label: t('route'), value: t(`routes.${data.route}`) },
                { key: 'signedOn', label: t('signedOn'), value: dateText(data.signedOn) },
                { key: 'signedAt', label: t('enteredAt'), value: <Moment at={data.signedAt} /> },
                { key: 'code', label: t('code'), value: <span className="bw-figures">{data.code}</span> },
                ...(data.route === 'paper'
                  ? [{ key: 'madeBy', label: t('madeBy'), value: data.madeBy }]
                  : [{ key: 'ip', label: t('ip'), value: [data.ip, data.sessionRef].filter(Boolean).join(' · ') }]),
                {
                  key: 'checked',
                  label: t('checkedBy'),
                  value: data.checkedBy ? (
                    <span>
                      {data.checkedBy} {data.checkedAt ? <Moment at={data.checkedAt} /> : null} {data.checkNote}
                    </span>
                  ) : null,
                },
                { key: 'hash', label: t('hash'), value: <span className="bw-hash">{data.bodySha256}</span>, wide: true },
              ]
            : []
        }
      >
        {data ? (
          <div className="bw-panels bw-gap">
            <Panel title={t('text')} wide>
              <AgreementText body={data.body} />
            </Panel>
            <Panel title={t('signature')}>
              {data.signature ? (
                <img
                  className="bw-signed"
                  src={addressOf(agreementSignature, { params: { id } })}
                  alt={t('signatureOf', { name: data.name })}
                />
              ) : null}
              {data.typedName ? <p>{t('typedAs', { name: data.typedName })}</p> : null}
              {data.scan ? (
                <p>
                  <a href={addressOf(agreementScan, { params: { id } })} download>
                    {t('scan')}：{data.scan.name}
                  </a>
                </p>
              ) : null}
              <p className="bw-quiet">{t('survives')}</p>
            </Panel>
          </div>
        ) : null}
      </RecordPage>
      <FormDrawer
        title={t('checkRefuse')}
        lead={t('refuseLead')}
        open={open}
        close={() => setOpen(false)}
        fields={[{ name: 'note', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('checkRefuse')}
        submit={async (v) => {
          await check.mutateAsync({ params: { id }, revision: data?.revision ?? 0, body: { accepted: false, note: String(v.note) } })
          tell.done(t('refusedDone'))
        }}
      />
    </>
  )
}
export default AgreementRecord
