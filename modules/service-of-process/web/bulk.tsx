import { Alert, Button, Input, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment, todayText } from '../../../platform/ui/dates.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { Go, useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { reasonText, Refusal } from '../../../platform/ui/refusal.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import {
  applyCarrierImport,
  type CarrierImport,
  listCarrierImports,
  readCarrierImport,
  scanResults,
  uploadCarrierList,
} from '../api-carrier.ts'

const useSourceName = (): ((i: Pick<CarrierImport, 'fileName'>) => string) => {
  const { t } = useTranslation('service')
  return (i) => (i.fileName === 'scan' ? t('scan') : i.fileName)
}

/** One list, row by row: what would be written, or why not. */
const Rows = ({ id }: { id: number }): ReactNode => {
  const { t } = useTranslation('service')
  const tell = useTell()
  const nameOf = useSourceName()
  const apply = useAct(applyCarrierImport)
  const { data: list, error, refetch } = useCall(readCarrierImport, { params: { id } })
  const [wrongOnly, setWrongOnly] = useState(false)
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (!list) return <Skeleton active paragraph={{ rows: 6 }} />
  const write = async (): Promise<void> => {
    try {
      await apply.mutateAsync({ params: { id: list.id }, revision: list.revision })
      tell.done(t('applied'))
    } catch {
      // Shown below from apply.error.
    }
  }
  return (
    <section className="bw-sheet bw-pad" style={{ marginBlockStart: 12 }} aria-label={nameOf(list)}>
      <h2 className="bw-h2">{nameOf(list)}</h2>
      <Alert
        type={list.errors > 0 ? 'warning' : 'info'}
        showIcon
        title={t(list.appliedAt ? 'appliedFigures' : 'importFigures', {
          ready: list.appliedAt ? list.rows.filter((r) => r.state === 'applied').length : list.ready,
          unchanged: list.unchanged,
          errors: list.errors,
          // What was scanned came in no file.
          encoding: list.fileName === 'scan' ? '' : t('encodingOf', { encoding: list.encoding.toUpperCase() }),
        })}
        description={list.appliedAt ? t('applied') : t('dryRun')}
      />
      {apply.error ? <Refusal problem={apply.error} /> : null}
      <div className="bw-acts" style={{ marginBlock: 12 }}>
        {list.appliedAt ? null : (
          <Button type="primary" disabled={list.ready === 0} loading={apply.isPending} onClick={() => void write()}>
            {t('apply', { n: list.ready })}
          </Button>
        )}
        {list.errors > 0 ? (
          <Button aria-pressed={wrongOnly} onClick={() => setWrongOnly(!wrongOnly)}>
            {t(wrongOnly ? 'allRows' : 'wrongRows', { n: list.errors })}
          </Button>
        ) : null}
      </div>
      <DataTable
        label={t('bulk')}
        rows={wrongOnly ? list.rows.filter((r) => r.state === 'error') : list.rows}
        rowKey={(r) => r.row}
        columns={[
          {
            key: 'mailNo',
            title: t('mailNo'),
            render: (r) =>
              r.orderId ? <Go to={`/service-orders/${r.orderId}`}>{r.mailNo || r.orderNo || '—'}</Go> : r.mailNo || r.orderNo || '—',
          },
          { key: 'case', title: t('case'), render: (r) => r.caseNumber ?? '—' },
          { key: 'row', title: t('row'), align: 'end', render: (r) => r.row },
          { key: 'status', title: t('carrierStatus'), render: (r) => r.status || '—' },
          { key: 'at', title: t('time'), render: (r) => r.at || '—' },
          {
            key: 'outcome',
            title: t('outcome'),
            render: (r) =>
              r.outcome
                ? `${t(`outcomes.${r.outcome}`)} ${r.returnReason ? t(`returnReasons.${r.returnReason}`) : ''}`
                : r.state === 'error'
                  ? '—'
                  : t('underWay'),
          },
          {
            key: 'state',
            title: t('state'),
            render: (r) => (
              <StateTag tone={r.state === 'error' ? 'late' : r.state === 'applied' ? 'done' : 'plain'}>
                {r.code ? reasonText(r.code) : t(`rowStates.${r.state}`)}
              </StateTag>
            ),
          },
        ]}
      />
    </section>
  )
}

