import type { ReactNode } from 'react'
import { OrdersList } from './orders-list.tsx'

const CaseTab = ({ caseId }: { caseId: number }): ReactNode => <OrdersList caseId={caseId} />
export default CaseTab
