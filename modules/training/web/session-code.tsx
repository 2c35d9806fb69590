import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { readSession, showCode } from '../api.ts'
import { useSecondsLeft } from './countdown.ts'
import './training.css'

/** Squares of a QR code with the quiet edge the standard asks for. */
const Squares = ({ size, squares, label }: { size: number; squares: string; label: string }): ReactNode => {
  const path = [...squares].map((s, i) => (s === '1' ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : '')).join('')
  return (
    <svg viewBox={`-4 -4 ${size + 8} ${size + 8}`} role="img" aria-label={label} className="tr-qr" shapeRendering="crispEdges">
      <rect x={-4} y={-4} width={size + 8} height={size + 8} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/** On the teacher's screen, read from the last row. */
const SessionCode = (): ReactNode => {
  const { t } = useTranslation('training')
  const id = Number(usePathParams().id)
  const session = useCall(readSession, { params: { id } }).data
  const { data, error, refetch, dataUpdatedAt } = useCall(
    showCode,
    { params: { id }, query: { origin: window.location.origin } },
    { staleTime: 0, refetchInterval: 10_000, gcTime: 0 },
  )
  const left = useSecondsLeft(data?.msLeft, dataUpdatedAt, () => void refetch())
  useTitle(t('codeTitle'))
  return (
    <section className="tr-screen">
      <p className="bw-kind bw-noprint">
        <Go to={`/training/sessions/${id}`}>← {session?.title ?? t('session')}</Go>
      </p>
      <h1>{session?.title ?? t('codeTitle')}</h1>
      {error ? (
        <Refusal problem={error} retry={() => void refetch()} />
      ) : data ? (
        <div className="bw-sheet bw-pad tr-code">
          <p className="tr-half">
            {t(`half.${data.half}`)} · <span aria-live="polite">{t('present', data)}</span>
          </p>
          <Squares {...data.qr} label={t('qrLabel', { code: data.code })} />
          <p>{t('scan')}</p>
          <p className="tr-signs bw-figures">{`${data.code.slice(0, 4)} ${data.code.slice(4)}`}</p>
          <p className="bw-quiet bw-figures">{t('changesIn', { n: left ?? '' })}</p>
        </div>
      ) : (
        <Skeleton active />
      )}
    </section>
  )
}
export default SessionCode
