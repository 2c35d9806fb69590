import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag } from '../../../platform/ui/dates.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import type { CallRow } from '../api.ts'
import type { TicketRow } from '../api-tickets.ts'

/** Seconds as people read them on a telephone: 0:07, 3:08, 1:02:33. */
export const lasting = (seconds: number | null | undefined): string => {
  if (seconds === null || seconds === undefined) return '—'
  const s = Math.round(seconds)
  const two = (n: number): string => String(n).padStart(2, '0')
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`
}
const tones: Record<CallRow['result'], Tone> = { answered: 'done', abandoned: 'soon', menu: 'closed', inHand: 'active' }
/** Answered or not; why it is not in the rate stands beside it in words. */
export const ResultTag = ({ call }: { call: Pick<CallRow, 'result' | 'exclusion'> }): ReactNode => {
  const { t } = useTranslation('hotline')
  return (
    <>
      <StateTag tone={tones[call.result]}>{t(`result.${call.result}`)}</StateTag>
      {call.exclusion && call.result !== 'menu' ? <span className="bw-quiet"> {t(`exclusion.${call.exclusion}`)}</span> : null}
    </>
  )
}
export const NumberText = ({ number }: { number: string }): ReactNode => {
  const { t } = useTranslation('hotline')
  return number === '' ? <span className="bw-quiet">{t('withheld')}</span> : <span className="bw-figures">{number}</span>
}
const stateTones: Record<TicketRow['state'], Tone> = { open: 'active', answered: 'soon', closed: 'done' }
export const TicketState = ({ ticket }: { ticket: Pick<TicketRow, 'state' | 'late'> }): ReactNode => {
  const { t } = useTranslation('hotline')
  return (
    <StateTag tone={ticket.state === 'open' && ticket.late ? 'late' : stateTones[ticket.state]}>{t(`ticket.${ticket.state}`)}</StateTag>
  )
}
export const TicketDue = ({ ticket }: { ticket: Pick<TicketRow, 'dueAt' | 'answeredAt' | 'provisional'> }): ReactNode => (
  <DueTag due={ticket.dueAt} done={ticket.answeredAt !== null} provisional={ticket.provisional} />
)