const Earlier = ({ shown, show }: { shown: number | null; show: (id: number) => void }): ReactNode => {
  const { t } = useTranslation('service')
  const nameOf = useSourceName()
  const { data } = useCall(listCarrierImports, {})
  const others = data?.items.filter((i) => i.id !== shown) ?? []
  if (others.length === 0) return null
  return (
    <section className="bw-sheet bw-pad" style={{ marginBlockStart: 12 }} aria-label={t('earlierLists')}>
      <h2 className="bw-h2">{t('earlierLists')}</h2>
      <DataTable
        label={t('earlierLists')}
        rows={others.slice(0, 10)}
        rowKey={(i) => i.id}
        columns={[
          {
            key: 'name',
            title: t('carrierList'),
            render: (i) => (
              <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => show(i.id)}>
                {nameOf(i)}
              </Button>
            ),
          },
          { key: 'at', title: t('time'), render: (i) => <Moment at={i.madeAt} /> },
          { key: 'ready', title: t('rowStates.ready'), align: 'end', render: (i) => i.ready },
          { key: 'errors', title: t('rowStates.error'), align: 'end', render: (i) => i.errors },
          {
            key: 'state',
            title: t('state'),
            render: (i) => <StateTag tone={i.appliedAt ? 'done' : 'soon'}>{t(i.appliedAt ? 'applied' : 'notApplied')}</StateTag>,
          },
        ]}
      />
    </section>
  )
}

// What the carrier would say, in the words the server reads (rules/carrier.ts), whatever the page's language.
const said = { signed: '已签收', refused: '退回 拒收', unknown: '退回 查无此人', moved: '退回 迁移', unclaimed: '退回 逾期未领' }

/** Results of many mails at once: the carrier's list, or numbers read by a scanner. Both run dry first; the list stands in the address. */
const Bulk = (): ReactNode => {
  const { t } = useTranslation('service')
  const [search, setSearch] = useSearchText()
  const [numbers, setNumbers] = useState('')
  const scan = useAct(scanResults)
  const mailNos = numbers.split(/[\s,，;；、]+/).filter(Boolean)
  const shown = Number(search.list) || null
  const show = (id: number): void => setSearch({ list: String(id) })
  return (
    <>
      <h1 className="bw-gap">{t('bulk')}</h1>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
        <section className="bw-sheet bw-pad" style={{ flex: '1 1 320px', minWidth: 0 }} aria-label={t('carrierList')}>
          <h2 className="bw-h2">{t('carrierList')}</h2>
          <Upload
            endpoint={uploadCarrierList}
            accept=".csv,.txt,.xlsx,text/csv"
            label={t('uploadList')}
            hint={t('listHint')}
            onDone={(reply) => show(reply.id)}
          />
        </section>
        <section className="bw-sheet bw-pad" style={{ flex: '1 1 320px', minWidth: 0 }} aria-label={t('scan')}>
          <h2 className="bw-h2">{t('scan')}</h2>
          <label htmlFor="scanned">{t('scanned', { n: mailNos.length })}</label>
          <Input.TextArea id="scanned" rows={5} value={numbers} onChange={(e) => setNumbers(e.target.value)} />
          <p className="bw-quiet">{t('scanBoxHint')}</p>
          <SchemaForm
            submitLabel={t('dryRunAct')}
            initial={{ at: todayText() }}
            fields={[
              {
                name: 'status',
                kind: 'choice',
                label: t('carrierStatus'),
                required: true,
                options: Object.entries(said).map(([k, value]) => ({ value, label: t(`scanLabel.${k}`) })),
              },
              { name: 'at', kind: 'date', label: t('carrierDay'), required: true, max: todayText() },
            ]}
            below={() => (mailNos.length === 0 ? <p className="bw-quiet">{t('scanFirst')}</p> : null)}
            submit={async (v) => {
              if (mailNos.length === 0) return
              show((await scan.mutateAsync({ body: { mailNos, status: v.status as string, at: v.at as string } })).id)
              setNumbers('')
            }}
          />
        </section>
      </div>
      {shown ? <Rows key={shown} id={shown} /> : null}
      <Earlier shown={shown} show={show} />
    </>
  )
}
export default Bulk
