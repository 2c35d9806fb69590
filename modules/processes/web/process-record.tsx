import { Skeleton } from 'antd'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { approve, propose, readProcess, refuse } from '../api.ts'
import { Findings } from './findings.tsx'
import { ProcessState } from './process-state.tsx'
import { ProcessTable } from './processes-list.tsx'

const Diagram = lazy(() => import('./diagram.tsx'))
const DifferenceView = lazy(() => import('./difference-view.tsx'))

const download = (name: string, xml: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([xml], { type: 'application/xml' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

const Against = ({ id, xml }: { id: number; xml: string }): ReactNode => {
  const { t } = useTranslation('processes')
  const { data } = useCall(readProcess, { params: { id } })
  if (!data) return <Skeleton active />
  return (
    <div className="bw-sheet bw-pad">
      <p className="bw-quiet">
        {t('diff.against')} <Go to={`/processes/${id}`}>{t(data.own ? 'versionOwn' : 'versionStandard', { n: data.version })}</Go>
      </p>
      <Suspense fallback={<Skeleton active />}>
        <DifferenceView before={data.xml} after={xml} />
      </Suspense>
    </div>
  )
}

const ProcessRecord = (): ReactNode => {
  const { t } = useTranslation('processes')
  const id = Number(usePathParams().id)
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const [picked, setPicked] = useState<string | null>(null)
  const [refusing, setRefusing] = useState(false)
  const { data, error, refetch } = useCall(readProcess, { params: { id } }, { refetchInterval: 30_000 })
  const doPropose = useAct(propose)
  const doApprove = useAct(approve)
  const doRefuse = useAct(refuse)
  const lng = language()
  const name = data ? (lng === 'zh' ? data.nameZh : data.nameEn) : undefined
  const revision = data?.revision ?? 0
  const counts = useMemo(
    () =>
      (data?.steps ?? []).map((s) => ({
        id: s.elementId,
        open: s.open,
        late: s.late,
        words: s.late ? t('countLate', { open: s.open, late: s.late }) : t('count', { open: s.open }),
      })),
    [data?.steps, t],
  )
  const marks = useMemo(
    () => [
      ...(data?.findings ?? []).flatMap((f) => (f.elementId ? [{ id: f.elementId, kind: 'faulty' as const }] : [])),
      ...(picked ? [{ id: picked, kind: 'picked' as const }] : []),
    ],
    [data?.findings, picked],
  )
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/processes' }}
        title={name}
        error={error}
        retry={() => void refetch()}
        state={data ? <ProcessState state={data.state} /> : null}
        mark={data?.late ? <StateTag tone="late">{t('lateN', { n: data.late })}</StateTag> : null}
        acts={[
          {
            key: 'propose',
            label: t('propose'),
            primary: true,
            can: data?.state === 'draft' ? data.can.propose : false,
            run: async () => {
              await doPropose.mutateAsync({ params: { id }, revision })
              tell.done(t('proposed'))
            },
          },
          {
            key: 'approve',
            label: t('approve'),
            primary: true,
            can: data?.state === 'proposed' ? data.can.approve : false,
            confirm: t('approveSure'),
            run: async () => {
              await doApprove.mutateAsync({ params: { id }, revision })
              tell.done(t('approved'))
            },
          },
          {
            key: 'refuse',
            label: t('refuse'),
            danger: true,
            can: data?.state === 'proposed' && may('processes.approve'),
            run: () => setRefusing(true),
          },
          { key: 'new', label: t('upload'), can: may('processes.draft'), run: () => go(`/processes/new?key=${data?.key ?? ''}`) },
          { key: 'download', label: t('download'), run: () => data && download(`${data.key}-${data.version}.bpmn`, data.xml) },
        ]}
        facts={
          data
            ? [
                { key: 'version', label: t('version'), value: t(data.own ? 'versionOwn' : 'versionStandard', { n: data.version }) },
                { key: 'open', label: t('open'), value: data.open },
                {
                  key: 'uploaded',
                  label: t('uploadedBy'),
                  value: data.own ? `${data.uploadedByName ?? '—'} ${dateText(data.uploadedAt)}` : t('standard'),
                },
                {
                  key: 'approved',
                  label: t('approvedBy'),
                  value: data.approvedByName ? `${data.approvedByName} ${dateText(data.publishedAt)}` : null,
                },
                ...(data.note ? [{ key: 'note', label: t('note'), value: data.note, wide: true }] : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'diagram',
                  label: t('tab.diagram'),
                  content: (
                    <>
                      {data.findings.length ? <Findings findings={data.findings} onPick={setPicked} /> : null}
                      <div className="bw-sheet bw-pad">
                        <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
                          <Diagram xml={data.xml} label={t('diagramOf', { name })} counts={counts} marks={marks} onPick={setPicked} />
                        </Suspense>
                        <p className="bw-quiet">{t(counts.length ? 'countLegend' : 'notInForce')}</p>
                      </div>
                      {data.steps.length ? (
                        <div className="bw-sheet">
                          <DataTable
                            label={t('steps')}
                            rows={data.steps}
                            rowKey={(s) => s.elementId}
                            active={data.steps.findIndex((s) => s.elementId === picked)}
                            late={(s) => s.late > 0}
                            columns={[
                              {
                                key: 'name',
                                title: t('step'),
                                render: (s) => (
                                  <button
                                    type="button"
                                    className="bw-sort"
                                    onClick={() => setPicked(s.elementId === picked ? null : s.elementId)}
                                    aria-pressed={s.elementId === picked}
                                  >
                                    {lng === 'zh' ? s.nameZh : s.nameEn}
                                  </button>
                                ),
                              },
                              { key: 'nature', title: t('nature'), render: (s) => t(`natureOf.${s.nature}`, { defaultValue: s.nature }) },
                              {
                                key: 'role',
                                title: t('role'),
                                render: (s) =>
                                  `${t(`performer.${s.performer}`, { defaultValue: s.performer })} · ${t(`roleOf.${s.role}`, { defaultValue: s.role })}`,
                              },
                              { key: 'open', title: t('open'), align: 'end', render: (s) => s.open },
                              {
                                key: 'late',
                                title: t('late'),
                                align: 'end',
                                render: (s) => (s.late ? <StateTag tone="late">{s.late}</StateTag> : 0),
                              },
                              { key: 'oldest', title: t('oldest'), render: (s) => <Moment at={s.oldestAt} /> },
                            ]}
                          />
                        </div>
                      ) : null}
                    </>
                  ),
                },
                ...(data.inForceId && data.inForceId !== data.id
                  ? [{ key: 'diff', label: t('diff.title'), content: <Against id={data.inForceId} xml={data.xml} /> }]
                  : []),
                { key: 'lint', label: t('lint.title'), content: <Findings findings={data.findings} /> },
                { key: 'versions', label: t('tab.versions'), content: <ProcessTable of={data.key} /> },
              ]
            : []
        }
      />
      <FormDrawer
        title={t('refuse')}
        open={refusing}
        close={() => setRefusing(false)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('refuse')}
        submit={async (v) => {
          await doRefuse.mutateAsync({ params: { id }, revision, body: { reason: String(v.reason) } })
          tell.done(t('refused'))
        }}
      />
    </>
  )
}
export default ProcessRecord
