import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { EngagementPicker } from '../../organisations/web/public.tsx'
import { listEquipment, listZones, makeEquipment, printLabels } from '../api.ts'
import { equipmentKinds, equipmentStates } from '../rules.ts'
import { ZonePicker } from './zone-picker.tsx'

export const equipmentTones = { 'in-use': 'done', faulty: 'late', stored: 'plain', retired: 'closed' } as const
const EquipmentList = (): ReactNode => {
  const { t } = useTranslation('premises')
  const go = useGo()
  const may = useMay()
  const me = useMe()
  const [open, setOpen] = useState(false)
  const make = useAct(makeEquipment)
  const zones = useCall(listZones, { query: { limit: 200 } })
  const keep = may('premises.equipment')
  const kinds = equipmentKinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))
  const court = me.side === 'court'
  return (
    <>
      <ListPage
        name="equipment"
        title={t('equipment')}
        endpoint={listEquipment}
        rowKey={(r) => r.id}
        open={(r) => `/equipment/${r.id}`}
        filters={[
          { key: 'q', kind: 'text', label: t('q') },
          {
            key: 'zoneId',
            kind: 'choice',
            label: t('zone'),
            options: zones.data?.items.map((z) => ({ value: String(z.id), label: `${z.place} · ${z.name}` })) ?? [],
          },
          { key: 'kind', kind: 'choice', label: t('kindOf'), options: kinds },
          {
            key: 'owner',
            kind: 'choice',
            label: t('ownerOf'),
            options: (['court', 'contractor'] as const).map((k) => ({ value: k, label: t(`owner.${k}`) })),
          },
          {
            key: 'state',
            kind: 'choice',
            label: t('stateOf'),
            options: equipmentStates.map((k) => ({ value: k, label: t(`state.${k}`) })),
          },
        ]}
        columns={[
          { key: 'name', title: t('name'), render: (r) => r.name },
          { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
          { key: 'serial', title: t('serialNo'), render: (r) => r.serialNo },
          { key: 'zone', title: t('zone'), render: (r) => [r.place, r.zone].filter(Boolean).join(' · ') || '—' },
          { key: 'owner', title: t('ownerOf'), render: (r) => r.contractor ?? t(`owner.${r.owner}`) },
          { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={equipmentTones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
          { key: 'code', title: t('code'), hidden: true, render: (r) => r.code },
        ]}
        acts={[
          { key: 'new', label: t('newEquipment'), primary: true, can: keep, run: () => setOpen(true) },
          { key: 'import', label: t('import'), can: keep, run: () => go('/equipment/import') },
          {
            key: 'labels',
            label: t('labels'),
            can: keep,
            run: () => void window.open(addressOf(printLabels, { query: {} }), '_blank', 'noopener'),
          },
        ]}
        bulk={(rows) =>
          keep
            ? [
                {
                  key: 'labels',
                  label: t('labels'),
                  run: () =>
                    void window.open(addressOf(printLabels, { query: { ids: rows.map((r) => r.id).join(',') } }), '_blank', 'noopener'),
                },
              ]
            : []
        }
        empty={t('none.equipment')}
      />
      <FormDrawer
        title={t('newEquipment')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { name: 'name', kind: 'text', label: t('name'), required: true, max: 100 },
          { name: 'kind', kind: 'choice', label: t('kindOf'), required: true, options: kinds },
          { name: 'serialNo', kind: 'text', label: t('serialNo'), required: true, max: 60 },
          { name: 'zoneId', kind: 'own', label: t('zone'), required: true, input: (o) => <ZonePicker {...o} /> },
          ...(court
            ? [
                {
                  name: 'owner',
                  kind: 'radio' as const,
                  label: t('ownerOf'),
                  required: true,
                  options: (['court', 'contractor'] as const).map((k) => ({ value: k, label: t(`owner.${k}`) })),
                },
                {
                  name: 'engagementId',
                  kind: 'own' as const,
                  label: t('engagement'),
                  required: true,
                  when: (v: Record<string, unknown>) => v.owner === 'contractor',
                  input: (o: object) => <EngagementPicker {...o} />,
                },
              ]
            : []),
        ]}
        initial={{ owner: court ? 'court' : 'contractor' }}
        submit={async (v) => {
          const body = { owner: 'contractor', ...v } as z.input<NonNullable<typeof makeEquipment.body>>
          go(`/equipment/${(await make.mutateAsync({ body })).id}`)
        }}
      />
    </>
  )
}
export default EquipmentList
