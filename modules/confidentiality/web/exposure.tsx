import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { caseAccess } from '../api.ts'

/** How much of the case one outsourced person has come to see, beside the cap of the contract (7.3.2.2). */
export const Exposure = ({ caseId }: { caseId: number }): ReactNode => {
  const { t } = useTranslation('access')
  const { data } = useCall(caseAccess, { params: { id: caseId }, query: { limit: 1 } })
  if (!data?.exposure.length) return null
  const percent = (share: number): string => `${Math.round(share * 100)}%`
  return (
    <section className="bw-sheet bw-pad bw-gap" aria-label={t('exposure.title')}>
      <h2 className="bw-h2">{t('exposure.title')}</h2>
      <p className="bw-quiet">{t('exposure.lead')}</p>
      <ul>
        {data.exposure.map((e) => {
          const over = e.cap !== null && e.touched > 1 && e.touched / e.of > e.cap
          return (
            <li key={e.personId}>
              <PersonName name={e.personName} />{' '}
              <span className="bw-figures">
                {t('exposure.of', { n: e.touched, of: e.of, share: percent(e.touched / e.of) })}
                {e.cap === null ? null : ` · ${t('exposure.cap', { cap: percent(e.cap) })}`}
              </span>{' '}
              {over ? <StateTag tone="late">{t('exposure.over')}</StateTag> : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
