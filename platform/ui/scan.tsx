import { Button, Input, Modal, Space } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnInput } from './fields.tsx'

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}
const detectorOf = (): (new (o: { formats: string[] }) => Detector) | null =>
  (globalThis as { BarcodeDetector?: new (o: { formats: string[] }) => Detector }).BarcodeDetector ?? null
/** Some browsers read codes by themselves (phones mostly); elsewhere the code is typed, or a scanner types it. */
export const canScan = (): boolean =>
  detectorOf() !== null && typeof navigator !== 'undefined' && Boolean(navigator.mediaDevices?.getUserMedia)

const Camera = ({ found, close }: { found: (text: string) => void; close: () => void }): ReactNode => {
  const { t } = useTranslation('ui')
  // The dialogue draws its content when it opens: the camera waits for the picture to be there.
  const [picture, setPicture] = useState<HTMLVideoElement | null>(null)
  const [refused, setRefused] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the camera runs from opening to closing, whatever the page redraws
  useEffect(() => {
    if (!picture) return
    let over = false
    let stream: MediaStream | null = null
    const run = async (): Promise<void> => {
      const Reader = detectorOf()
      if (!Reader) throw new Error('no camera')
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (over) return stream.getTracks().forEach((track) => track.stop())
      picture.srcObject = stream
      await picture.play()
      const reader = new Reader({ formats: ['qr_code', 'code_128'] })
      while (!over) {
        const [code] = await reader.detect(picture)
        if (code?.rawValue) return found(code.rawValue)
        await new Promise((next) => setTimeout(next, 150))
      }
    }
    run().catch(() => {
      if (!over) setRefused(true)
    })
    return () => {
      over = true
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [picture])
  return (
    <Modal open title={t('act.scan')} footer={null} onCancel={close} destroyOnHidden>
      {refused ? (
        <p role="alert">{t('act.noCamera')}</p>
      ) : (
        <>
          <p>{t('act.scanning')}</p>
          <video ref={setPicture} muted playsInline style={{ width: '100%', maxHeight: '60vh' }} />
        </>
      )}
    </Modal>
  )
}

/** A code, typed or scanned; for `kind: 'own'` fields: input: (o) => <ScanInput {...o} />. */
export const ScanInput = ({ id, value, onChange, disabled }: OwnInput): ReactNode => {
  const { t } = useTranslation('ui')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Space.Compact style={{ width: '100%' }}>
        <Input
          {...(id ? { id } : {})}
          value={typeof value === 'string' ? value : ''}
          onChange={(e) => onChange?.(e.target.value)}
          disabled={disabled ?? false}
          maxLength={300}
          autoComplete="off"
          autoCapitalize="characters"
        />
        {canScan() ? <Button onClick={() => setOpen(true)}>{t('act.scan')}</Button> : null}
      </Space.Compact>
      {open ? (
        <Camera
          close={() => setOpen(false)}
          found={(text) => {
            onChange?.(text)
            setOpen(false)
          }}
        />
      ) : null}
    </>
  )
}
