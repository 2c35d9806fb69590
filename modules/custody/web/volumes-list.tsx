import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { CasePicker } from '../../cases/web/public.tsx'
import { listVolumes, makeVolume } from '../api.ts'
import { PlacePicker } from './place-picker.tsx'
import { volumeKinds, volumeStates } from '../rules.ts'

export const tones = { held: 'done', moving: 'active', differs: 'late', lost: 'late' } as const
const VolumesList = (): ReactNode => {
  const { t } = useTranslation('custody')
  const go = useGo()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const make = useAct(makeVolume)
  const kinds = volumeKinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))
  const yes = [{ value: 'yes', label: t('yes') }]
  return (
    <>
      <ListPage
        name="volumes"
        title={t('title')}
        endpoint={listVolumes}
        rowKey={(r) => r.id}
        open={(r) => `/custody/${r.id}`}
        filters={[
          { key: 'state', kind: 'choice', label: t('stateOf'), options: volumeStates.map((k) => ({ value: k, label: t(`state.${k}`) })) },
          { key: 'kind', kind: 'choice', label: t('kindOf'), options: kinds },
          { key: 'mine', kind: 'choice', label: t('mineOnly'), options: yes },
          { key: 'overdue', kind: 'choice', label: t('overdueOnly'), options: yes },
        ]}
        columns={[
          { key: 'code', title: t('code'), render: (r) => r.code },
          { key: 'case', title: t('caseOf'), render: (r) => r.caseNumber ?? '—' },
          { key: 'kind', title: t('kindOf'), render: (r) => `${t(`kind.${r.kind}`)} ${r.serial}` },
          { key: 'pages', title: t('pages'), align: 'end', render: (r) => r.pages },
          { key: 'holder', title: t('holder'), render: (r) => (r.receiver ? `${r.holder} → ${r.receiver}` : r.holder) },
          { key: 'place', title: t('place'), render: (r) => r.place },
          {
            key: 'return',
            title: t('returnBy'),
            render: (r) => (r.returnBy ? <StateTag tone={r.overdue ? 'late' : 'plain'}>{dateText(r.returnBy)}</StateTag> : '—'),
          },
          { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
        ]}
        acts={[
          { key: 'new', label: t('new'), primary: true, can: may('custody.keep'), run: () => setOpen(true) },
          { key: 'places', label: t('places'), can: may('custody.keep'), run: () => go('/custody-places') },
        ]}
        empty={t('none')}
      />
      <FormDrawer
        title={t('new')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { name: 'caseId', kind: 'own', label: t('caseOf'), required: true, input: (o) => <CasePicker {...o} /> },
          { name: 'kind', kind: 'radio', label: t('kindOf'), required: true, options: kinds },
          { name: 'serial', kind: 'number', label: t('serial'), required: true, min: 1, max: 999 },
          { name: 'pages', kind: 'number', label: t('pages'), required: true, min: 1, max: 100000 },
          { name: 'placeId', kind: 'own', label: t('place'), required: true, input: (o) => <PlacePicker {...o} /> },
        ]}
        initial={{ kind: 'main', serial: 1 }}
        submit={async (v) => go(`/custody/${(await make.mutateAsync({ body: v as z.input<NonNullable<typeof makeVolume.body>> })).id}`)}
      />
    </>
  )
}
export default VolumesList
