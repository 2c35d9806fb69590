import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { myStop } from '../api.ts'

/** Whose access is frozen finds an empty desk: he is told that this is why and whom to ask; the reason stays with the court. */
const StopBanner = (): ReactNode => {
  const may = useMay()
  return useMe().side === 'contractor' && may('confidentiality.own') ? <Stopped /> : null
}
const Stopped = (): ReactNode => {
  const { t } = useTranslation('access')
  const { data } = useCall(myStop, {})
  if (!data?.stop) return null
  return (
    // Before everything else on the bench, over its whole width.
    <div style={{ order: -2, gridColumn: '1 / -1' }}>
      <Alert
        type="error"
        showIcon
        title={t(`stop.${data.stop.of}`, { at: data.stop.fromAt ? timeText(data.stop.fromAt) : '' })}
        description={t('stop.ask')}
      />
    </div>
  )
}
export default StopBanner
