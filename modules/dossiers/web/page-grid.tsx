import { Checkbox, Empty } from 'antd'
import { type DragEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateTag } from '../../../platform/ui/marks.tsx'
import type { PageItem } from '../api.ts'
import './dossiers.css'
import { counting, imageOf } from './use-pages.ts'
import { Viewer } from './viewer.tsx'

/** Thumbnails in order; pictures are loaded when they come into sight. `chosen` makes them selectable, `onMove` lets them be dragged. */
export const PageGrid = ({
  pages,
  chosen,
  onChosen,
  onMove,
}: {
  pages: readonly PageItem[]
  chosen?: ReadonlySet<number>
  onChosen?: (ids: Set<number>) => void
  onMove?: (id: number, before: number) => void
}): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [shown, setShown] = useState<number | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const numbers = new Map(counting(pages).map((p, i) => [p.id, i + 1]))
  if (pages.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('page.empty')} />
  const at = shown === null ? -1 : pages.findIndex((p) => p.id === shown)
  if (at >= 0) return <Viewer pages={pages} index={at} onIndex={(i) => setShown(pages[i]?.id ?? null)} close={() => setShown(null)} />
  const label = (p: PageItem): string =>
    p.state === 'cover' ? t('page.cover') : p.state === 'deleted' ? t('page.deleted') : t('page.no', { n: numbers.get(p.id) })
  const drop = (e: DragEvent, before: number): void => {
    e.preventDefault()
    if (dragged !== null && dragged !== before) onMove?.(dragged, before)
    setDragged(null)
  }
  return (
    <ul className="bw-thumbs">
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
            <img src={imageOf(p, 240)} alt="" loading="lazy" draggable={false} />
          </button>
          <div className="bw-thumbfoot">
            {onChosen ? (
              <Checkbox
                checked={chosen?.has(p.id) ?? false}
                onChange={(e) => {
                  const next = new Set(chosen)
                  if (e.target.checked) next.add(p.id)
                  else next.delete(p.id)
                  onChosen(next)
                }}
              >
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
