import type { CSSProperties, ReactNode } from 'react'
import { ink } from './theme.ts'

export type Tone = 'plain' | 'active' | 'done' | 'soon' | 'late' | 'closed'

const look: Record<Tone, { shape: string; color: string; back: string }> = {
  plain: { shape: '○', color: '#4a5464', back: '#eff1f4' },
  active: { shape: '▶', color: ink.accent, back: '#e6ecf6' },
  done: { shape: '✓', color: ink.done, back: '#e8f2ea' },
  soon: { shape: '◆', color: ink.soon, back: '#fbf1dc' },
  late: { shape: '▲', color: ink.late, back: '#fbe9e7' },
  closed: { shape: '■', color: '#5b6472', back: '#eceef1' },
}

const pill: CSSProperties = {
  display: 'inline-flex',
  alignItems: 'center',
  gap: 4,
  padding: '0 7px',
  borderRadius: 3,
  fontSize: 12,
  lineHeight: '20px',
  whiteSpace: 'nowrap',
}

/** A state by shape, word and colour together, so that it reads in grey and aloud. `late` only for late or refused. */
export const StateTag = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }): ReactNode => (
  <span style={{ ...pill, color: look[tone].color, background: look[tone].back }}>
    <span aria-hidden="true" style={{ fontSize: 9 }}>
      {look[tone].shape}
    </span>
    {children}
  </span>
)

/** A person as people speak of them: name first, post or unit quiet behind it. */
export const PersonName = ({ name, note, left }: { name: string; note?: ReactNode; left?: boolean }): ReactNode => (
  <span style={{ whiteSpace: 'nowrap', textDecoration: left ? 'line-through' : undefined }}>
    {name}
    {note ? <span style={{ color: ink.quiet, fontSize: 12, marginInlineStart: 6 }}>{note}</span> : null}
  </span>
)
