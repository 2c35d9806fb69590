import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { readMine } from '../api-tests.ts'
import { timesText } from './words.tsx'

/** On the bench of whoever has a training today: where, when, and the way to check in. */
const TodayBanner = (): ReactNode => (useMe().side === 'contractor' ? <Today /> : null)
const Today = (): ReactNode => {
  const { t } = useTranslation('training')
  const { data } = useCall(readMine, {})
  const sessions = (data?.coming ?? []).filter((s) => s.onDate === todayText())
  if (sessions.length === 0) return null
  return (
    <div style={{ order: -1, gridColumn: '1 / -1' }}>
      <Alert
        type="info"
        showIcon
        title={t('bench')}
        description={
          <>
            {sessions.map((s) => (
              <p key={s.sessionId}>
                {s.title} · {timesText(t, s)} · {s.place} {s.open ? <Go to="/training/check-in">{t('checkInNow')}</Go> : null}
              </p>
            ))}
            <Go to="/training/mine">{t('mine')}</Go>
          </>
        }
      />
    </div>
  )
}
export default TodayBanner
