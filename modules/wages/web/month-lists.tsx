import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { language } from '../../../platform/ui/i18n.ts'
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
    <section className="bw-gap">
      <h2>{t(`kind.${p.kind}`)}</h2>
      {p.list ? (
        <p>
          {p.may.amounts ? (
            <a href={addressOf(listFile, { params: { id: p.list.id } })} download>
              {p.list.name}
            </a>
          ) : (
            p.list.name
          )}{' '}
          {t('people', { n: p.list.rows })}{' '}
          <StateTag tone={p.list.hard ? 'late' : p.list.soft ? 'soon' : 'done'}>
            {p.list.hard ? t('hard', { n: p.list.hard }) : p.list.soft ? t('soft', { n: p.list.soft }) : t('clean')}
          </StateTag>
        </p>
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
          <a href={addressOf(listTemplate, { params: { kind: p.kind } })} download>
            {t('template', { kind: t(`kind.${p.kind}`) })}
          </a>
        </>
      ) : null}
    </section>
  )
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
        <ul>
          {data.faults.slice(0, 100).map((f) => (
            <li key={`${f.row} ${f.column} ${f.code} ${f.name}`}>
              {t(f.row ? 'faultLine' : 'faultWhole', {
                row: f.row,
                name: f.name,
                column: title(f.column as Column),
                what: faultText(f.code),
              })}
              {isHard(f.code) ? '' : `（${t('explain')}）`}
            </li>
          ))}
        </ul>
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
