import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import * as api from '../api.ts'
import { fenOf, moneyText } from './money.ts'
import { periodText } from './period.ts'
import { tones } from './months-list.tsx'

const StatementRecord = (): ReactNode => {
  const { t } = useTranslation('wages')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [sheet, setSheet] = useState<'change' | 'receive' | 'return' | null>(null)
  const { data, error, refetch } = useCall(api.readStatement, { params: { id } })
  const change = useAct(api.changeStatement)
  const submit = useAct(api.submitStatement)
  const decide = useAct(api.decideStatement)
  const at = { params: { id }, revision: data?.revision ?? 0 }
  const may = (d: { ok: boolean; code?: string } | undefined): boolean | string =>
    !d ? false : d.ok || (d.code === 'not-allowed' || d.code === 'statement-submitted' ? false : (d.code ?? false))
  return (
    <>
      <RecordPage
        kind={{ label: t('statements'), to: '/expense-statements' }}
        title={data ? t('statementTitle', { period: periodText(t, data.period), kind: t(`statementShort.${data.kind}`) }) : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={tones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={[
          {
            key: 'submit',
            label: t('act.submit'),
            primary: true,
            can: may(data?.can.submit),
            run: async () => {
              await submit.mutateAsync(at)
              tell.done(t('saved'))
            },
          },
          { key: 'change', label: t('act.change'), can: data?.can.change.ok ?? false, run: () => setSheet('change') },
          { key: 'receive', label: t('act.receive'), primary: true, can: data?.can.decide.ok ?? false, run: () => setSheet('receive') },
          { key: 'return', label: t('act.return'), can: data?.can.decide.ok ?? false, run: () => setSheet('return') },
        ]}
        facts={
          data
            ? [
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'engagement', label: t('engagement'), value: data.engagement },
                ...(data.kind === 'payPlan' ? [] : [{ key: 'amount', label: t('amount'), value: moneyText(data.fen) }]),
                { key: 'submitted', label: t('submittedAt'), value: data.submittedAt ? timeText(data.submittedAt) : '—' },
                ...(data.decidedAt
                  ? [{ key: 'decided', label: t('decided'), value: `${data.decidedBy ?? ''} ${timeText(data.decidedAt)}` }]
                  : []),
                ...(data.reason ? [{ key: 'reason', label: t('reason'), value: data.reason, wide: true }] : []),
                { key: 'text', label: t('text'), value: <span style={{ whiteSpace: 'pre-wrap' }}>{data.text}</span>, wide: true },
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'receipts',
                  label: `${t('receipts')} ${data.receipts.length}`,
                  content: (
                    <>
                      {data.can.change.ok ? (
                        <Upload
                          endpoint={api.addReceipt}
                          params={{ id }}
                          accept=".pdf,.jpg,.jpeg,.png"
                          label={t('addReceipt')}
                          onDone={() => void refetch()}
                        />
                      ) : null}
                      {data.receipts.length ? (
                        <ul>
                          {data.receipts.map((r) => (
                            <li key={r.id}>
                              <a href={addressOf(api.readReceipt, { params: { id, receiptId: r.id } })} target="_blank" rel="noreferrer">
                                {r.name}
                              </a>{' '}
                              <span className="bw-quiet">{timeText(r.addedAt)}</span>
                            </li>
                          ))}
                        </ul>
                      ) : (
                        <p className="bw-quiet">{t('noReceipts')}</p>
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
                  { name: 'text', kind: 'longtext', label: t('text'), required: true, max: 10000 },
                  ...(data.kind === 'payPlan'
                    ? []
                    : [{ name: 'yuan', kind: 'number' as const, label: t('amount'), required: true, min: 0, max: 10_000_000_000 }]),
                ]
              : sheet === 'return'
                ? [{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]
                : []
          }
          initial={sheet === 'change' ? { text: data.text, yuan: data.fen === null ? null : data.fen / 100 } : {}}
          submitLabel={t(`act.${sheet}`)}
          submit={async (v) => {
            if (sheet === 'change') await change.mutateAsync({ ...at, body: { text: String(v.text), fen: fenOf(v.yuan) } })
            else await decide.mutateAsync({ ...at, body: { accept: sheet === 'receive', reason: v.reason ? String(v.reason) : null } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default StatementRecord
