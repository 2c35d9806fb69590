import { Checkbox, Empty } from 'antd'
import { type DragEvent, type KeyboardEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateTag } from '../../../platform/ui/marks.tsx'
import type { PageItem } from '../api.ts'
import './dossiers.css'
import { counting, Ending, imageOf } from './use-pages.ts'
import { Viewer } from './viewer.tsx'

/**
 * A picture that is asked for when it comes into sight and no longer when it leaves before it is there: the browser's own lazy loading asks for
 * some sixty around the screen, and whoever scrolls through 500 pages would wait behind all of them for the one he opens.
 */
const Thumb = ({ src }: { src: string }): ReactNode => {
  const img = useRef<HTMLImageElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    const watch = new IntersectionObserver(([e]) => setNear((was) => e!.isIntersecting || (was && img.current?.naturalWidth !== 0)), {
      rootMargin: '240px',
    })
    watch.observe(img.current!)
    return () => watch.disconnect()
  }, [])
  const ending = useContext(Ending)
  const shown = near && (!ending || img.current?.naturalWidth !== 0)
  return <img ref={img} {...(shown ? { src } : {})} alt="" draggable={false} />
}

/** Thumbnails in order; pictures are loaded when they come into sight. `chosen` makes them selectable, `onMove` lets them be dragged. */
export const PageGrid = ({
  pages,
  chosen,
  onChosen,
  onMove,
  onShown,
}: {
  pages: readonly PageItem[]
  chosen?: ReadonlySet<number>
  onChosen?: (ids: Set<number>) => void
  onMove?: (id: number, before: number) => void
  /** The page opened in the viewer; null when it is closed. */
  onShown?: (id: number | null) => void
}): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [shown, show] = useState<number | null>(null)
  const setShown = (id: number | null): void => {
    show(id)
    onShown?.(id)
  }
  const [dragged, setDragged] = useState<number | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const anchor = useRef<number | null>(null)
  const numbers = new Map(counting(pages).map((p, i) => [p.id, i + 1]))
  if (pages.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('page.empty')} />
  const at = shown === null ? -1 : pages.findIndex((p) => p.id === shown)
  if (at >= 0) return <Viewer pages={pages} index={at} onIndex={(i) => setShown(pages[i]?.id ?? null)} close={() => setShown(null)} />
  const label = (p: PageItem): string =>
    p.state === 'cover' ? t('page.cover') : p.state === 'deleted' ? t('page.deleted') : t('page.no', { n: numbers.get(p.id) })
  /** With Shift everything from the last page chosen to this one: 500 pages are not ticked one by one. */
  const tick = (id: number, on: boolean, range: boolean): void => {
    const next = new Set(chosen)
    const [a, b] = [pages.findIndex((p) => p.id === anchor.current), pages.findIndex((p) => p.id === id)]
    const these = range && a >= 0 ? pages.slice(Math.min(a, b), Math.max(a, b) + 1).map((p) => p.id) : [id]
    for (const one of these) {
      if (on) next.add(one)
      else next.delete(one)
    }
    anchor.current = id
    onChosen?.(next)
  }
  // Arrows go from page to page; Tab alone would take 500 steps.
  const walk = (e: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, Home: -pages.length, End: pages.length }
    const step = steps[e.key]
    if (step === undefined || !onChosen || e.ctrlKey || e.metaKey || e.altKey) return
    const boxes = [...(list.current?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
    const at = boxes.indexOf(document.activeElement as HTMLInputElement)
    if (at < 0) return
    e.preventDefault()
    boxes[Math.max(0, Math.min(boxes.length - 1, at + step))]?.focus()
  }
  const drop = (e: DragEvent, before: number): void => {
    e.preventDefault()
    if (dragged !== null && dragged !== before) onMove?.(dragged, before)
    setDragged(null)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the boxes inside have the focus
    <ul className="bw-thumbs" ref={list} onKeyDown={walk}>
      {pages.map((p) => (
        <li
          key={p.id}
          className={`bw-thumb ${chosen?.has(p.id) ? 'bw-chosen' : ''} ${p.state === 'deleted' ? 'bw-gone' : ''} ${p.startsDocument ? 'bw-starts' : ''}`}
          draggable={onMove !== undefined}
          onDragStart={() => setDragged(p.id)}
          onDragOver={(e) => onMove && e.preventDefault()}
          onDrop={(e) => drop(e, p.id)}
        >
          <button type="button" className="bw-look" onClick={() => setShown(p.id)} aria-label={`${t('act.open')} ${label(p)}`}>
            <Thumb src={imageOf(p, 240)} />
          </button>
          <div className="bw-thumbfoot">
            {onChosen ? (
              <Checkbox checked={chosen?.has(p.id) ?? false} onChange={(e) => tick(p.id, e.target.checked, e.nativeEvent.shiftKey)}>
                {label(p)}
              </Checkbox>
            ) : (
              <span>{label(p)}</span>
            )}
            {p.state === 'rescan' ? <StateTag tone="soon">{t('page.rescan')}</StateTag> : null}
          </div>
        </li>
      ))}
    </ul>
  )
}
