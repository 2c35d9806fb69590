import { Input, InputNumber, Select, Switch } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag } from '../../../platform/ui/dates.tsx'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import type { Material, MaterialRow } from '../api.ts'
import { alwaysUrgent, type Kind, kinds, type MaterialState } from '../rules/kinds.ts'
import './materials.css'

const tones: Record<MaterialState, Tone> = {
  pool: 'soon',
  escalated: 'soon',
  awaiting: 'closed',
  returned: 'closed',
  carry: 'active',
  carried: 'active',
  refused: 'late',
  signed: 'done',
  desk: 'active',
  differs: 'late',
  handOut: 'active',
  sent: 'done',
  cancelled: 'closed',
}
export const MaterialStateTag = ({ state }: { state: MaterialState }): ReactNode => (
  <StateTag tone={tones[state]}>{i18n.t(`materials:state.${state}`)}</StateTag>
)
/** Urgent by word and shape; red while it lies, quiet once it is signed for. */
export const Urgent = ({ urgent, over }: { urgent: boolean; over?: boolean }): ReactNode =>
  urgent ? <StateTag tone={over ? 'closed' : 'late'}>{i18n.t('materials:urgent')}</StateTag> : null
/** In the pool the pool's clock, afterwards the delivery's; none while the court or a party has the word. */
export const MaterialDue = ({ m }: { m: Pick<MaterialRow, 'state' | 'dueAt' | 'poolDueAt' | 'provisional'> }): ReactNode => {
  if (m.state === 'awaiting' || m.state === 'escalated' || m.state === 'returned' || m.state === 'cancelled') return '—'
  const pool = m.state === 'pool'
  return (
    <DueTag due={pool ? m.poolDueAt : m.dueAt} done={m.state === 'signed' || m.state === 'sent'} provisional={m.provisional && !pool} />
  )
}
/** What a reader without the case may say of it. */
export const CaseOf = ({ m }: { m: Pick<MaterialRow, 'caseNumber' | 'state'> }): ReactNode => {
  const { t } = useTranslation('materials')
  if (m.caseNumber) return <span className="bw-figures">{m.caseNumber}</span>
  return <span className="bw-quiet">{t(['pool', 'escalated', 'awaiting', 'returned'].includes(m.state) ? 'unmatched' : 'hiddenCase')}</span>
}
export const kindText = (k: string): string => i18n.t(`materials:kind.${k}`)
export const countText = (m: { items: number; copies: number; pages: number }): string =>
  i18n.t('materials:counts', { items: m.items, copies: m.copies, pages: m.pages })

export const Content = ({ items }: { items: Material['content'] }): ReactNode => {
  const { t } = useTranslation('materials')
  return (
    <DataTable
      label={t('content')}
      rows={items}
      rowKey={(i) => i.id}
      columns={[
        { key: 'title', title: t('item.title'), render: (i) => i.title },
        { key: 'kind', title: t('item.kind'), render: (i) => kindText(i.kind) },
        { key: 'copies', title: t('item.copies'), align: 'end', render: (i) => i.copies },
        { key: 'pages', title: t('item.pages'), align: 'end', render: (i) => i.pages },
        { key: 'original', title: t('item.original'), render: (i) => t(i.original ? 'item.isOriginal' : 'item.isCopy') },
        { key: 'state', title: t('item.state'), render: (i) => t(`itemState.${i.state}`) },
      ]}
    />
  )
}

export interface ItemEntry {
  kind: Kind
  title: string
  copies: number
  pages: number
  original: boolean
}
/** What is in the envelope, a line each; the last line is always empty, so that typing goes on. The kind says whether it is urgent. */
export const ItemsInput = ({ value, onChange, disabled, also = [] }: OwnInput & { also?: readonly Kind[] }): ReactNode => {
  const { t } = useTranslation('materials')
  const blank: ItemEntry = { kind: 'evidence', title: '', copies: 1, pages: 1, original: false }
  const rows = [...((value as ItemEntry[] | undefined) ?? []), blank]
  const urgent = (k: Kind): boolean => alwaysUrgent.includes(k) || also.includes(k)
  const change = (at: number, patch: Partial<ItemEntry>): void => {
    const next = rows.map((r, n) => {
      if (n !== at) return r
      const to = { ...r, ...patch }
      // The kind chosen first names the paper; whoever knows better types over it.
      return patch.kind && (r.title === '' || r.title === kindText(r.kind)) ? { ...to, title: kindText(patch.kind) } : to
    })
    onChange?.(next.filter((r, n) => r.title !== '' || n < rows.length - 1).filter((r) => r.title !== ''))
  }
  return (
    <div role="group" aria-label={t('content')}>
      {rows.map((r, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity until they are sent
        <div className="mt-row" key={n}>
          <Select
            aria-label={t('item.kind')}
            value={n === rows.length - 1 ? undefined : r.kind}
            placeholder={t('item.kind')}
            disabled={disabled ?? false}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(kind: Kind) => change(n, { kind })}
            options={kinds.map((k) => ({ value: k, label: urgent(k) ? `${kindText(k)}（${t('urgent')}）` : kindText(k) }))}
          />
          <Input
            aria-label={t('item.titleN', { n: n + 1 })}
            placeholder={t('item.titleN', { n: n + 1 })}
            value={r.title}
            maxLength={200}
            disabled={disabled ?? false}
            onChange={(e) => change(n, { title: e.target.value })}
          />
          <InputNumber
            controls={false}
            aria-label={t('item.copies')}
            prefix={t('item.copies')}
            min={1}
            max={999}
            value={r.copies}
            disabled={r.title === ''}
            onChange={(v) => change(n, { copies: v ?? 1 })}
            style={{ width: '100%' }}
          />
          <InputNumber
            controls={false}
            aria-label={t('item.pages')}
            prefix={t('item.pages')}
            min={0}
            max={99_999}
            value={r.pages}
            disabled={r.title === ''}
            onChange={(v) => change(n, { pages: v ?? 0 })}
            style={{ width: '100%' }}
          />
          <span>
            <Switch
              size="small"
              aria-label={t('item.isOriginal')}
              checked={r.original}
              disabled={r.title === ''}
              onChange={(original) => change(n, { original })}
            />{' '}
            <span className="bw-quiet">{t('item.isOriginal')}</span>
          </span>
        </div>
      ))}
    </div>
  )
}
