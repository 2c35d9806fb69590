import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { listCounts, startCount } from '../api-faults.ts'
import { ZonePicker } from './zone-picker.tsx'

const CountsList = (): ReactNode => {
  const { t } = useTranslation('premises')
  const go = useGo()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const start = useAct(startCount)
  return (
    <>
      <ListPage
        name="spot-counts"
        title={t('counts')}
        endpoint={listCounts}
        rowKey={(r) => r.id}
        open={(r) => `/spot-counts/${r.id}`}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('stateOf'),
            options: (['open', 'closed'] as const).map((k) => ({ value: k, label: t(`countState.${k}`) })),
          },
        ]}
        columns={[
          { key: 'zone', title: t('zone'), render: (r) => `${r.place} · ${r.zone}` },
          { key: 'at', title: t('time'), render: (r) => <Moment at={r.madeAt} /> },
          { key: 'by', title: t('counter'), render: (r) => r.by },
          { key: 'expected', title: t('expected'), align: 'end', render: (r) => r.expected },
          { key: 'found', title: t('found'), align: 'end', render: (r) => r.found },
          { key: 'missing', title: t('missing'), align: 'end', render: (r) => r.missing },
          { key: 'surplus', title: t('surplus'), align: 'end', render: (r) => r.surplus },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => <StateTag tone={r.state === 'open' ? 'active' : 'done'}>{t(`countState.${r.state}`)}</StateTag>,
          },
        ]}
        acts={[{ key: 'new', label: t('startCount'), primary: true, can: may('premises.count'), run: () => setOpen(true) }]}
        empty={t('none.counts')}
      />
      <FormDrawer
        title={t('startCount')}
        open={open}
        close={() => setOpen(false)}
        fields={[{ name: 'zoneId', kind: 'own', label: t('zone'), required: true, input: (o) => <ZonePicker {...o} /> }]}
        submit={async (v) => go(`/spot-counts/${(await start.mutateAsync({ body: v as { zoneId: number } })).id}`)}
      />
    </>
  )
}
export default CountsList
