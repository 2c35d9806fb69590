import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listDrills, recordDrill } from '../api.ts'
import { drillResults } from '../rules.ts'

const DrillsList = (): ReactNode => {
  const { t } = useTranslation('incidents')
  const may = useMay()
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const record = useAct(recordDrill)
  const results = drillResults.map((k) => ({ value: k, label: t(`result.${k}`) }))
  return (
    <>
      <ListPage
        name="drills"
        title={t('drills')}
        endpoint={listDrills}
        rowKey={(r) => r.id}
        filters={[{ key: 'result', kind: 'choice', label: t('resultOf'), options: results }]}
        columns={[
          { key: 'date', title: t('onDate'), render: (r) => dateText(r.onDate) },
          { key: 'contractor', title: t('contractor'), render: (r) => r.contractorName },
          { key: 'scenario', title: t('scenario'), render: (r) => r.scenario },
          { key: 'participants', title: t('participants'), render: (r) => r.participants },
          { key: 'result', title: t('resultOf'), render: (r) => t(`result.${r.result}`) },
          { key: 'improvements', title: t('improvements'), render: (r) => r.improvements || '—' },
        ]}
        acts={[{ key: 'new', label: t('newDrill'), primary: true, can: may('incidents.plan'), run: () => setOpen(true) }]}
        empty={t('drillsNone')}
      />
      <FormDrawer
        title={t('newDrill')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { name: 'onDate', kind: 'date', label: t('onDate'), required: true },
          { name: 'scenario', kind: 'longtext', label: t('scenario'), required: true, max: 1000 },
          { name: 'participants', kind: 'longtext', label: t('participants'), required: true, max: 1000 },
          { name: 'result', kind: 'radio', label: t('resultOf'), required: true, options: results },
          { name: 'improvements', kind: 'longtext', label: t('improvements'), max: 2000 },
        ]}
        submit={async (v) => {
          await record.mutateAsync({ body: v as z.input<NonNullable<typeof recordDrill.body>> })
          tell.done(t('saved'))
        }}
      />
    </>
  )
}
export default DrillsList
