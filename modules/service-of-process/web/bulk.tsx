import { Alert, Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { reasonText, Refusal } from '../../../platform/ui/refusal.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { applyCarrierImport, type CarrierImport, scanResults, uploadCarrierList } from '../api-carrier.ts'

const Rows = ({ list, onApplied }: { list: CarrierImport; onApplied: (i: CarrierImport) => void }): ReactNode => {
  const { t } = useTranslation('service')
  const tell = useTell()
  const apply = useAct(applyCarrierImport)
  return (
    <section className="bw-sheet bw-pad" style={{ marginBlockStart: 12 }}>
      <h2 className="bw-h2">{list.fileName === 'scan' ? t('scan') : list.fileName}</h2>
      <Alert
        type={list.errors > 0 ? 'warning' : 'info'}
        showIcon
        title={t('importFigures', { ready: list.ready, unchanged: list.unchanged, errors: list.errors, encoding: list.encoding })}
        description={list.appliedAt ? t('applied') : t('dryRun')}
      />
      {apply.error ? <Refusal problem={apply.error} /> : null}
      {list.appliedAt ? null : (
        <Button
          type="primary"
          style={{ marginBlock: 12 }}
          disabled={list.ready === 0}
          loading={apply.isPending}
          onClick={() =>
            void apply
              .mutateAsync({ params: { id: list.id }, revision: list.revision })
              .then((r) => {
                tell.done(t('applied'))
                onApplied(r)
              })
              .catch(() => {})
          }
        >
          {t('apply', { n: list.ready })}
        </Button>
      )}
      <DataTable
        label={t('bulk')}
        rows={list.rows}
        rowKey={(r) => r.row}
        columns={[
          {
            key: 'mailNo',
            title: t('mailNo'),
            render: (r) => (r.orderId ? <Go to={`/service-orders/${r.orderId}`}>{r.mailNo}</Go> : r.mailNo),
          },
          { key: 'row', title: t('row'), align: 'end', render: (r) => r.row },
          { key: 'status', title: t('carrierStatus'), render: (r) => r.status },
          { key: 'at', title: t('time'), render: (r) => r.at },
          {
            key: 'outcome',
            title: t('outcome'),
            render: (r) =>
              r.outcome ? `${t(`outcomes.${r.outcome}`)} ${r.returnReason ? t(`returnReasons.${r.returnReason}`) : ''}` : '—',
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

// What the carrier would say, in the words the server reads (rules/carrier.ts), whatever the page's language.
const said = { signed: '已签收', refused: '退回 拒收', unknown: '退回 查无此人', moved: '退回 迁移', unclaimed: '退回 逾期未领' }

/** Results of many mails at once: the carrier's list, or numbers read by a scanner. Both run dry first. */
const Bulk = (): ReactNode => {
  const { t } = useTranslation('service')
  const [list, setList] = useState<CarrierImport | null>(null)
  const [numbers, setNumbers] = useState('')
  const scan = useAct(scanResults, { keep: true })
  const mailNos = numbers.split(/[\s,，;；]+/).filter(Boolean)
  return (
    <>
      <h1>{t('bulk')}</h1>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
        <section className="bw-sheet bw-pad" style={{ flex: '1 1 320px', minWidth: 0 }}>
          <h2 className="bw-h2">{t('carrierList')}</h2>
          <Upload
            endpoint={uploadCarrierList}
            accept=".csv,.txt,text/csv"
            label={t('uploadList')}
            hint={t('listHint')}
            onDone={(reply) => setList(reply)}
          />
        </section>
        <section className="bw-sheet bw-pad" style={{ flex: '1 1 320px', minWidth: 0 }}>
          <h2 className="bw-h2">{t('scan')}</h2>
          <label htmlFor="scanned">{t('scanned', { n: mailNos.length })}</label>
          <Input.TextArea id="scanned" rows={5} value={numbers} onChange={(e) => setNumbers(e.target.value)} />
          <SchemaForm
            submitLabel={t('dryRunAct')}
            disabled={mailNos.length === 0}
            fields={[
              {
                name: 'status',
                kind: 'choice',
                label: t('carrierStatus'),
                required: true,
                options: Object.entries(said).map(([k, value]) => ({ value, label: t(`scanLabel.${k}`) })),
              },
              { name: 'at', kind: 'date', label: t('time'), required: true },
            ]}
            submit={async (v) => setList(await scan.mutateAsync({ body: { mailNos, status: v.status as string, at: v.at as string } }))}
          />
        </section>
      </div>
      {list ? <Rows list={list} onApplied={setList} /> : null}
    </>
  )
}
export default Bulk
