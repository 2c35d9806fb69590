import { Button } from 'antd'
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import './agreements.css'

const WIDTH = 900
const HEIGHT = 260

/** A field to write one's name in with finger, pen or mouse; gives the picture as base64 PNG, null while it is empty. Who cannot draw types (the form beside offers it). */
export const SignaturePad = ({ onChange }: { onChange: (png: string | null) => void }): ReactNode => {
  const { t } = useTranslation('agreements')
  const canvas = useRef<HTMLCanvasElement>(null)
  const last = useRef<{ x: number; y: number } | null>(null)
  const [drawn, setDrawn] = useState(false)
  const wipe = (): void => {
    const g = canvas.current?.getContext('2d')
    if (!g) return
    g.fillStyle = '#fff'
    g.fillRect(0, 0, WIDTH, HEIGHT)
    setDrawn(false)
    onChange(null)
  }
  // White once at the beginning: what stays transparent would print black.
  useEffect(() => {
    const g = canvas.current?.getContext('2d')
    if (!g) return
    g.fillStyle = '#fff'
    g.fillRect(0, 0, WIDTH, HEIGHT)
  }, [])
  const at = (e: PointerEvent<HTMLCanvasElement>): { x: number; y: number } => {
    const box = e.currentTarget.getBoundingClientRect()
    return { x: ((e.clientX - box.left) / box.width) * WIDTH, y: ((e.clientY - box.top) / box.height) * HEIGHT }
  }
  const move = (e: PointerEvent<HTMLCanvasElement>): void => {
    const g = canvas.current?.getContext('2d')
    if (!g || !last.current) return
    const to = at(e)
    g.strokeStyle = '#111'
    g.lineWidth = 6
    g.lineCap = 'round'
    g.beginPath()
    g.moveTo(last.current.x, last.current.y)
    g.lineTo(to.x, to.y)
    g.stroke()
    last.current = to
    setDrawn(true)
  }
  const up = (): void => {
    if (!last.current) return
    last.current = null
    if (drawn && canvas.current) onChange(canvas.current.toDataURL('image/png').replace('data:image/png;base64,', ''))
  }
  return (
    <div className="bw-signature">
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t('pad')}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId)
          last.current = at(e)
        }}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <div className="bw-signfoot">
        <span className="bw-quiet">{t('padHint')}</span>
        <Button size="small" onClick={wipe} disabled={!drawn}>
          {t('padClear')}
        </Button>
      </div>
    </div>
  )
}
