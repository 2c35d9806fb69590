import type { ReactNode } from 'react'

/** A few large choices, one of them taken; arrows and space work as in any radio group. */
export const Choices = <V extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string
  value: V | null
  onChange: (v: V) => void
  options: readonly { value: V; title: string; text: string; article?: string }[]
}): ReactNode => (
  <div className="fl-choices" role="radiogroup" aria-label={label}>
    {options.map((o, i) => (
      <button
        key={o.value}
        type="button"
        role="radio"
        aria-checked={value === o.value}
        tabIndex={value === o.value || (value === null && i === 0) ? 0 : -1}
        className="fl-choice"
        onClick={() => onChange(o.value)}
        onKeyDown={(e) => {
          const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key]
          if (!by) return
          e.preventDefault()
          const to = (i + by + options.length) % options.length
          onChange((options[to] as { value: V }).value)
          ;(e.currentTarget.parentElement?.children[to] as HTMLElement | undefined)?.focus()
        }}
      >
        <strong>{o.title}</strong>
        <span>{o.text}</span>
        {o.article ? <span className="bw-quiet">{o.article}</span> : null}
      </button>
    ))}
  </div>
)
