import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { language, listText } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { listFaults, listFile, listTemplate, type readMonth, readList, uploadList } from '../api.ts'
import { type Amount, amountsOf, type Column, columnTitles, faultWords, isHard, type ListKind } from '../rules.ts'
import { moneyText } from './money.ts'

type Listed = z.output<typeof readMonth.response>['lists'][number]
const faultText = (code: keyof typeof faultWords): string => faultWords[code][language() === 'zh' ? 0 : 1]

/** One of the three lists: what is wrong with it, and each person's line, when asked for. */
export const MonthList = (p: {
  kind: ListKind
  params: { engagementId: number; month: string }
  list: Listed | null
  may: { upload: boolean; amounts: boolean }
  reread: () => void
}): ReactNode => {
  const { t } = useTranslation('wages')
  const [open, setOpen] = useState(false)
  return (
    <section className="bw-sheet bw-pad bw-gap">
      <h2 className="bw-h2">{t(`kind.${p.kind}`)}</h2>
      {p.list ? (
        <div className="bw-acts" style={{ flexWrap: 'wrap', marginBlockEnd: 8 }}>
          {p.may.amounts ? (
            <a href={addressOf(listFile, { params: { id: p.list.id } })} download>
              {p.list.name}
            </a>
          ) : (
            <span>{p.list.name}</span>
          )}
          <span>{t('people', { n: p.list.rows })}</span>
          {p.list.hard ? <StateTag tone="late">{t('hard', { n: p.list.hard })}</StateTag> : null}
          {p.list.soft ? <StateTag tone="soon">{t('soft', { n: p.list.soft })}</StateTag> : null}
          {p.list.hard + p.list.soft ? null : <StateTag tone="done">{t('clean')}</StateTag>}
        </div>
      ) : (
        <p className="bw-quiet">{t('noList')}</p>
      )}
      {p.list && p.may.amounts ? (
        <div className="bw-acts">
          <Button onClick={() => setOpen(!open)}>{t(open ? 'hideLines' : 'showLines')}</Button>
          {p.list.hard + p.list.soft > 0 ? (
            <a href={addressOf(listFaults, { params: { id: p.list.id }, query: { language: language() === 'zh' ? 'zh' : 'en' } })} download>
              {t('downloadFaults')}
            </a>
          ) : null}
        </div>
      ) : null}
      {open && p.list ? <Lines id={p.list.id} /> : null}
      {p.may.upload ? (
        <>
          <Upload
            endpoint={uploadList}
            params={p.params}
            fields={{ kind: p.kind }}
            accept=".xlsx,.csv"
            label={t(p.list ? 'replace' : 'upload', { kind: t(`kind.${p.kind}`) })}
            onDone={p.reread}
          />
          <a href={addressOf(listTemplate, { params: { kind: p.kind }, query: p.params })} download>
            {t('template', { kind: t(`kind.${p.kind}`) })}
          </a>
        </>
      ) : null}
    </section>
  )
}
type Fault = z.output<typeof readList.response>['faults'][number]
/** What is wrong comes line by line; what only wants a word, such as people left out, is one line for all of them. */
const gathered = (faults: readonly Fault[]): { row: number; column: Column; code: Fault['code']; names: string[] }[] => {
  const lines = new Map<string, { row: number; column: Column; code: Fault['code']; names: string[] }>()
  for (const f of faults) {
    const key = f.row ? `${f.row} ${f.column} ${f.code}` : `${f.column} ${f.code}`
    const line = lines.get(key)
    if (line) line.names.push(f.name)
    else lines.set(key, { row: f.row, column: f.column as Column, code: f.code, names: f.name ? [f.name] : [] })
  }
  return [...lines.values()].sort((a, b) => Number(isHard(b.code)) - Number(isHard(a.code))).slice(0, 200)
}
const Lines = ({ id }: { id: number }): ReactNode => {
  const { t } = useTranslation('wages')
  const { data } = useCall(readList, { params: { id } })
  if (!data) return null
  const title = (c: Column): string => (language() === 'zh' ? (columnTitles[data.kind][c] ?? c) : t(`column.${c}`))
  const amounts = amountsOf[data.kind] as readonly Amount[]
  return (
    <>
      {data.faults.length ? (
        <DataTable
          label={t('faultsOf')}
          rows={gathered(data.faults)}
          rowKey={(f) => `${f.row} ${f.column} ${f.code} ${f.names.join()}`}
          columns={[
            {
              key: 'person',
              title: t('faultOf.person'),
              render: (f) =>
                f.names.length > 1
                  ? t('severalPeople', { names: listText(f.names), n: f.names.length })
                  : f.names[0] || t(f.code === 'total-differs' ? 'totalRow' : 'wholeList'),
            },
            { key: 'what', title: t('faultOf.what'), render: (f) => faultText(f.code) },
            { key: 'row', title: t('faultOf.row'), align: 'end', render: (f) => f.row || '—' },
            { key: 'column', title: t('faultOf.column'), render: (f) => title(f.column) },
            {
              key: 'weight',
              title: t('faultOf.weight'),
              render: (f) => <StateTag tone={isHard(f.code) ? 'late' : 'soon'}>{t(isHard(f.code) ? 'faultOf.hard' : 'explain')}</StateTag>,
            },
          ]}
        />
      ) : null}
      <DataTable
        label={t('lists')}
        rows={data.lines}
        rowKey={(r) => r.row}
        columns={[
          { key: 'name', title: t('column.name'), render: (r) => r.name || '—' },
          ...amounts.map((a) => ({
            key: a,
            title: title(a),
            align: 'end' as const,
            render: (r: (typeof data.lines)[number]) => moneyText(r.amounts[a]),
          })),
        ]}
      />
      <p className="bw-figures">
        {amounts
          .filter((a) => data.totals[a] !== undefined)
          .map((a) => t('totalLine', { what: title(a), amount: moneyText(data.totals[a]) }))
          .join('　')}
      </p>
    </>
  )
}
