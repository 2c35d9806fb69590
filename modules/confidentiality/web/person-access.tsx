import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { personAccess } from '../api.ts'
import { ExposureOfPerson } from './exposure.tsx'
import { FreezeDrawer } from './freeze.tsx'
import { GrantList } from './grants.tsx'

const PersonAccess = (): ReactNode => {
  const { t } = useTranslation('access')
  const id = Number(usePathParams().id)
  const may = useMay()
  const [open, setOpen] = useState(false)
  const first = useCall(personAccess, { params: { id }, query: { limit: 1 } })
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/access' }}
        title={first.data ? (first.data.items[0]?.personName ?? t('byPerson')) : undefined}
        error={first.error}
        retry={() => void first.refetch()}
        acts={[{ key: 'freeze', label: t('freezePerson'), danger: true, can: may('confidentiality.freeze'), run: () => setOpen(true) }]}
      >
        <p className="bw-lead">{t('personLead')}</p>
        <ExposureOfPerson personId={id} />
        <GrantList endpoint={personAccess} params={{ id }} of="person" title={t('byPerson')} embedded empty={t('empty.person')} />
      </RecordPage>
      <FreezeDrawer open={open} close={() => setOpen(false)} personId={id} />
    </>
  )
}
export default PersonAccess
