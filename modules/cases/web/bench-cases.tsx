import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listCases } from '../api.ts'

/** The enforcement officer works from cases rather than steps: the newest pending ones of the kind he enforces. */
const BenchCases = (): ReactNode => (useMe().roles.includes('enforcementOfficer') ? <Newest /> : null)
const QUERY = { type: '执', status: 'open' } as const
const Newest = (): ReactNode => {
  const { t } = useTranslation('cases')
  const { data } = useCall(listCases, { query: { ...QUERY, limit: 8 } })
  return (
    <Panel title={t('bench.title')} extra={<Go to={`/cases?${new URLSearchParams(QUERY)}`}>{t('bench.all')}</Go>} wide>
      <Lines
        none={t('bench.none')}
        rows={data?.items.map((c) => ({
          key: c.id,
          what: (
            <>
              <Go to={`/cases/${c.id}`}>{c.number ?? c.title}</Go> {c.number ? <span className="bw-quiet">{c.title}</span> : null}
            </>
          ),
          stands: dateText(c.filedOn),
        }))}
      />
    </Panel>
  )
}
export default BenchCases
