import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listBatches } from '../api.ts'
import { BatchDue, stepWords } from './batches-list.tsx'

/** The archivist's morning: which dossiers are being scanned, and what has been put into them since. */
const BenchBatches = (): ReactNode => (useMe().roles.includes('archivist') ? <Both /> : null)
const Both = (): ReactNode => (
  <>
    <Some state="open" />
    <Some state="mounted" />
  </>
)
const Some = ({ state }: { state: 'open' | 'mounted' }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const { data } = useCall(listBatches, { query: { state, limit: 8 } })
  return (
    <Panel title={t(`bench.${state}`)} extra={<Go to={`/dossiers/batches?state=${state}`}>{t('bench.all')}</Go>}>
      <Lines
        none={t('empty')}
        rows={data?.items.map((b) => ({
          key: b.id,
          what: (
            <>
              <Go to={`/dossiers/batches/${b.id}`}>{b.caseNumber ?? b.number}</Go>{' '}
              <span className="bw-quiet">{state === 'open' ? stepWords(b) : t('bench.pages', { n: b.pages })}</span>
            </>
          ),
          stands: <BatchDue batch={b} />,
        }))}
      />
    </Panel>
  )
}
export default BenchBatches
