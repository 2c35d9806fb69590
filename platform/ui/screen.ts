import { useEffect, useState } from 'react'

/** True on narrow screens (phones, 390 px); tables then become cards and the menu a drawer. */
export const useNarrow = (below = 768): boolean => {
  const query = `(max-width: ${below - 0.02}px)`
  const [narrow, setNarrow] = useState(() => window.matchMedia(query).matches)
  useEffect(() => {
    const media = window.matchMedia(query)
    const on = (): void => setNarrow(media.matches)
    media.addEventListener('change', on)
    return () => media.removeEventListener('change', on)
  }, [query])
  return narrow
}

/** The tab's title; the court's people keep ten tabs open and find them by it. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = title
  }, [title])
}

/** Keys pressed outside of fields, for one-letter shortcuts. */
export const outsideFields = (e: KeyboardEvent): boolean => {
  const at = e.target as HTMLElement | null
  return (
    !e.ctrlKey &&
    !e.metaKey &&
    !e.altKey &&
    !(
      at &&
      (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable || at.closest('[role=dialog],[role=listbox],[role=menu]'))
    )
  )
}

/** A choice kept in this browser (columns, density); falls back to memory where storage is refused. */
export const useKept = <T>(key: string, initial: T): [T, (v: T) => void] => {
  const [value, setValue] = useState<T>(() => {
    try {
      const text = localStorage.getItem(`bw.${key}`)
      return text === null ? initial : (JSON.parse(text) as T)
    } catch {
      return initial
    }
  })
  const keep = (v: T): void => {
    setValue(v)
    try {
      localStorage.setItem(`bw.${key}`, JSON.stringify(v))
    } catch {
      // Storage refused: the choice lasts as long as the page.
    }
  }
  return [value, keep]
}
