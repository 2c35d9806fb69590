import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'
import { i18n, listText } from '../../../platform/ui/i18n.ts'
import { useMay } from '../../../platform/ui/me.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import { waysIn } from './public.tsx'

/** An import registers cases and opens no work: whoever has just imported is told what does, and who. */
export const BeginWork = (): ReactNode => {
  const { t } = useTranslation('cases')
  const may = useMay()
  return (
    <section className="bw-sheet bw-pad bw-gap" aria-label={t('begin.title')}>
      <h2 className="bw-h2">{t('begin.title')}</h2>
      <p className="bw-lead">{t('begin.lead')}</p>
      <ul className="bw-steps">
        {waysIn()
          .filter((w) => !w.newCase)
          .map((w) => (
            <li key={w.to} data-done="no">
              <span>
                {may(w.permission) ? <Go to={w.to}>{i18n.t(w.label)}</Go> : i18n.t(w.label)}
                <br />
                <span className="bw-quiet">
                  {i18n.t(w.how)} {may(w.permission) ? null : t('begin.by', { who: listText(w.roles.map(roleText)) })}
                </span>
              </span>
            </li>
          ))}
      </ul>
      <p className="bw-quiet">
        {t('begin.after')} <Go to="/cases">{t('begin.cases')}</Go>
      </p>
    </section>
  )
}
