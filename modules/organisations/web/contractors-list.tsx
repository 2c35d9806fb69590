import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { createContractor, listContractors } from '../api.ts'

const ContractorsList = (): ReactNode => {
  const { t } = useTranslation('organisations')
  const go = useGo()
  const [open, setOpen] = useState(false)
  const create = useAct(createContractor)
  const can = useCall(listContractors, { query: { limit: 1 } }).data?.can
  return (
    <>
      <ListPage
        name="contractors"
        title={t('contractors.title')}
        endpoint={listContractors}
        rowKey={(r) => r.id}
        open={(r) => `/contractors/${r.id}`}
        filters={[{ key: 'q', kind: 'text', label: t('contractors.q') }]}
        columns={[
          { key: 'name', title: t('contractors.name'), render: (r) => r.name },
          { key: 'uscc', title: t('contractors.uscc'), render: (r) => <span className="bw-figures">{r.uscc}</span> },
          { key: 'engagements', title: t('contractors.engagements'), align: 'end', render: (r) => r.engagements },
          { key: 'people', title: t('contractors.people'), align: 'end', render: (r) => r.people },
        ]}
        acts={[{ key: 'add', label: t('contractors.add'), primary: true, can: can?.create ?? false, run: () => setOpen(true) }]}
        empty={t('contractors.none')}
      />
      <FormDrawer
        title={t('contractors.add')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { name: 'name', kind: 'text', label: t('contractors.name'), required: true, max: 100 },
          {
            name: 'uscc',
            kind: 'text',
            label: t('contractors.uscc'),
            hint: t('contractors.usccHint'),
            required: true,
            max: 40,
            figures: true,
          },
        ]}
        codes={{
          'paper-empty': 'uscc',
          'uscc-length': 'uscc',
          'uscc-characters': 'uscc',
          'uscc-check-digit': 'uscc',
          'uscc-taken': 'uscc',
        }}
        submit={async (v) => {
          const made = await create.mutateAsync({ body: v as { name: string; uscc: string } })
          go(`/contractors/${made.id}`)
        }}
      />
    </>
  )
}
export default ContractorsList
