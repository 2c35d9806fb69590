import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { readCase } from '../../cases/api.ts'
import { caseAccess } from '../api.ts'
import { Exposure } from './exposure.tsx'
import { FreezeDrawer } from './freeze.tsx'
import { GrantList } from './grants.tsx'

const CaseAccess = (): ReactNode => {
  const { t } = useTranslation('access')
  const id = Number(usePathParams().id)
  const may = useMay()
  const [open, setOpen] = useState(false)
  // Security people review access without reading cases: the number then comes from the grants.
  const record = useCall(readCase, { params: { id } }, { enabled: may('cases.read') })
  const first = useCall(caseAccess, { params: { id }, query: { limit: 1 } })
  const name =
    record.data?.number ??
    record.data?.title ??
    first.data?.items[0]?.caseNumber ??
    first.data?.items[0]?.caseTitle ??
    (first.data ? `#${id}` : undefined)
  return (
    <>
      <RecordPage
        kind={may('cases.read') ? { label: t('case'), to: `/cases/${id}` } : { label: t('title'), to: '/access' }}
        title={name}
        error={first.error}
        retry={() => void first.refetch()}
        acts={[{ key: 'freeze', label: t('freezeCase'), danger: true, can: may('confidentiality.freeze'), run: () => setOpen(true) }]}
      >
        <p className="bw-lead">{t('caseLead')}</p>
        <Exposure caseId={id} />
        <GrantList endpoint={caseAccess} params={{ id }} of="case" title={t('byCase')} embedded empty={t('empty.case')} />
      </RecordPage>
      <FreezeDrawer open={open} close={() => setOpen(false)} caseId={id} />
    </>
  )
}
export default CaseAccess
