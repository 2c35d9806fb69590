import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { listEvents } from '../api-events.ts'
import { readStanding } from '../api.ts'
import { figureKeys, indicatorKeys } from '../rules/indicators.ts'
import type { PeriodKind } from '../rules/statements.ts'
import { can, eventTones, Findings, levelTones, periodText, statementTones, valueText, yuanText } from './words.tsx'

type Period = z.output<typeof readStanding.response>['periods'][number]

/** Periods side by side, newest first: what was keyed in, and what it amounts to. */
const Trend = ({ contractorId, kind }: { contractorId: number; kind: PeriodKind }): ReactNode => {
  const { t } = useTranslation('standing')
  const { data } = useCall(readStanding, { params: { contractorId }, query: { kind } })
  if (!data) return null
  if (!data.periods.length) return <p className="bw-quiet">{t('noPeriods')}</p>
  const latest = data.periods[0] as Period
  const head = (p: Period): ReactNode => (
    <>
      {p.statementId ? <Go to={`/financial-statements/${p.statementId}`}>{periodText(t, p.period)}</Go> : periodText(t, p.period)}
      {p.missing ? (
        <>
          {' '}
          <StateTag tone="late">{t('missingTag')}</StateTag>
        </>
      ) : null}
    </>
  )
  return (
    <>
      <h2 className="bw-h2 bw-gap">{t('latest', { period: periodText(t, latest.period) })}</h2>
      <Findings findings={latest.findings} />
      <h2 className="bw-h2 bw-gap">{t('indicators')}</h2>
      <DataTable
        label={t('indicators')}
        rows={indicatorKeys.map((key) => ({ key }))}
        rowKey={(r) => r.key}
        columns={[
          { key: 'name', title: t('indicatorOf'), render: (r) => t(`indicator.${r.key}`) },
          ...data.periods.map((p) => ({
            key: p.period,
            title: periodText(t, p.period),
            align: 'end' as const,
            render: (r: { key: (typeof indicatorKeys)[number] }) => {
              const f = p.findings.find((x) => x.key === r.key)
              if (!f || f.level === 'unknown') return <span className="bw-quiet">—</span>
              return f.level === 'none' ? valueText(t, f) : <StateTag tone={levelTones[f.level]}>{valueText(t, f)}</StateTag>
            },
          })),
          { key: 'formula', title: t('formulaOf'), render: (r) => <span className="bw-quiet">{t(`formula.${r.key}`)}</span> },
        ]}
      />
      <p className="bw-quiet">{t('legend')}</p>
      <h2 className="bw-h2 bw-gap">{t('figures')}</h2>
      <DataTable
        label={t('figures')}
        rows={figureKeys.map((key) => ({ key }))}
        rowKey={(r) => r.key}
        columns={[
          { key: 'name', title: t('figureOf'), render: (r) => t(`figure.${r.key}`) },
          ...data.periods.map((p) => ({
            key: p.period,
            title: periodText(t, p.period),
            align: 'end' as const,
            render: (r: { key: (typeof figureKeys)[number] }) => <span className="bw-figures">{yuanText(p.figures?.[r.key])}</span>,
          })),
        ]}
      />
      <h2 className="bw-h2 bw-gap">{t('statements')}</h2>
      <ul>
        {data.periods.map((p) => (
          <li key={p.period}>
            {head(p)}{' '}
            {p.state ? (
              <>
                <StateTag tone={statementTones[p.state]}>{t(`state.${p.state}`)}</StateTag>{' '}
                <span className="bw-quiet">
                  {t('filedLine', { at: dateText(p.filedAt), n: p.version })}
                  {p.late ? ` ${t('late')}` : ''}
                </span>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )
}
const Events = ({ contractorId }: { contractorId: number }): ReactNode => {
  const { t } = useTranslation('standing')
  const { data } = useCall(listEvents, { query: { contractorId, limit: 50 } })
  if (data && !data.items.length) return <p className="bw-quiet">{t('noEvents')}</p>
  return (
    <DataTable
      label={t('events')}
      rows={data?.items}
      rowKey={(r) => r.id}
      open={(r) => `/standing-events/${r.id}`}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'known', title: t('knownOn'), render: (r) => dateText(r.knownOn) },
        {
          key: 'state',
          title: t('stateOf'),
          render: (r) => <StateTag tone={eventTones[r.state]}>{t(r.outcome ? `outcome.${r.outcome}` : `eventState.${r.state}`)}</StateTag>,
        },
      ]}
    />
  )
}
const StandingRecord = (): ReactNode => {
  const { t } = useTranslation('standing')
  const go = useGo()
  const contractorId = Number(usePathParams().contractorId)
  const { data, error, refetch } = useCall(readStanding, { params: { contractorId }, query: { kind: 'quarter' } })
  return (
    <RecordPage
      kind={{ label: t('title'), to: '/standing' }}
      title={data?.contractor}
      error={error}
      retry={() => void refetch()}
      acts={[
        {
          key: 'new',
          label: t('newStatement'),
          primary: true,
          can: can(data?.can.keep),
          run: () => go('/financial-statements/new'),
        },
        {
          key: 'report',
          label: t('newEvent'),
          can: can(data?.can.report),
          run: () => go(`/standing-events/new?contractor=${contractorId}`),
        },
        { key: 'thresholds', label: t('thresholds'), run: () => go('/standing-thresholds') },
      ]}
      tabs={
        data
          ? [
              { key: 'quarter', label: t('trend.quarter'), content: <Trend contractorId={contractorId} kind="quarter" /> },
              { key: 'year', label: t('trend.year'), content: <Trend contractorId={contractorId} kind="year" /> },
              { key: 'events', label: t('events'), content: <Events contractorId={contractorId} /> },
            ]
          : []
      }
    >
      {data?.drafts.length ? (
        <p>
          {t('drafts')}
          {data.drafts.map((d) => (
            <span key={d.id}>
              {' '}
              <Go to={`/financial-statements/${d.id}`}>{periodText(t, d.period)}</Go>
            </span>
          ))}
        </p>
      ) : null}
    </RecordPage>
  )
}
export default StandingRecord
