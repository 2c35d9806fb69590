import type { ReactNode } from 'react'
import { Tickets } from './tickets-list.tsx'

/** Tickets of one case, for the case's page. */
const CaseTab = ({ caseId }: { caseId: number }): ReactNode => <Tickets caseId={caseId} />
export default CaseTab
