const KEY = 'bw.reloaded-for'
/** What is asked of the window, so that the test can be one. */
export interface StaleWindow {
  addEventListener: (type: 'vite:preloadError', listener: (e: Event & { payload?: Error }) => void) => void
  sessionStorage: Pick<Storage, 'getItem' | 'setItem'>
  location: { reload: () => void }
}

/**
 * A page that stood open over an upgrade asks for files the new web no longer has. It is loaded anew, once for each missing file:
 * a file that is missing for another reason must not turn the page in circles; then the fault boundary says it.
 */
export const reloadWhenStale = (w: StaleWindow): void => {
  w.addEventListener('vite:preloadError', (e) => {
    const missing = e.payload?.message ?? 'unknown'
    try {
      const before = JSON.parse(w.sessionStorage.getItem(KEY) ?? '[]') as string[]
      if (before.includes(missing)) return
      w.sessionStorage.setItem(KEY, JSON.stringify([...before.slice(-19), missing]))
    } catch {
      // Without storage nothing would stop the second reload.
      return
    }
    e.preventDefault()
    w.location.reload()
  })
}
