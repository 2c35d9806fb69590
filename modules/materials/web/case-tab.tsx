import type { ReactNode } from 'react'
import { Materials } from './desk.tsx'

/** Materials of one case, for the case's page. */
const CaseTab = ({ caseId }: { caseId: number }): ReactNode => <Materials caseId={caseId} />
export default CaseTab
