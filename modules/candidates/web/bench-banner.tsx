import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { benchCandidates } from '../api.ts'

/** On the bench of whoever has candidates to review, to register, or to propose. */
const BenchBanner = (): ReactNode => {
  const may = useMay()
  return may('candidates.review') || may('candidates.keep') ? <Waiting /> : null
}
const Waiting = (): ReactNode => {
  const { t } = useTranslation('candidates')
  const { data } = useCall(benchCandidates, {})
  const lines = [
    ['review', 'proposed'],
    ['register', 'reviewed'],
    ['drafts', 'draft'],
  ].filter(([key]) => (data?.[key as 'review'] ?? 0) > 0)
  if (lines.length === 0) return null
  return (
    <div style={{ order: -1, gridColumn: '1 / -1' }}>
      <Alert
        type="info"
        showIcon
        title={t('title')}
        description={lines.map(([key, state]) => (
          <p key={key}>
            <Go to={`/candidates?state=${state}`}>{t(`bench.${key}`, { n: data?.[key as 'review'] })}</Go>
          </p>
        ))}
      />
    </div>
  )
}
export default BenchBanner
