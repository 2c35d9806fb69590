import { Button, Empty, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type BatchRecord as Batch, coverSheet, printSlip, readBatch, resubmit } from '../api.ts'
import { BatchDue, BatchState, stepWords } from './batches-list.tsx'
import { defectText } from './form-task.tsx'
import { PageGrid } from './page-grid.tsx'
import { counting, rangeText, usePages } from './use-pages.ts'
import { Viewer } from './viewer.tsx'

const Pages = ({ id }: { id: number }): ReactNode => {
  const { data, error, refetch } = usePages(id)
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  return data ? <PageGrid pages={data} /> : <Skeleton active />
}

/** The catalogue as a table; a name opens its first page, the catalogue stays beside it by closing the page. */
const Catalogue = ({ batch }: { batch: Batch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [at, setAt] = useState<number | null>(null)
  const { data } = usePages(batch.id)
  const pages = counting(data ?? [])
  if (batch.entries.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('cat.empty')} />
  if (at !== null && pages.length > 0) return <Viewer pages={pages} index={at} onIndex={setAt} close={() => setAt(null)} />
  return (
    <DataTable
      label={t('tab.catalogue')}
      rows={batch.entries}
      rowKey={(e) => e.id}
      columns={[
        {
          key: 'name',
          title: t('cat.name'),
          render: (e) =>
            e.from === null ? (
              e.name
            ) : (
              <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => setAt(e.from! - 1)}>
                {e.name}
              </Button>
            ),
        },
        { key: 'category', title: t('cat.category'), render: (e) => t(`categories.${e.category}`) },
        { key: 'pages', title: t('cat.pages'), render: rangeText },
        { key: 'volume', title: t('cat.volume'), render: (e) => t(`volumes.${e.volume}`) },
        { key: 'submitter', title: t('cat.submitter'), render: (e) => e.submitter || '—' },
        { key: 'on', title: t('cat.on'), render: (e) => dateText(e.submittedOn) },
      ]}
    />
  )
}
const Checks = ({ batch }: { batch: Batch }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const rows = [
    ...batch.receipts.map((r) => ({
      at: r.at,
      what: t('received'),
      result: `${r.countedPages} / ${r.sentPages} ${r.matched ? t('matched') : t('differs')}`,
      note: r.note,
      by: r.by,
    })),
    ...batch.slips.map((s) => ({
      at: s.at,
      what: t('slip.name'),
      result: t(`slipReasons.${s.reason}`),
      note: (
        <>
          {s.note}{' '}
          <a href={addressOf(printSlip, { params: { id: batch.id, slip: s.id } })} target="_blank" rel="noreferrer">
            {t('slip.print')}
          </a>
        </>
      ),
      by: s.by,
    })),
    ...batch.resubmissions.map((r) => ({ at: r.at, what: t('resubmit'), result: t('pagesOf', { n: r.pages }), note: r.note, by: r.by })),
    ...batch.returns.map((r) => ({
      at: r.at,
      what: t('back.name'),
      result: `${t('pagesOf', { n: r.pages })} · ${t('back.receiver')} ${r.receiver}`,
      note: r.note,
      by: r.by,
    })),
    ...batch.disposals.map((d) => ({ at: d.at, what: t('wrong.what'), result: t('states.removed'), note: d.note, by: d.by })),
    ...batch.checks.map((c) => ({
      at: c.at,
      what: t(`kinds.${c.kind}`),
      result: t(`outcomes.${c.outcome}`),
      note: [c.note, ...c.defects.map(defectText)].filter(Boolean).join(' · '),
      by: c.by,
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  if (rows.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="—" />
  return (
    <DataTable
      label={t('tab.checks')}
      rows={rows}
      rowKey={(r) => `${r.at}${r.what}`}
      columns={[
        { key: 'what', title: t('what'), render: (r) => r.what },
        { key: 'result', title: t('result'), render: (r) => r.result },
        { key: 'note', title: t('note'), render: (r) => r.note || '—' },
        { key: 'by', title: t('by'), render: (r) => r.by },
        { key: 'at', title: t('time'), render: (r) => <Moment at={r.at} /> },
      ]}
    />
  )
}

const BatchPage = (): ReactNode => {
  const { t } = useTranslation('dossiers')
  const id = Number(usePathParams().id)
  const me = useMe()
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(readBatch, { params: { id } })
  const again = useAct(resubmit)
  return (
    <>
      <RecordPage
        kind={{ label: t('list'), to: '/dossiers/batches' }}
        title={data?.number}
        error={error}
        retry={() => void refetch()}
        state={data ? <BatchState state={data.state} /> : null}
        mark={data && data.state !== 'stopped' && data.state !== 'removed' ? <BatchDue batch={data} /> : null}
        acts={[
          {
            key: 'resubmit',
            label: t('resubmit'),
            primary: true,
            can: data?.state === 'stopped' && me.permissions.has('dossiers.handOver'),
            run: () => setOpen(true),
          },
          {
            key: 'cover',
            label: t('cover'),
            can: data !== undefined,
            run: () => void window.open(addressOf(coverSheet, { params: { id } }), '_blank', 'noopener'),
          },
        ]}
        facts={
          data
            ? [
                {
                  key: 'case',
                  label: t('case'),
                  value: <Go to={`/cases/${data.caseId}`}>{data.caseNumber ?? data.caseTitle}</Go>,
                  wide: true,
                },
                { key: 'node', label: t('node'), value: t(`nodes.${data.node}`) },
                { key: 'sent', label: t('sent'), value: data.sentPages },
                { key: 'pages', label: t('pages'), value: data.pages },
                { key: 'step', label: t('step'), value: stepWords(data) },
                { key: 'sender', label: t('sender'), value: data.senderName },
                { key: 'at', label: t('at'), value: <Moment at={data.handedOverAt} /> },
                { key: 'mounted', label: t('mountedAt'), value: data.mountedAt ? <Moment at={data.mountedAt} /> : null },
                ...(data.note ? [{ key: 'note', label: t('note'), value: data.note, wide: true }] : []),
              ]
            : undefined
        }
        tabs={
          data
            ? [
                { key: 'pages', label: t('tab.pages'), content: <Pages id={id} /> },
                { key: 'catalogue', label: t('tab.catalogue'), content: <Catalogue batch={data} /> },
                { key: 'checks', label: t('tab.checks'), content: <Checks batch={data} /> },
              ]
            : undefined
        }
      />
      <FormDrawer
        title={t('resubmit')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { name: 'pages', kind: 'number', label: t('sent'), required: true, min: 1 },
          { name: 'note', kind: 'longtext', label: t('note'), max: 500 },
        ]}
        submit={async (v) => {
          await again.mutateAsync({ params: { id }, body: { pages: Number(v.pages), note: v.note ? String(v.note) : '' } })
          tell.done(t('resubmitted'))
          setOpen(false)
        }}
      />
    </>
  )
}
export default BatchPage
