import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { board, listExclusions } from '../api.ts'
import { exclusionText } from './exclusion-text.ts'
import { targetMet } from './met.ts'
import { thisMonth } from './period.tsx'

/** How the month stands against 8.2.3, and which requests to leave an item out still wait for a decision. */
const BenchFigures = (): ReactNode => (useMay()('indicators.read') ? <Month /> : null)
const Month = (): ReactNode => {
  const { t } = useTranslation('indicators')
  const zh = language() === 'zh'
  const period = thisMonth()
  const { data } = useCall(board, { query: { period, by: 'total' } })
  const waiting = (useCall(listExclusions, { query: {} }).data?.items ?? []).filter((x) => x.approved === null)
  const rows = data?.items
    .filter((i) => i.figure && i.figure.value !== null)
    .map((i) => {
      const ok = targetMet(i)
      return {
        key: i.letter,
        what: (
          <>
            <Go to={`/indicators/${i.letter}?period=${period}`}>{`${i.letter}　${zh ? i.nameZh : i.nameEn}`}</Go>
          </>
        ),
        stands: (
          <>
            <span className="bw-figures">{`${i.figure?.value}${i.kind === 'rate' ? '%' : ''}`}</span>{' '}
            {ok === null ? null : ok ? <StateTag tone="done">{t('met')}</StateTag> : <StateTag tone="soon">{t('notMet')}</StateTag>}
          </>
        ),
      }
    })
  return (
    <>
      <Panel title={t('bench.month')} extra={<Go to="/indicators">{t('bench.all')}</Go>}>
        <Lines rows={rows} none={t('bench.none')} />
      </Panel>
      {waiting.length ? (
        <Panel title={t('bench.waiting')} extra={<Go to="/indicators/exclusions">{t('bench.all')}</Go>}>
          <Lines
            rows={waiting.slice(0, 6).map((x) => ({
              key: x.id,
              what: (
                <>
                  <Go to="/indicators/exclusions">{exclusionText(x.code)}</Go>{' '}
                  <span className="bw-quiet">
                    {x.letter} · {x.askedByName}
                  </span>
                </>
              ),
              stands: <Moment at={x.askedAt} />,
            }))}
          />
        </Panel>
      ) : null}
    </>
  )
}
export default BenchFigures
