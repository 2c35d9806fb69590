import { onlineManager, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { systemClock } from '../../../platform/calendar/clock.ts'
import { BUSY, call, onLocked } from '../../../platform/ui/call.ts'
import { keyOf } from '../../../platform/ui/query.ts'
import { lockScreen, readSession } from '../api.ts'
import type { Session } from './entry.tsx'
import './screen-lock.css'
import { LOCKED, UnlockForm } from './unlock-form.tsx'

const TOUCHED = 'bw.touched'
const BY_HAND = 'bw:lock'
/** Hands, not a mouse that trembles, and files on their way: the same the server's idle clock goes by (call.ts). */
const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'focus', BUSY] as const
const BEAT = 60_000
const now = (): number => systemClock.now().epochMilliseconds

/** From the account menu; Ctrl/⌘+Alt+L does the same. */
export const lockNow = (): void => void window.dispatchEvent(new Event(BY_HAND))

/**
 * Hides everything after so long without hands, or at once by hand, and asks for the password (7.3.2.5). The server refuses the session meanwhile; readings
 * wait, and what stood half written stays where it was.
 */
export const ScreenLock = ({ session, refused, signOut }: { session: Session; refused: boolean; signOut: () => void }): ReactNode => {
  const { t } = useTranslation('entry')
  const queries = useQueryClient()
  const mine = String(session.accountId)
  const seconds = session.lockSeconds
  const [locked, setLocked] = useState(false)
  const shut = useRef(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const before = useRef<{ focus: HTMLElement | null; title: string }>({ focus: null, title: '' })

  const hide = useCallback((): void => {
    if (shut.current) return
    shut.current = true
    // A page's name may be a case number.
    before.current = { focus: document.activeElement as HTMLElement | null, title: document.title }
    onlineManager.setOnline(false)
    setLocked(true)
  }, [])
  const lock = useCallback(
    (by: 'hand' | 'idle'): void => {
      if (shut.current) return
      hide()
      localStorage.setItem(LOCKED, mine)
      // Without an answer the curtain stays; the server locks by itself two minutes later.
      call(lockScreen, { body: { by } }).catch(() => undefined)
    },
    [hide, mine],
  )
  const show = useCallback((): void => {
    if (!shut.current) return
    shut.current = false
    localStorage.setItem(TOUCHED, String(now()))
    document.title = before.current.title
    dialog.current?.close()
    setLocked(false)
    onlineManager.setOnline(true)
    void queries.invalidateQueries()
  }, [queries])

  useEffect(() => {
    if (refused) hide()
  }, [refused, hide])
  useEffect(() => onLocked(hide), [hide])
  useEffect(() => {
    localStorage.removeItem(LOCKED)
    let written = now()
    let beat = written
    localStorage.setItem(TOUCHED, String(written))
    const touch = (): void => {
      const at = now()
      if (shut.current || at - written < 1000) return
      written = at
      localStorage.setItem(TOUCHED, String(at))
      if (at - beat < BEAT) return
      // Whoever only reads and scrolls asks the server nothing else: this winds its clock.
      beat = at
      call(readSession, {}).then(
        (s) => s.signedIn && s.stage === 'locked' && hide(),
        () => undefined,
      )
    }
    const look = (): void => {
      // The machine may have slept: the clock is asked, ticks are not counted.
      if (seconds !== null && now() - Number(localStorage.getItem(TOUCHED) ?? 0) >= seconds * 1000) lock('idle')
    }
    const told = (e: StorageEvent): void => {
      if (e.key !== LOCKED) return
      if (e.newValue === mine) hide()
      else if (e.newValue === null) show()
    }
    const keys = (e: KeyboardEvent): void => {
      if (shut.current) {
        // Typing goes on, the page behind hears nothing: Escape would close a half-written drawer there.
        e.stopImmediatePropagation()
        if (e.key === 'Escape') e.preventDefault()
        return
      }
      if (!(e.ctrlKey || e.metaKey) || !e.altKey || e.code !== 'KeyL') return
      e.preventDefault()
      lock('hand')
    }
    const byHand = (): void => lock('hand')
    for (const kind of touches) window.addEventListener(kind, touch, { passive: true, capture: true })
    window.addEventListener('storage', told)
    window.addEventListener('keydown', keys, { capture: true })
    window.addEventListener(BY_HAND, byHand)
    document.addEventListener('visibilitychange', look)
    const timer = setInterval(look, 1000)
    return () => {
      clearInterval(timer)
      for (const kind of touches) window.removeEventListener(kind, touch, { capture: true })
      window.removeEventListener('storage', told)
      window.removeEventListener('keydown', keys, { capture: true })
      window.removeEventListener(BY_HAND, byHand)
      document.removeEventListener('visibilitychange', look)
    }
  }, [mine, seconds, hide, lock, show])
  useEffect(() => {
    document.body.classList.toggle('bw-locked', locked)
    if (locked) {
      document.title = t('lock.title')
      // Modal: everything else is out of reach of keyboard, pointer and screen reader.
      if (!dialog.current?.open) dialog.current?.showModal()
    } else before.current.focus?.focus({ preventScroll: true })
  }, [locked, t])
  useEffect(
    () => () => {
      // The session ended behind the lock: the login must not wait for readings that wait for it.
      document.body.classList.remove('bw-locked')
      onlineManager.setOnline(true)
    },
    [],
  )
  if (!locked) return null
  return createPortal(
    <dialog
      ref={dialog}
      className="bw-lock"
      aria-labelledby="bw-lock-title"
      onCancel={(e) => e.preventDefault()}
      onClose={() => shut.current && dialog.current?.showModal()}
    >
      <UnlockForm
        name={session.name}
        lead="lock.lead"
        unlocked={(s) => {
          localStorage.removeItem(LOCKED)
          queries.setQueryData(keyOf(readSession), s)
          show()
        }}
        signOut={() => {
          localStorage.removeItem(LOCKED)
          signOut()
        }}
      />
    </dialog>,
    document.body,
  )
}
