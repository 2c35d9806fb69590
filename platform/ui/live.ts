import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** For answers that others change while the page stands open: work that arrives, notices. `useCall(e, input, live)`. */
export const live = { meta: { live: true } } as const

const EVERY = 60_000
/** Nobody at the desk: the page stops asking, or it would keep an unattended session alive for ever. */
const LEFT_AFTER = 10 * 60_000

/**
 * Asks anew for what is live: when the person goes somewhere (also to the page he is on), comes back to the window or to the desk,
 * and once a minute while the page is seen. One clock for all, so that a page asks together and a hidden one not at all.
 */
export const useLive = (): void => {
  const client = useQueryClient()
  const router = useRouter()
  useEffect(() => {
    let asked = performance.now()
    let touched = asked
    const ask = (notWithin: number): void => {
      const now = performance.now()
      if (document.visibilityState !== 'visible' || now - asked < notWithin) return
      asked = now
      void client.invalidateQueries({ predicate: (q) => q.meta?.live === true }, { cancelRefetch: false })
    }
    const touch = (): void => {
      const now = performance.now()
      const away = now - touched > LEFT_AFTER
      touched = now
      if (away) ask(EVERY)
    }
    const back = (): void => ask(5_000)
    const clock = setInterval(() => performance.now() - touched <= LEFT_AFTER && ask(EVERY / 2), EVERY)
    const leave = router.subscribe('onBeforeLoad', () => ask(1_000))
    window.addEventListener('focus', back)
    document.addEventListener('visibilitychange', back)
    for (const kind of ['pointerdown', 'keydown', 'wheel']) window.addEventListener(kind, touch, { passive: true })
    return () => {
      clearInterval(clock)
      leave()
      window.removeEventListener('focus', back)
      document.removeEventListener('visibilitychange', back)
      for (const kind of ['pointerdown', 'keydown', 'wheel']) window.removeEventListener(kind, touch)
    }
  }, [client, router])
}
