import { Button, InputNumber, Select } from 'antd'
import { type KeyboardEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateTag } from '../../../platform/ui/marks.tsx'
import type { PageItem } from '../api.ts'
import './dossiers.css'
import { counting, Ending, imageOf } from './use-pages.ts'

const zooms = [50, 75, 100, 125, 150, 200, 300]

/** One page at a time: only it and the next are ever loaded. Arrow keys turn, plus and minus zoom. */
export const Viewer = ({
  pages,
  index,
  onIndex,
  close,
}: {
  pages: readonly PageItem[]
  index: number
  onIndex: (i: number) => void
  close?: () => void
}): ReactNode => {
  const { t } = useTranslation('dossiers')
  const [zoom, setZoom] = useState(100)
  const [older, setOlder] = useState<{ id: number; version: number } | null>(null)
  const page = pages[Math.min(index, pages.length - 1)]
  const after = pages[index + 1]
  // Cover sheets and deleted pages have no number: the paper's own pages are counted.
  const numbered = counting(pages)
  const number = page ? numbered.indexOf(page) + 1 : 0
  const name =
    page?.state === 'cover'
      ? t('page.cover')
      : page?.state === 'deleted'
        ? t('page.deleted')
        : t('page.shown', { n: number, of: numbered.length })
  // A rescan does not take the place of what was there before (7.2.2): the earlier version can be looked at.
  const version = page && older?.id === page.id ? older.version : (page?.version ?? 1)
  const width = zoom > 125 ? 2200 : 1200
  const ending = useContext(Ending)
  useEffect(() => {
    if (!after || ending) return
    const next = new Image()
    next.src = imageOf(after, width)
    return () => {
      if (!next.complete) next.src = ''
    }
  }, [after, width, ending])
  const paper = useRef<HTMLDivElement>(null)
  const opened = close !== undefined
  // Opened over the pages: the keys that are named below it work at once, Esc too.
  useEffect(() => {
    if (opened) paper.current?.focus()
  }, [opened])
  if (!page) return null
  const turn = (by: number): void => {
    const to = index + by
    if (to >= 0 && to < pages.length) onIndex(to)
  }
  const scale = (by: number): void => setZoom(zooms[Math.max(0, Math.min(zooms.length - 1, zooms.indexOf(zoom) + by))] ?? 100)
  const key = (e: KeyboardEvent): void => {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => turn(-1),
      ArrowRight: () => turn(1),
      PageUp: () => turn(-1),
      PageDown: () => turn(1),
      Home: () => onIndex(0),
      End: () => onIndex(pages.length - 1),
      '+': () => scale(1),
      '=': () => scale(1),
      '-': () => scale(-1),
      Escape: () => close?.(),
    }
    const act = acts[e.key]
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return
    e.preventDefault()
    act()
  }
  return (
    <div className="bw-viewer">
      <div className="bw-acts">
        <Button size="small" disabled={index === 0} onClick={() => turn(-1)}>
          {t('act.prev')}
        </Button>
        <span className="bw-figures" aria-live="polite">
          {name}
        </span>
        <Button size="small" disabled={index >= pages.length - 1} onClick={() => turn(1)}>
          {t('act.next')}
        </Button>
        {numbered.length > 20 ? (
          <InputNumber
            key={page.id}
            size="small"
            style={{ width: 96 }}
            controls={false}
            min={1}
            max={numbered.length}
            precision={0}
            placeholder={t('page.jump')}
            aria-label={t('page.jumpLabel')}
            onPressEnter={(e) => {
              const to = numbered[Number((e.target as HTMLInputElement).value) - 1]
              if (to) onIndex(pages.indexOf(to))
            }}
          />
        ) : null}
        <Button size="small" onClick={() => scale(-1)} aria-label={t('act.smaller')}>
          −
        </Button>
        <Button size="small" onClick={() => setZoom(100)}>
          {t('act.fit')}
        </Button>
        <Button size="small" onClick={() => scale(1)} aria-label={t('act.bigger')}>
          +
        </Button>
        {page.state === 'rescan' ? <StateTag tone="soon">{t('page.rescan')}</StateTag> : null}
        {page.version > 1 ? (
          <Select
            size="small"
            aria-label={t('page.versions')}
            popupMatchSelectWidth={false}
            value={version}
            onChange={(v) => setOlder({ id: page.id, version: v })}
            options={Array.from({ length: page.version }, (_, i) => page.version - i).map((n) => ({
              value: n,
              label: t(n === page.version ? 'page.versionNow' : 'page.versionKept', { n }),
            }))}
          />
        ) : null}
        {close ? (
          <Button size="small" onClick={close}>
            {t('act.close')}
          </Button>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the paper is scrolled and turned by keyboard */}
      <div className="bw-paper" ref={paper} tabIndex={0} onKeyDown={key} role="group" aria-label={name}>
        <img key={page.id} src={imageOf({ ...page, version }, width)} alt={name} style={{ width: `${zoom}%` }} draggable={false} />
      </div>
      <p className="bw-quiet">{t(close ? 'keysOpened' : 'keys')}</p>
    </div>
  )
}
