import { Button } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, Problem } from '../../../platform/ui/call.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { unlockScreen } from '../api.ts'
import type { Session } from './entry.tsx'
import { PlainField } from './plain-field.tsx'

/** Told to the other tabs of the browser. The truth is the server's: a page that it calls full begins unlocked. */
export const LOCKED = 'bw.locked'

/** The password of whoever locked the screen; another person signs out and begins anew. */
export const UnlockForm = ({
  name,
  lead,
  unlocked,
  signOut,
}: {
  name: string
  lead: string
  unlocked: (session: Session) => void
  signOut: () => void
}): ReactNode => {
  const { t } = useTranslation('entry')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const unlock = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    if (!password || busy) return
    setBusy(true)
    setProblem(null)
    try {
      unlocked(await call(unlockScreen, { body: { password } }))
    } catch (error) {
      setProblem(error)
      // Too many wrong ones: the session is over; the login says until when.
      if (error instanceof Problem && error.code === 'account-locked') setTimeout(() => location.assign('/'), 4000)
    } finally {
      setPassword('')
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void unlock(e)}>
      <h2 id="bw-lock-title">{t('lock.title')}</h2>
      <p className="bw-quiet">{t(lead, { name })}</p>
      {problem ? (
        <div className="bw-gap">
          <Refusal problem={problem} />
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/noAutofocus: there is nothing else to do here */}
      <PlainField
        label={t('password')}
        type="password"
        autoComplete="current-password"
        autoFocus
        value={password}
        onChange={(e) => setPassword(e.target.value)}
        required
      />
      <Button type="primary" htmlType="submit" block size="large" loading={busy}>
        {t('lock.unlock')}
      </Button>
      <Button type="link" size="small" onClick={signOut}>
        {t('back')}
      </Button>
    </form>
  )
}
