import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { caseAccess, personAccess } from '../api.ts'

interface Line {
  key: number
  who: ReactNode
  touched: number
  of: number
  cap: number | null
}

const Lines = ({ lead, lines }: { lead: string; lines: Line[] }): ReactNode => {
  const { t } = useTranslation('access')
  const percent = (share: number): string => `${Math.round(share * 100)}%`
  return (
    <section className="bw-sheet bw-pad bw-gap" aria-label={t('exposure.title')}>
      <h2 className="bw-h2">{t('exposure.title')}</h2>
      <p className="bw-quiet">{lead}</p>
      <ul className="bw-linked">
        {lines.map((e) => (
          <li key={e.key}>
            {e.who}{' '}
            <span className="bw-figures">
              {t('exposure.of', { n: e.touched, of: e.of, share: percent(e.touched / e.of) })}
              {e.cap === null ? null : ` · ${t('exposure.cap', { cap: percent(e.cap) })}`}
            </span>{' '}
            {e.cap !== null && e.touched > 1 && e.touched / e.of > e.cap ? <StateTag tone="late">{t('exposure.over')}</StateTag> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** How much of the case one outsourced person has come to see, beside the cap of the contract (7.3.2.2). */
export const Exposure = ({ caseId }: { caseId: number }): ReactNode => {
  const { t } = useTranslation('access')
  const { data } = useCall(caseAccess, { params: { id: caseId }, query: { limit: 1 } })
  if (!data?.exposure.length) return null
  const lines = data.exposure.map((e) => ({ ...e, key: e.personId, who: <PersonName name={e.personName} /> }))
  return <Lines lead={t('exposure.lead')} lines={lines} />
}

/** The same, of one person: the cases he has come to see most of; from each it is one click to who has seen it. */
export const ExposureOfPerson = ({ personId }: { personId: number }): ReactNode => {
  const { t } = useTranslation('access')
  const { data } = useCall(personAccess, { params: { id: personId }, query: { limit: 1 } })
  if (!data?.exposure.length) return null
  const lines = data.exposure.map((e) => ({
    ...e,
    key: e.caseId,
    who: <Go to={`/access/cases/${e.caseId}`}>{e.caseNumber ?? t('exposure.closedToYou')}</Go>,
  }))
  return <Lines lead={t('exposure.personLead')} lines={lines} />
}
