import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listVolumes } from '../api.ts'
import { changePlace, closePlace, listInventories, readPlace, startInventory } from '../api-places.ts'
import { placeKinds } from '../rules.ts'
import { tones } from './volumes-list.tsx'

const PlaceRecord = (): ReactNode => {
  const { t } = useTranslation('custody')
  const id = Number(usePathParams().id)
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const [changing, setChanging] = useState(false)
  const { data, error, refetch } = useCall(readPlace, { params: { id } })
  const change = useAct(changePlace)
  const close = useAct(closePlace)
  const start = useAct(startInventory)
  const of = { params: { id }, revision: data?.revision ?? 0 }
  const count = data?.can.count
  return (
    <>
      <RecordPage
        kind={{ label: t('places'), to: '/custody-places' }}
        title={data?.name}
        error={error}
        retry={() => void refetch()}
        state={
          data ? <StateTag tone={data.closed ? 'closed' : 'done'}>{t(`placeState.${data.closed ? 'closed' : 'open'}`)}</StateTag> : null
        }
        acts={[
          {
            key: 'count',
            label: t('startCount'),
            primary: true,
            can: !count || data?.openCount ? false : count.ok || (count.code === 'place-empty' ? count.code : false),
            run: async () => go(`/custody-counts/${(await start.mutateAsync({ body: { placeId: id } })).id}`),
          },
          {
            key: 'resume',
            label: t('resumeCount'),
            primary: true,
            can: may('custody.keep') && Boolean(data?.openCount),
            run: () => go(`/custody-counts/${data?.openCount}`),
          },
          { key: 'change', label: t('changePlace'), can: data?.can.change.ok ?? false, run: () => setChanging(true) },
          {
            key: 'close',
            label: t('closePlace'),
            can: data?.can.close.ok ?? false,
            run: async () => {
              await close.mutateAsync(of)
              tell.done(t('saved'))
            },
          },
        ]}
        facts={
          data
            ? [
                { key: 'kind', label: t('placeKindOf'), value: t(`placeKind.${data.kind}`) },
                { key: 'volumes', label: t('volumesHere'), value: data.volumes },
                { key: 'counted', label: t('countedAt'), value: data.countedAt ? timeText(data.countedAt) : t('never') },
              ]
            : []
        }
        tabs={[
          {
            key: 'volumes',
            label: t('volumesOf'),
            content: (
              <ListPage
                embedded
                name="place-volumes"
                title={t('volumesOf')}
                endpoint={listVolumes}
                fixed={{ placeId: id }}
                rowKey={(r) => r.id}
                open={(r) => `/custody/${r.id}`}
                columns={[
                  { key: 'code', title: t('code'), render: (r) => r.code },
                  { key: 'case', title: t('caseOf'), render: (r) => r.caseNumber ?? '—' },
                  { key: 'kind', title: t('kindOf'), render: (r) => `${t(`kind.${r.kind}`)} ${r.serial}` },
                  { key: 'pages', title: t('pages'), align: 'end', render: (r) => r.pages },
                  { key: 'holder', title: t('holder'), render: (r) => r.holder },
                  { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
                ]}
                empty={t('none')}
              />
            ),
          },
          ...(may('custody.keep')
            ? [
                {
                  key: 'counts',
                  label: t('counts'),
                  content: (
                    <ListPage
                      embedded
                      name="place-counts"
                      title={t('counts')}
                      endpoint={listInventories}
                      fixed={{ placeId: id }}
                      rowKey={(r) => r.id}
                      open={(r) => `/custody-counts/${r.id}`}
                      columns={[
                        { key: 'at', title: t('begun'), render: (r) => <Moment at={r.madeAt} /> },
                        { key: 'by', title: t('counter'), render: (r) => r.by },
                        { key: 'expected', title: t('expected'), align: 'end', render: (r) => r.expected },
                        { key: 'missing', title: t('missing'), align: 'end', render: (r) => r.missing },
                        { key: 'differs', title: t('differing'), align: 'end', render: (r) => r.differs },
                        { key: 'surplus', title: t('surplus'), align: 'end', render: (r) => r.surplus },
                        {
                          key: 'state',
                          title: t('stateOf'),
                          render: (r) => <StateTag tone={r.state === 'open' ? 'active' : 'done'}>{t(`countState.${r.state}`)}</StateTag>,
                        },
                      ]}
                      empty={t('noCounts')}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {changing && data ? (
        <FormDrawer
          title={t('changePlace')}
          open
          close={() => setChanging(false)}
          fields={[
            { name: 'name', kind: 'text', label: t('placeName'), required: true, max: 200 },
            {
              name: 'kind',
              kind: 'choice',
              label: t('placeKindOf'),
              required: true,
              options: placeKinds.map((k) => ({ value: k, label: t(`placeKind.${k}`) })),
            },
          ]}
          initial={{ name: data.name, kind: data.kind }}
          codes={{ 'place-known': 'name', 'secondary-in-court': 'kind' }}
          submit={async (v) => {
            await change.mutateAsync({ ...of, body: { name: String(v.name), kind: v.kind as 'shelf' } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default PlaceRecord
