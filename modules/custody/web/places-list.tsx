import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listPlaces, makePlace, setClosing } from '../api-places.ts'
import { isTime, placeKinds } from '../rules.ts'

const PlacesList = (): ReactNode => {
  const { t } = useTranslation('custody')
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const [open, setOpen] = useState<'new' | 'closing' | null>(null)
  const make = useAct(makePlace)
  const close = useAct(setClosing)
  const { data } = useCall(listPlaces, { query: { limit: 1 } })
  const kinds = placeKinds.map((k) => ({ value: k, label: t(`placeKind.${k}`) }))
  return (
    <>
      <ListPage
        name="custody-places"
        title={t('places')}
        endpoint={listPlaces}
        rowKey={(r) => r.id}
        open={(r) => `/custody-places/${r.id}`}
        filters={[
          { key: 'kind', kind: 'choice', label: t('placeKindOf'), options: kinds },
          {
            key: 'state',
            kind: 'choice',
            label: t('stateOf'),
            options: (['open', 'closed'] as const).map((k) => ({ value: k, label: t(`placeState.${k}`) })),
          },
        ]}
        columns={[
          { key: 'name', title: t('placeName'), render: (r) => r.name },
          { key: 'kind', title: t('placeKindOf'), render: (r) => t(`placeKind.${r.kind}`) },
          { key: 'volumes', title: t('volumesHere'), align: 'end', render: (r) => r.volumes },
          { key: 'counted', title: t('countedAt'), render: (r) => (r.countedAt ? <Moment at={r.countedAt} /> : t('never')) },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => (
              <StateTag tone={r.closed ? 'closed' : r.openCount ? 'active' : 'done'}>
                {r.closed ? t('placeState.closed') : r.openCount ? t('countState.open') : t('placeState.open')}
              </StateTag>
            ),
          },
        ]}
        acts={[
          { key: 'new', label: t('newPlace'), primary: true, can: may('custody.keep'), run: () => setOpen('new') },
          {
            key: 'closing',
            label: `${t('closing')} ${data?.closing ?? ''}`,
            can: may('custody.lost'),
            run: () => setOpen('closing'),
          },
        ]}
        empty={t('noPlaces')}
      />
      {open ? (
        <FormDrawer
          title={t(open === 'new' ? 'newPlace' : 'closing')}
          open
          close={() => setOpen(null)}
          lead={open === 'closing' ? t('closingLead') : undefined}
          fields={
            open === 'new'
              ? [
                  { name: 'name', kind: 'text', label: t('placeName'), required: true, max: 200 },
                  { name: 'kind', kind: 'choice', label: t('placeKindOf'), required: true, options: kinds },
                ]
              : [{ name: 'closing', kind: 'text', label: t('closing'), required: true, max: 5, hint: t('closingHint') }]
          }
          {...(open === 'closing' ? { schema: setClosing.body } : {})}
          initial={open === 'closing' && data && isTime(data.closing) ? { closing: data.closing } : {}}
          codes={{ 'place-known': 'name' }}
          submit={async (v) => {
            if (open === 'new')
              go(`/custody-places/${(await make.mutateAsync({ body: { name: String(v.name), kind: v.kind as 'shelf' } })).id}`)
            else {
              await close.mutateAsync({ body: { closing: String(v.closing) } })
              tell.done(t('saved'))
            }
          }}
        />
      ) : null}
    </>
  )
}
export default PlacesList
