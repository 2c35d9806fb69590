import { useEffect, useState } from 'react'

/** Whole seconds left of `ms` as the server counted them at `stamp`; the page's own clock may be wrong, its seconds are not. */
export const useSecondsLeft = (ms: number | undefined, stamp: number, done: () => void): number | null => {
  const [left, setLeft] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer of the server starts it anew, nothing else
  useEffect(() => {
    if (ms === undefined) return
    const begun = performance.now()
    const tick = (): void => {
      const rest = Math.max(0, ms - (performance.now() - begun))
      setLeft(Math.ceil(rest / 1000))
      if (rest <= 0) {
        clearInterval(timer)
        done()
      }
    }
    const timer = setInterval(tick, 250)
    tick()
    return () => clearInterval(timer)
  }, [ms, stamp])
  return left
}
