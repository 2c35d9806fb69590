import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { changeContractor, readContractor } from '../api.ts'
import { Engagements } from './engagements-list.tsx'
import { People } from './people-list.tsx'

const ContractorRecord = (): ReactNode => {
  const { t } = useTranslation('organisations')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(readContractor, { params: { id } })
  const change = useAct(changeContractor)
  return (
    <>
      <RecordPage
        kind={{ label: t('contractors.title'), to: '/contractors' }}
        title={data?.name}
        error={error}
        retry={() => void refetch()}
        acts={[
          {
            key: 'engage',
            label: t('engagements.add'),
            primary: true,
            can: data?.can.engage,
            run: () => go(`/engagements/new?contractorId=${id}`),
          },
          { key: 'change', label: t('contractors.rename'), can: data?.can.change, run: () => setOpen(true) },
        ]}
        facts={
          data
            ? [
                { key: 'uscc', label: t('contractors.uscc'), value: data.uscc },
                { key: 'engagements', label: t('contractors.engagements'), value: data.engagements },
                { key: 'people', label: t('contractors.people'), value: data.people },
              ]
            : []
        }
        tabs={[
          { key: 'engagements', label: t('contractors.engagementsTab'), content: <Engagements contractorId={id} /> },
          ...(may('organisations.people.see')
            ? [{ key: 'people', label: t('contractors.peopleTab'), content: <People contractorId={id} /> }]
            : []),
        ]}
      />
      {data ? (
        <FormDrawer
          title={t('contractors.rename')}
          open={open}
          close={() => setOpen(false)}
          fields={[{ name: 'name', kind: 'text', label: t('contractors.name'), required: true, max: 100 }]}
          initial={{ name: data.name }}
          submit={async (v) => {
            await change.mutateAsync({ params: { id }, revision: data.revision, body: v as { name: string } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default ContractorRecord
