import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { readMyGate } from '../api.ts'
import { GateChecklist } from './public.tsx'

/** 6.6.1: nobody works before admission. Whoever finds no work on his bench is told that this is why, and what is missing. */
const GateBanner = (): ReactNode => {
  const me = useMe()
  return me.side === 'contractor' && me.roles.some((r) => r === 'operator' || r === 'teamLead') ? <Missing /> : null
}
const Missing = (): ReactNode => {
  const { t } = useTranslation('workforce')
  const { data } = useCall(readMyGate, {})
  if (!data || data.admitted) return null
  const missing = data.gate.filter((g) => !g.met)
  // Who is on leave is admitted again by himself the day he is back: nothing is missing, and nobody has to record anything.
  const away = missing.every((g) => g.missing === 'on-leave')
  return (
    // Before everything else on the bench, over its whole width.
    <div style={{ order: -1, gridColumn: '1 / -1' }}>
      <Alert
        type="warning"
        showIcon
        title={t(away ? 'onLeave' : 'notYet')}
        description={
          <>
            <p>{t(away ? 'onLeaveLead' : 'notYetLead')}</p>
            <GateChecklist gate={missing} mine />
            <Go to="/workforce/mine">{t('mine')}</Go>
          </>
        }
      />
    </div>
  )
}
export default GateBanner
