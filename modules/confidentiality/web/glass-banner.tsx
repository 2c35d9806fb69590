import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { live } from '../../../platform/ui/live.ts'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { myGlass } from '../api-glass.ts'

/** Loud: as long as the glass is broken it says so on every page, with the way to the case and the way out. */
const GlassBanner = (): ReactNode => (useMay()('confidentiality.glass') ? <Broken /> : null)
const Broken = (): ReactNode => {
  const { t } = useTranslation('access')
  const { data } = useCall(myGlass, {}, live)
  return data?.items.map((g) => (
    <Alert
      key={g.id}
      type="error"
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={t('glass.banner', { number: g.caseNumber, until: timeText(g.untilAt) })}
      description={
        <div className="bw-acts">
          <Go to={`/cases/${g.caseId}`}>{t('glass.toCase')}</Go>
          <Go to="/access/break-glass">{t('glass.toEnd')}</Go>
        </div>
      }
    />
  ))
}
export default GlassBanner
