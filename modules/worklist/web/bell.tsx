import { BellOutlined } from '@ant-design/icons'
import { Badge, Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGo } from '../../../platform/ui/go.tsx'
import { live } from '../../../platform/ui/live.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { listNotices } from '../api.ts'

/** Unread notices in the top bar. */
export const Bell = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const go = useGo()
  const { data } = useCall(listNotices, { query: { limit: 1 } }, live)
  const n = data?.unread ?? 0
  return (
    <Badge count={n} size="small" overflowCount={99} offset={[-4, 4]}>
      <Button
        type="text"
        icon={<BellOutlined aria-hidden />}
        aria-label={n ? t('bell', { n }) : t('bellNone')}
        onClick={() => go('/notices')}
      />
    </Badge>
  )
}
