import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { listFailedLogins } from '../api.ts'

const FailedLogins = (): ReactNode => {
  const { t } = useTranslation('accounts')
  return (
    <ListPage
      name="failed-logins"
      title={t('failed')}
      endpoint={listFailedLogins}
      rowKey={(r) => `${r.at} ${r.ip} ${r.login}`}
      columns={[
        { key: 'at', title: t('at'), render: (r) => <Moment at={r.at} /> },
        { key: 'login', title: t('login'), render: (r) => r.login },
        { key: 'known', title: t('known'), render: (r) => (r.known ? t('yes') : t('no')) },
        { key: 'ip', title: t('ip'), render: (r) => r.ip },
      ]}
      empty={t('failedNone')}
    />
  )
}
export default FailedLogins
