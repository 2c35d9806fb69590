import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from './go.tsx'

/** Address that leads nowhere, or a screen the account may not open. */
export const Nowhere = ({ refused }: { refused?: boolean }): ReactNode => {
  const { t } = useTranslation('ui')
  return (
    <div className="bw-fault">
      <span className="bw-nowhere" aria-hidden="true">
        {refused ? '403' : '404'}
      </span>
      <h1>{t(refused ? 'error.notAllowed' : 'error.notFound')}</h1>
      <p className="bw-quiet">{t(refused ? 'error.notAllowedText' : 'error.notFoundText')}</p>
      <Go to="/">{t('error.home')}</Go>
    </div>
  )
}
