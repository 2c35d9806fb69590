import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { usePathParams, useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { compareVersions } from '../api.ts'
import { versionTone } from './laws-list.tsx'
import { Lines } from './public.tsx'

/** Two versions of one law: dates, numbers of the cited matters, and the texts line by line where both are plain. */
const LawCompare = (): ReactNode => {
  const { t } = useTranslation('laws')
  const id = Number(usePathParams().id)
  const [{ from, until }] = useSearchText()
  const { data, error, refetch } = useCall(compareVersions, { params: { id }, query: { from: Number(from), until: Number(until) } })
  const shown = (d: string | null): string => (d ? dateText(d) : t('unknown'))
  const rows = data
    ? [
        { key: 'number', what: t('number'), a: data.from.number ?? '—', b: data.until.number ?? '—' },
        { key: 'promulgated', what: t('promulgatedOn'), a: shown(data.from.promulgatedOn), b: shown(data.until.promulgatedOn) },
        { key: 'effective', what: t('effectiveOn'), a: shown(data.from.effectiveOn), b: shown(data.until.effectiveOn) },
        { key: 'repealed', what: t('repealedOn'), a: dateText(data.from.repealedOn) || '—', b: dateText(data.until.repealedOn) || '—' },
        ...data.articles.map((x) => ({
          key: `a ${x.topic}`,
          what: `${t('articles')}：${x.topic}${x.certain ? '' : ` (${t('uncertain')})`}`,
          a: x.from ?? '—',
          b: x.until ?? '—',
        })),
      ]
    : undefined
  return (
    <RecordPage
      kind={{ label: t('one'), to: `/laws/${id}` }}
      title={data ? `${data.from.label} → ${data.until.label}` : undefined}
      error={error}
      retry={() => void refetch()}
      state={data ? <StateTag tone={versionTone[data.until.state]}>{t(`states.${data.until.state}`)}</StateTag> : null}
    >
      {data ? (
        <div className="bw-panels bw-gap">
          <Panel title={t('compare')} wide>
            <DataTable
              label={t('compare')}
              rows={rows}
              rowKey={(r) => r.key}
              columns={[
                { key: 'what', title: t('item'), render: (r) => r.what },
                { key: 'a', title: `${t('from')} ${data.from.label}`, render: (r) => r.a },
                {
                  key: 'b',
                  title: `${t('until')} ${data.until.label}`,
                  render: (r) => (r.a === r.b ? <span className="bw-quiet">{r.b}</span> : <strong>{r.b}</strong>),
                },
              ]}
            />
          </Panel>
          <Panel title={t('text')} wide>
            {data.lines ? <Lines lines={data.lines} /> : <p className="bw-quiet">{t('noLines')}</p>}
          </Panel>
        </div>
      ) : null}
    </RecordPage>
  )
}
export default LawCompare
