import { Button, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { addParty, type CaseDetail, editParty, type PartyItem, removeParty, revealParty } from '../api.ts'
import { partyCodes, usePartyFields } from './case-fields.tsx'

type Open = { what: 'add' } | { what: 'edit' | 'reveal'; party: PartyItem } | null

/** Parties with masked papers; the full number is shown for a reason, which the ledger keeps. */
export const Parties = ({ data }: { data: CaseDetail }): ReactNode => {
  const { t } = useTranslation('cases')
  const tell = useTell()
  const [open, setOpen] = useState<Open>(null)
  const [shown, setShown] = useState<{ name: string; paper: string | null; phone: string | null } | null>(null)
  const add = useAct(addParty)
  const edit = useAct(editParty)
  const remove = useAct(removeParty)
  const reveal = useAct(revealParty, { keep: true })
  const editing = open?.what === 'edit' ? open.party : null
  const fields = usePartyFields({
    paperMasked: editing?.paperMasked ?? null,
    phoneMasked: editing?.phoneMasked ?? null,
    others: data.parties.filter((p) => p.role !== 'agent' && p.id !== editing?.id),
  })
  const nameOf = (id: number | null): string => data.parties.find((p) => p.id === id)?.name ?? '—'
  const extra = (p: PartyItem): string =>
    p.role === 'agent'
      ? [t('party.for', { name: nameOf(p.representsId) }), p.authority ? t(`authority.${p.authority}`) : null, p.firm]
          .filter(Boolean)
          .join(' · ')
      : [p.representative ? `${p.representativeTitle ?? t('party.representative')} ${p.representative}` : null, p.residence]
          .filter(Boolean)
          .join(' · ')
  return (
    <div className="bw-sheet">
      <div className="bw-tools">
        <span className="bw-quiet">{t('partiesCount', { n: data.parties.length })}</span>
        <ActBar
          size="small"
          acts={[{ key: 'add', label: t('party.add'), can: data.can.changeParties, run: () => setOpen({ what: 'add' }) }]}
        />
      </div>
      <DataTable
        label={t('parties')}
        rows={data.parties}
        rowKey={(p) => p.id}
        columns={[
          { key: 'name', title: t('party.name'), render: (p) => <strong>{p.name}</strong> },
          { key: 'role', title: t('party.role'), render: (p) => t(`role.${p.role}`) },
          {
            key: 'paper',
            title: t('party.paper'),
            render: (p) => (
              <span className="bw-figures">{p.paperMasked ? `${p.paperKind ? t(`paper.${p.paperKind}`) : ''} ${p.paperMasked}` : '—'}</span>
            ),
          },
          { key: 'phone', title: t('party.phone'), render: (p) => <span className="bw-figures">{p.phoneMasked ?? '—'}</span> },
          {
            key: 'extra',
            title: t('party.extra'),
            render: (p) => (
              <span style={{ display: 'block', maxWidth: 260, overflowWrap: 'anywhere' }}>
                {[
                  extra(p),
                  p.serviceAddress ? `${t('party.serviceAddress')} ${p.serviceAddress}` : null,
                  p.eServiceConsent
                    ? p.eServiceAddress
                      ? t('party.eService', { to: p.eServiceAddress })
                      : t('party.eServiceConsent')
                    : null,
                ]
                  .filter(Boolean)
                  .join(' · ') || '—'}
              </span>
            ),
          },
          {
            key: 'acts',
            title: '',
            render: (p) => (
              <ActBar
                size="small"
                shown={1}
                acts={[
                  {
                    key: 'reveal',
                    label: t('party.reveal'),
                    can: p.paperMasked || p.phoneMasked ? data.can.reveal : false,
                    run: () => setOpen({ what: 'reveal', party: p }),
                  },
                  { key: 'edit', label: t('party.edit'), can: data.can.changeParties, run: () => setOpen({ what: 'edit', party: p }) },
                  {
                    key: 'remove',
                    label: t('party.remove'),
                    danger: true,
                    can: data.can.changeParties,
                    confirm: t('party.removeSure', { name: p.name }),
                    run: async () => {
                      await remove.mutateAsync({ params: { id: data.id, partyId: p.id }, revision: data.revision })
                      tell.done(t('saved'))
                    },
                  },
                ]}
              />
            ),
          },
        ]}
      />
      <FormDrawer
        title={editing ? t('party.edit') : t('party.add')}
        open={open?.what === 'add' || open?.what === 'edit'}
        close={() => setOpen(null)}
        fields={fields}
        codes={partyCodes}
        initial={editing ? { ...editing } : { kind: 'natural' }}
        submit={async (v) => {
          if (editing) {
            const body = v as z.input<typeof editParty.body & z.ZodType>
            await edit.mutateAsync({ params: { id: data.id, partyId: editing.id }, revision: data.revision, body })
          } else
            await add.mutateAsync({
              params: { id: data.id },
              revision: data.revision,
              body: v as z.input<typeof addParty.body & z.ZodType>,
            })
          tell.done(t('saved'))
        }}
      />
      <FormDrawer
        title={t('party.reveal')}
        lead={t('party.revealLead')}
        open={open?.what === 'reveal'}
        close={() => setOpen(null)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('party.reason'), required: true, max: 200 }]}
        submitLabel={t('party.reveal')}
        submit={async (v) => {
          if (open?.what !== 'reveal') return
          const full = await reveal.mutateAsync({ params: { id: data.id, partyId: open.party.id }, body: { reason: String(v.reason) } })
          setShown({ name: open.party.name, ...full })
        }}
      />
      <Modal
        open={shown !== null}
        title={shown?.name}
        onCancel={() => setShown(null)}
        footer={<Button onClick={() => setShown(null)}>{t('party.hide')}</Button>}
        width={420}
      >
        <dl className="bw-facts">
          <div>
            <dt>{t('party.paper')}</dt>
            <dd>{shown?.paper ?? '—'}</dd>
          </div>
          <div>
            <dt>{t('party.phone')}</dt>
            <dd>{shown?.phone ?? '—'}</dd>
          </div>
        </dl>
        <p className="bw-quiet">{t('party.revealed')}</p>
      </Modal>
    </div>
  )
}
