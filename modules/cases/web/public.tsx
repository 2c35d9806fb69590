import { Select } from 'antd'
import { type ComponentType, type LazyExoticComponent, type ReactNode, useEffect, useState } from 'react'
import type { z } from 'zod'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { fillSlot, slotPieces } from '../../../platform/ui/slots.ts'
import type { Role } from '../../organisations/rules/roles.ts'
import { type CaseItem, listCases } from '../api.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a slot passes is the slot's own affair
type Piece = LazyExoticComponent<ComponentType<any>>
const needed = new Map<string, string>()

/** Adds a tab to every case's record; `label` is an i18n key ('access:caseTab'), the piece gets { caseId: number }. Hidden without the permission. */
export const addCaseTab = (label: string, piece: Piece, permission?: string): void => {
  fillSlot('case-tab', { [label]: piece })
  if (permission) needed.set(label, permission)
}
/** The tabs higher modules have added, those the caller may see. */
export const caseTabs = (may: (permission: string) => boolean): [string, Piece][] =>
  slotPieces('case-tab').filter(([label]) => {
    const permission = needed.get(label)
    return permission === undefined || may(permission)
  })

/** How work on a case begins: where it is handed over, and by whom. An imported case has no work until somebody does this. */
export interface WayIn {
  /** i18n keys: the name of the act, and one line on it. */
  label: string
  how: string
  to: string
  permission: string
  roles: readonly Role[]
  /** Makes the case it is for: nothing for one that is there already. */
  newCase?: true
}
const ways: WayIn[] = []
export const addWayIn = (way: WayIn): void => {
  if (!ways.some((w) => w.to === way.to)) ways.push(way)
}
export const waysIn = (): readonly WayIn[] => ways

const tones: Record<CaseItem['status'], Tone> = {
  draft: 'plain',
  open: 'active',
  suspended: 'soon',
  closed: 'closed',
  refused: 'closed',
  withdrawn: 'closed',
  void: 'closed',
}
/** The state of a case in words and shape. */
export const CaseState = ({ status }: { status: CaseItem['status'] }): ReactNode => (
  <StateTag tone={tones[status]}>{i18n.t(`cases:status.${status}`)}</StateTag>
)

/** Picks a case by number, name or pinyin; value: case id. */
export const CasePicker = ({ id, value, onChange, disabled }: OwnInput): ReactNode => {
  const [text, setText] = useState('')
  const [query, setQuery] = useState<z.input<typeof listCases.query & z.ZodType>>({ limit: 20 })
  const [known, setKnown] = useState<CaseItem | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setQuery({ ...(text ? { q: text } : {}), limit: 20 }), 250)
    return () => clearTimeout(timer)
  }, [text])
  const { data, isFetching } = useCall(listCases, { query })
  const shown = [...(data?.items ?? []), ...(known && known.id === value && !data?.items.some((c) => c.id === known.id) ? [known] : [])]
  return (
    <Select
      {...(id ? { id } : {})}
      value={(value as number | undefined) ?? null}
      onChange={(v: number | null) => {
        setKnown(shown.find((c) => c.id === v) ?? null)
        onChange?.(v ?? undefined)
      }}
      disabled={disabled ?? false}
      allowClear
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      style={{ width: '100%' }}
      placeholder={i18n.t('ui:form.choose')}
      options={shown.map((c) => ({ value: c.id, label: `${c.number ?? '—'}　${c.title}` }))}
    />
  )
}
