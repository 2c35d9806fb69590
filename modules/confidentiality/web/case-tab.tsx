import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'
import { caseAccess } from '../api.ts'
import { GrantList } from './grants.tsx'

/** Who has seen this case, inside its record (7.3.2.2). */
const CaseTab = ({ caseId }: { caseId: number }): ReactNode => {
  const { t } = useTranslation('access')
  return (
    <>
      <p className="bw-quiet">
        {t('caseLead')} <Go to={`/access/cases/${caseId}`}>{t('openPage')}</Go>
      </p>
      <GrantList endpoint={caseAccess} params={{ id: caseId }} of="case" title={t('byCase')} embedded empty={t('empty.case')} />
    </>
  )
}
export default CaseTab
