import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, DueTag, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import * as api from '../api.ts'
import { figureKeys } from '../rules/indicators.ts'
import { can, figureFields, figuresOf, Findings, moneyText, periodText, statementTones, yuanOf } from './words.tsx'

const StatementRecord = (): ReactNode => {
  const { t } = useTranslation('standing')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const [sheet, setSheet] = useState<'change' | 'review' | 'return' | null>(null)
  const { data, error, refetch } = useCall(api.readFinancialStatement, { params: { id } })
  const change = useAct(api.changeFigures)
  const file = useAct(api.fileStatement)
  const review = useAct(api.reviewStatement)
  const at = { params: { id }, revision: data?.revision ?? 0 }
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/standing' }}
        title={data ? `${t('statement')} ${periodText(t, data.period)}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={statementTones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        mark={data?.state === 'draft' && data.dueOn ? <DueTag due={data.dueOn} /> : undefined}
        acts={[
          {
            key: 'file',
            label: t('act.file'),
            primary: true,
            can: can(data?.can.file, 'statement-filed'),
            run: async () => {
              const r = await file.mutateAsync(at)
              tell.done(t(r.eventId ? 'filedDeteriorated' : 'filed'))
            },
          },
          { key: 'change', label: t('act.change'), can: data?.can.change.ok ?? false, run: () => setSheet('change') },
          { key: 'review', label: t('act.review'), primary: true, can: data?.can.review.ok ?? false, run: () => setSheet('review') },
          { key: 'return', label: t('act.return'), can: data?.can.review.ok ?? false, run: () => setSheet('return') },
          {
            key: 'restate',
            label: t(data?.state === 'returned' ? 'act.correct' : 'act.restate'),
            primary: data?.state === 'returned',
            can: data?.can.restate.ok ?? false,
            run: () => go(`/financial-statements/new?over=${id}`),
          },
        ]}
        facts={
          data
            ? [
                {
                  key: 'contractor',
                  label: t('contractor'),
                  value: <Go to={`/standing/${data.contractorId}`}>{data.contractor}</Go>,
                },
                { key: 'due', label: t('dueOn'), value: data.dueOn ? dateText(data.dueOn) : t('notOwed') },
                {
                  key: 'filed',
                  label: t('filedAt'),
                  value: data.filedAt ? (
                    <>
                      {data.filedBy} {timeText(data.filedAt)} {data.late ? <StateTag tone="late">{t('late')}</StateTag> : null}
                    </>
                  ) : (
                    '—'
                  ),
                },
                { key: 'version', label: t('version'), value: t(data.newest ? 'versionNewest' : 'versionOld', { n: data.version }) },
                ...(data.reviewedAt
                  ? [{ key: 'reviewed', label: t('reviewed'), value: `${data.reviewedBy ?? ''} ${timeText(data.reviewedAt)}` }]
                  : []),
                ...(data.review ? [{ key: 'review', label: t('reviewNote'), value: data.review, wide: true }] : []),
                ...(data.restates ? [{ key: 'restates', label: t('restates'), value: data.restates, wide: true }] : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'figures',
                  label: t('figures'),
                  content: (
                    <DataTable
                      label={t('figures')}
                      rows={figureKeys.map((key) => ({ key }))}
                      rowKey={(r) => r.key}
                      columns={[
                        { key: 'name', title: t('figureOf'), render: (r) => t(`figure.${r.key}`) },
                        {
                          key: 'value',
                          title: t('yuan'),
                          align: 'end',
                          render: (r) => <span className="bw-figures">{moneyText(data.figures[r.key])}</span>,
                        },
                        ...(data.before
                          ? [
                              {
                                key: 'before',
                                title: t('beforeOf'),
                                align: 'end' as const,
                                render: (r: { key: (typeof figureKeys)[number] }) =>
                                  data.before && data.before[r.key] !== data.figures[r.key] ? (
                                    <StateTag tone="soon">{moneyText(data.before[r.key])}</StateTag>
                                  ) : (
                                    t('same')
                                  ),
                              },
                            ]
                          : []),
                      ]}
                    />
                  ),
                },
                { key: 'warnings', label: t('warnings'), content: <Findings findings={data.findings} all /> },
                {
                  key: 'papers',
                  label: `${t('papers')} ${data.papers.length}`,
                  content: (
                    <>
                      {data.can.change.ok ? (
                        <Upload
                          endpoint={api.addStatementPaper}
                          params={{ id }}
                          accept=".pdf,.jpg,.jpeg,.png,.xlsx"
                          label={t('addPaper')}
                          onDone={() => void refetch()}
                        />
                      ) : null}
                      {data.papers.length ? (
                        <ul>
                          {data.papers.map((p) => (
                            <li key={p.id}>
                              <a href={addressOf(api.readStandingPaper, { params: { id: p.id } })} target="_blank" rel="noreferrer">
                                {p.name}
                              </a>{' '}
                              <span className="bw-quiet">
                                {p.addedBy} {timeText(p.addedAt)}
                              </span>
                            </li>
                          ))}
                        </ul>
                      ) : (
                        <p className="bw-quiet">{t('noPapers')}</p>
                      )}
                    </>
                  ),
                },
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          fields={
            sheet === 'change'
              ? [
                  ...(data.restates
                    ? [{ name: 'restates', kind: 'longtext' as const, label: t('restates'), required: true, max: 500 }]
                    : []),
                  ...figureFields(t),
                ]
              : [{ name: 'note', kind: 'longtext', label: t('reviewNote'), required: sheet === 'return', max: 1000 }]
          }
          initial={sheet === 'change' ? { ...yuanOf(data.figures), restates: data.restates } : {}}
          submitLabel={t(sheet === 'change' ? 'saveDraft' : `act.${sheet}`)}
          submit={async (v) => {
            if (sheet === 'change')
              await change.mutateAsync({ ...at, body: { figures: figuresOf(v), restates: v.restates ? String(v.restates) : null } })
            else await review.mutateAsync({ ...at, body: { accept: sheet === 'review', note: v.note ? String(v.note) : null } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default StatementRecord
