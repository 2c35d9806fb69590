import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { revealNumber } from '../api.ts'

/** The whole number, only to whoever has to dial it; each showing is an event. */
export const ShowNumber = ({ callId }: { callId: number }): ReactNode => {
  const { t } = useTranslation('hotline')
  const show = useAct(revealNumber)
  return (
    <p>
      {show.data ? (
        <strong className="bw-figures">{show.data.number}</strong>
      ) : (
        <Button onClick={() => show.mutate({ params: { id: callId }, body: {} })} loading={show.isPending}>
          {t('showNumber')}
        </Button>
      )}{' '}
      <span className="bw-quiet">{t('showNumberNote')}</span>
      {show.error ? <Refusal problem={show.error} /> : null}
    </p>
  )
}
