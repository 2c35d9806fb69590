/** Puts a text on the clipboard; false: it has to be copied by hand. Over plain http, as many a court's own network is, browsers have no `navigator.clipboard`. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused by the browser's settings: the older way may still be open.
  }
  let done = false
  const give = (e: ClipboardEvent): void => {
    e.clipboardData?.setData('text/plain', text)
    e.preventDefault()
    done = true
  }
  document.addEventListener('copy', give)
  try {
    document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', give)
  }
  return done
}
