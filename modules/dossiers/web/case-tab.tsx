import type { ReactNode } from 'react'
import { Batches } from './batches-list.tsx'

/** Scans of one case, for the case's page. */
const CaseTab = ({ caseId }: { caseId: number }): ReactNode => <Batches caseId={caseId} />
export default CaseTab
