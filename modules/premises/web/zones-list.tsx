import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { ActButton } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listEngagements } from '../../organisations/api.ts'
import { closePlace, closeZone, listPlaces, listZones, makePlace, makeZone, useZone as setUse } from '../api.ts'

type Zone = z.output<typeof listZones.response>['items'][number]
/** Who may keep premises may see engagements; others have no form. */
const Forms = ({ sheet, zone, close }: { sheet: 'place' | 'zone' | 'use' | null; zone: Zone | null; close: () => void }): ReactNode => {
  const { t } = useTranslation('premises')
  const tell = useTell()
  const place = useAct(makePlace)
  const make = useAct(makeZone)
  const use = useAct(setUse)
  const places = useCall(listPlaces, { query: { limit: 200 } })
  const engagements = useCall(listEngagements, { query: { limit: 200 } })
  const users: Field = {
    name: 'engagementIds',
    kind: 'choices',
    label: t('engagements'),
    numeric: true,
    options:
      engagements.data?.items
        .filter((e) => e.state !== 'ended')
        .map((e) => ({ value: String(e.id), label: `${e.title} (${e.contractorName})` })) ?? [],
  }
  const fields: Record<'place' | 'zone' | 'use', Field[]> = {
    place: [
      { name: 'name', kind: 'text', label: t('place'), required: true, max: 100 },
      { name: 'address', kind: 'text', label: t('address'), required: true, max: 200 },
    ],
    zone: [
      {
        name: 'placeId',
        kind: 'choice',
        label: t('place'),
        required: true,
        numeric: true,
        options: places.data?.items.filter((p) => !p.closedOn).map((p) => ({ value: String(p.id), label: p.name })) ?? [],
      },
      { name: 'name', kind: 'text', label: t('zone'), required: true, max: 100 },
      { name: 'purpose', kind: 'text', label: t('purpose'), required: true, max: 200 },
      users,
    ],
    use: [users],
  }
  if (!sheet) return null
  return (
    <FormDrawer
      title={t(sheet === 'place' ? 'newPlace' : sheet === 'zone' ? 'newZone' : 'use')}
      open
      close={close}
      fields={fields[sheet]}
      initial={sheet === 'use' ? { engagementIds: zone?.engagements.map((e) => e.id) ?? [] } : {}}
      submit={async (v) => {
        const engagementIds = (v.engagementIds as number[] | undefined) ?? []
        if (sheet === 'place') await place.mutateAsync({ body: v as { name: string; address: string } })
        else if (sheet === 'zone')
          await make.mutateAsync({ body: { ...(v as { placeId: number; name: string; purpose: string }), engagementIds } })
        else if (zone) await use.mutateAsync({ params: { id: zone.id }, body: { engagementIds }, revision: zone.revision })
        tell.done(t('saved'))
      }}
    />
  )
}
/** Premises stand above their zones: a new one has none yet. */
const Places = (): ReactNode => {
  const { t } = useTranslation('premises')
  const tell = useTell()
  const shut = useAct(closePlace)
  const { data } = useCall(listPlaces, { query: { limit: 200 } })
  if (!data) return null
  return (
    <Panel title={t('places')} wide>
      {data.items.length === 0 ? (
        <p className="bw-quiet">{t('none.places')}</p>
      ) : (
        <DataTable
          label={t('places')}
          rows={data.items}
          rowKey={(p) => p.id}
          columns={[
            { key: 'name', title: t('place'), render: (p) => p.name },
            { key: 'address', title: t('address'), render: (p) => p.address },
            { key: 'zones', title: t('zonesOf'), align: 'end', render: (p) => p.zones },
            {
              key: 'state',
              title: t('stateOf'),
              render: (p) => (
                <StateTag tone={p.closedOn ? 'closed' : 'active'}>{t(p.closedOn ? 'openClosed.closed' : 'openClosed.open')}</StateTag>
              ),
            },
            ...(data.items.some((p) => p.can.close.ok)
              ? [
                  {
                    key: 'act',
                    title: '',
                    render: (p: (typeof data.items)[number]) =>
                      p.can.close.ok ? (
                        <ActButton
                          size="small"
                          act={{
                            key: 'close',
                            label: t('closePlace'),
                            confirm: t('closeZoneSure'),
                            run: async () => {
                              await shut.mutateAsync({ params: { id: p.id }, body: {}, revision: p.revision })
                              tell.done(t('saved'))
                            },
                          }}
                        />
                      ) : null,
                  },
                ]
              : []),
          ]}
        />
      )}
    </Panel>
  )
}
const ZonesList = (): ReactNode => {
  const { t } = useTranslation('premises')
  const may = useMay()
  const tell = useTell()
  const [sheet, setSheet] = useState<'place' | 'zone' | 'use' | null>(null)
  const [zone, setZone] = useState<Zone | null>(null)
  const shut = useAct(closeZone)
  const keep = may('premises.keep')
  return (
    <>
      <ListPage
        name="zones"
        title={t('title')}
        above={
          <div className="bw-gap">
            <Places />
          </div>
        }
        endpoint={listZones}
        rowKey={(r) => r.id}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('stateOf'),
            options: (['open', 'closed'] as const).map((k) => ({ value: k, label: t(`openClosed.${k}`) })),
          },
        ]}
        columns={[
          { key: 'zone', title: t('zone'), render: (r) => r.name },
          { key: 'place', title: t('place'), render: (r) => r.place },
          { key: 'purpose', title: t('purpose'), render: (r) => r.purpose },
          { key: 'use', title: t('engagements'), render: (r) => listText(r.engagements.map((e) => e.title)) || '—' },
          { key: 'many', title: t('many'), align: 'end', render: (r) => <Go to={`/equipment?zoneId=${r.id}`}>{r.equipment}</Go> },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => (
              <StateTag tone={r.closedOn ? 'closed' : 'active'}>{t(r.closedOn ? 'openClosed.closed' : 'openClosed.open')}</StateTag>
            ),
          },
          ...(keep
            ? [
                {
                  key: 'act',
                  title: '',
                  render: (r: Zone) =>
                    r.can.keep.ok ? (
                      <span className="bw-acts">
                        <Button
                          size="small"
                          onClick={() => {
                            setZone(r)
                            setSheet('use')
                          }}
                        >
                          {t('use')}
                        </Button>
                        {r.can.close.ok ? (
                          <ActButton
                            size="small"
                            act={{
                              key: 'close',
                              label: t('closeZone'),
                              confirm: t('closeZoneSure'),
                              run: async () => {
                                await shut.mutateAsync({ params: { id: r.id }, body: {}, revision: r.revision })
                                tell.done(t('saved'))
                              },
                            }}
                          />
                        ) : null}
                      </span>
                    ) : null,
                },
              ]
            : []),
        ]}
        acts={[
          { key: 'zone', label: t('newZone'), primary: true, can: keep, run: () => setSheet('zone') },
          { key: 'place', label: t('newPlace'), can: keep, run: () => setSheet('place') },
        ]}
        empty={t('none.zones')}
      />
      {sheet ? <Forms sheet={sheet} zone={zone} close={() => setSheet(null)} /> : null}
    </>
  )
}
export default ZonesList
