import { Button, Checkbox, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { readCase } from '../../cases/api.ts'
import { EngagementPicker } from '../../organisations/web/public.tsx'
import { handOver, type SetView } from '../api.ts'

/** Whom to serve: parties and agents of the case, each with the mark for no domicile in China. */
export const Recipients = ({ set }: { set: SetView }): ReactNode => {
  const { t } = useTranslation('service')
  const go = useGo()
  const tell = useTell()
  const { data, error, refetch } = useCall(readCase, { params: { id: set.caseId } })
  const send = useAct(handOver)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [abroad, setAbroad] = useState<ReadonlySet<number>>(new Set())
  const [engagementId, setEngagementId] = useState<number | undefined>()
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (!data) return <Skeleton active paragraph={{ rows: 3 }} />
  const put = (set: ReadonlySet<number>, id: number, on: boolean): ReadonlySet<number> =>
    on ? new Set([...set, id]) : new Set([...set].filter((x) => x !== id))
  // More than one contractor may do this work here: only then is there something to choose.
  const several = send.error?.code === 'engagement-unfit' && Number(send.error.detail?.candidates) > 1
  const submit = async (): Promise<void> => {
    try {
      const r = await send.mutateAsync({
        params: { id: set.id },
        body: {
          recipients: [...chosen].map((partyId) => ({ partyId, abroad: abroad.has(partyId) })),
          ...(engagementId ? { engagementId } : {}),
        },
        revision: set.revision,
      })
      tell.done(t('done.handedOver', { n: r.orderIds.length }))
      go(r.orderIds.length === 1 ? `/service-orders/${r.orderIds[0]}` : '/service-orders?state=open', { replace: true })
    } catch {
      // Shown below from send.error.
    }
  }
  return (
    <section className="bw-sheet bw-pad" aria-label={t('recipients')}>
      <h2 className="bw-h2">{t('recipients')}</h2>
      {data.parties.length === 0 ? <p className="bw-quiet">{t('noParties')}</p> : null}
      {data.parties.map((p) => (
        <div key={p.id} style={{ display: 'flex', flexWrap: 'wrap', gap: 12, marginBlockEnd: 6 }}>
          <Checkbox checked={chosen.has(p.id)} onChange={(e) => setChosen(put(chosen, p.id, e.target.checked))}>
            {p.name} <span className="bw-quiet">{t(`cases:role.${p.role}`)}</span>
          </Checkbox>
          {chosen.has(p.id) ? (
            <Checkbox checked={abroad.has(p.id)} onChange={(e) => setAbroad(put(abroad, p.id, e.target.checked))}>
              {t('abroad')}
            </Checkbox>
          ) : null}
        </div>
      ))}
      {send.error ? (
        <div className="bw-gap">
          <Refusal problem={send.error} />
        </div>
      ) : null}
      {several || engagementId ? (
        <div className="bw-gap" style={{ maxWidth: 420 }}>
          <label htmlFor="service-engagement">{t('engagement')}</label>
          <EngagementPicker id="service-engagement" value={engagementId} onChange={(v) => setEngagementId(v as number | undefined)} />
        </div>
      ) : null}
      <div className="bw-acts">
        <Button
          type="primary"
          disabled={chosen.size === 0 || set.documents.length === 0}
          loading={send.isPending}
          onClick={() => void submit()}
        >
          {t('handOver')}
        </Button>
        <span className="bw-quiet">{set.documents.length === 0 ? t('documentsFirst') : chosen.size === 0 ? t('recipientsFirst') : ''}</span>
      </div>
    </section>
  )
}
