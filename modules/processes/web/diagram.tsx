import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import './diagram.css'
import { Alert, Button } from 'antd'
import { BpmnModdle } from 'bpmn-moddle'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { language } from '../../../platform/ui/i18n.ts'
import bw from '../bpmn/bw.json' with { type: 'json' }

export type MarkKind = 'added' | 'removed' | 'changed' | 'picked' | 'faulty'
export interface DiagramProps {
  xml: string
  label: string
  /** Elements drawn with a mark; unknown ids are left out. */
  marks?: readonly { id: string; kind: MarkKind }[]
  /** Live counts beside their step. */
  counts?: readonly { id: string; open: number; late: number; words: string }[]
  onPick?: (elementId: string) => void
}

// Below it the words of a step cannot be read; a phone shows fewer steps at a time and is held closer.
const readable = { desk: 0.85, phone: 0.7 }
// What of bpmn-js is used here; its services are looked up by name and typed nowhere.
interface Box {
  x: number
  y: number
  width: number
  height: number
}
interface Canvas {
  zoom: (to: number | 'fit-viewport', centre?: 'auto') => number
  viewbox: (to?: Box) => { inner: Box; outer: Box }
  scrollToElement: (id: string, padding?: number) => void
  addMarker: (id: string, name: string) => void
  removeMarker: (id: string, name: string) => void
}
interface Overlays {
  add: (id: string, o: { position: object; html: HTMLElement; scale?: object }) => string
  clear: () => void
}
interface Viewer {
  get: <T>(service: string) => T
  on: (event: string, fn: (e: { element: { id: string } }) => void) => void
  importDefinitions: (definitions: unknown) => Promise<unknown>
  destroy: () => void
}
interface Named {
  $type: string
  name?: string
  nameEn?: string
  rootElements?: Named[]
  flowElements?: Named[]
}

/** Diagrams carry Chinese names and English ones in bw:nameEn; the page's language decides which is drawn. */
const inLanguage = (root: Named, lng: 'zh' | 'en'): void => {
  const walk = (e: Named): void => {
    if (lng === 'en' && e.nameEn) e.name = e.nameEn
    for (const inner of [...(e.rootElements ?? []), ...(e.flowElements ?? [])]) walk(inner)
  }
  walk(root)
}

const badge = (c: { open: number; late: number; words: string }): HTMLElement => {
  const box = document.createElement('div')
  box.className = 'bw-count'
  box.title = c.words
  const part = (text: string, flag?: 'late' | 'idle'): void => {
    const b = document.createElement('b')
    b.textContent = text
    if (flag) b.dataset[flag] = ''
    box.append(b)
  }
  part(String(c.open), c.open === 0 ? 'idle' : undefined)
  if (c.late > 0) part(`▲${c.late}`, 'late')
  return box
}

/** A BPMN diagram to look at: drag to move, buttons to zoom. What it shows is said in the tables beside it as well. */
const Diagram = ({ xml, label, marks, counts, onPick }: DiagramProps): ReactNode => {
  const { t, i18n } = useTranslation('processes')
  const box = useRef<HTMLDivElement>(null)
  const viewer = useRef<Viewer | null>(null)
  const [ready, setReady] = useState(0)
  const [failed, setFailed] = useState(false)
  const pick = useRef(onPick)
  pick.current = onPick

  useEffect(() => {
    if (!box.current) return
    const v = new NavigatedViewer({ container: box.current }) as unknown as Viewer
    let gone = false
    viewer.current = v
    setFailed(false)
    // The wheel belongs to the page: a diagram that swallows it traps whoever scrolls past.
    v.get<{ toggle: (on: boolean) => void }>('zoomScroll').toggle(false)
    v.on('element.click', (e) => pick.current?.(e.element.id))
    const show = async (): Promise<void> => {
      const { rootElement } = await new BpmnModdle({ bw }).fromXML(xml)
      if (gone) return
      inLanguage(rootElement as Named, i18n.language === 'en' ? 'en' : language())
      await v.importDefinitions(rootElement)
      if (gone) return
      const canvas = v.get<Canvas>('canvas')
      // A flow that would be a thread when seen whole begins at its start, readable, and is dragged along; the button shows the whole.
      const fitted = canvas.zoom('fit-viewport', 'auto')
      const { inner, outer } = canvas.viewbox()
      const scale = outer.width < 700 ? readable.phone : readable.desk
      if (fitted < scale) {
        const [width, height] = [outer.width / scale, outer.height / scale]
        canvas.viewbox({
          x: inner.x - 20,
          y: inner.height > height ? inner.y - 30 : inner.y + inner.height / 2 - height / 2,
          width,
          height,
        })
      }
      setReady((n) => n + 1)
    }
    show().catch(() => !gone && setFailed(true))
    return () => {
      gone = true
      viewer.current = null
      v.destroy()
    }
  }, [xml, i18n.language])

  useEffect(() => {
    const v = viewer.current
    if (!v || ready === 0) return
    const known = v.get<{ get: (id: string) => unknown }>('elementRegistry')
    const canvas = v.get<Canvas>('canvas')
    const shown = (marks ?? []).filter((m) => known.get(m.id))
    for (const m of shown) canvas.addMarker(m.id, `bw-${m.kind}`)
    // What is pointed at stands in the window, also on a flow longer than it.
    const first = shown.find((m) => m.kind === 'picked') ?? shown[0]
    if (first) canvas.scrollToElement(first.id, 60)
    return () => {
      if (viewer.current === v) for (const m of shown) canvas.removeMarker(m.id, `bw-${m.kind}`)
    }
  }, [marks, ready])

  useEffect(() => {
    const v = viewer.current
    if (!v || ready === 0) return
    const known = v.get<{ get: (id: string) => unknown }>('elementRegistry')
    const overlays = v.get<Overlays>('overlays')
    overlays.clear()
    for (const c of counts ?? [])
      if (known.get(c.id)) overlays.add(c.id, { position: { top: -11, right: 26 }, html: badge(c), scale: { min: 0.8 } })
  }, [counts, ready])

  const zoom = (by: number | null): void => {
    const canvas = viewer.current?.get<Canvas>('canvas')
    if (!canvas) return
    if (by === null) canvas.zoom('fit-viewport', 'auto')
    else canvas.zoom(Math.min(4, Math.max(0.2, (canvas.zoom as unknown as () => number)() * by)))
  }
  return (
    <figure style={{ margin: 0 }}>
      <div className="bw-diagramtools">
        <Button size="small" onClick={() => zoom(1.25)} aria-label={t('zoomIn')}>
          ＋
        </Button>
        <Button size="small" onClick={() => zoom(0.8)} aria-label={t('zoomOut')}>
          －
        </Button>
        <Button size="small" onClick={() => zoom(null)}>
          {t('fit')}
        </Button>
        <span className="bw-quiet">{t('dragHint')}</span>
      </div>
      {failed ? <Alert type="warning" showIcon title={t('noDiagram')} /> : null}
      <div ref={box} className="bw-diagram" role="group" aria-label={label} style={failed ? { display: 'none' } : {}} />
    </figure>
  )
}
export default Diagram
