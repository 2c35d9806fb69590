import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'

/** On my own checklist, beside the agreement that is missing. */
const GateLink = (): ReactNode => {
  const { t } = useTranslation('agreements')
  return <Go to="/agreements/mine">{t('goSign')}</Go>
}
export default GateLink
