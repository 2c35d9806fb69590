import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { DueTag } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listShortfalls } from '../api-tests.ts'

const SHOWN = 6
/** 7.1.1.5: who still lacks most of this year's training; the panel names the first few, the list the rest. */
const BenchShortfalls = (): ReactNode => (useMay()('training.see') ? <Shortfalls /> : null)
const Shortfalls = (): ReactNode => {
  const { t } = useTranslation('training')
  const { data: short } = useCall(listShortfalls, { query: { state: 'short', limit: SHOWN } })
  const { data: open } = useCall(listShortfalls, { query: { state: 'open', limit: 200 } })
  const all = short && open ? [...short.items, ...open.items.toSorted((a, b) => b.missing - a.missing)] : undefined
  return (
    <Panel title={t('benchShort.title')} extra={<Go to="/training/annual">{t('benchShort.all')}</Go>}>
      <Lines
        none={t('benchShort.none')}
        rows={all?.slice(0, SHOWN).map((r) => ({
          key: r.personId,
          what: (
            <>
              <Go to={`/training/people/${r.personId}`}>{r.name}</Go>{' '}
              <span className="bw-quiet">{t('benchShort.missing', { of: r.needed, n: r.missing })}</span>
            </>
          ),
          stands: <DueTag due={r.dueOn} />,
        }))}
      />
    </Panel>
  )
}
export default BenchShortfalls
