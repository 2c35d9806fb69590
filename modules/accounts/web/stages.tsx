import { Button } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../../platform/ui/call.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { changePassword, giveCode, signOut } from '../api.ts'
import { CodeForm } from './code-form.tsx'
import { EnrolForm } from './enrol-form.tsx'
import type { Session } from './entry.tsx'
import { NewPassword } from './new-password.tsx'
import { PlainField } from './plain-field.tsx'
import { LOCKED, UnlockForm } from './unlock-form.tsx'

/** What a login still lacks: a code, a second factor, a new password. */
const Stages = ({ session, entered }: { session: Session; entered: (s: Session) => void }): ReactNode => {
  const { t } = useTranslation('entry')
  const away = async (): Promise<void> => {
    await call(signOut, {}).catch(() => undefined)
    location.assign('/')
  }
  if (session.stage === 'locked') return <Locked session={session} entered={entered} away={() => void away()} />
  return (
    <div className="bw-entrycard">
      {session.stage === 'totp' ? (
        <>
          <h2>{t('code')}</h2>
          <p className="bw-quiet">{t('codeLead')}</p>
          <CodeForm send={async (code) => entered(await call(giveCode, { body: { code } }))} label={t('continue')} />
        </>
      ) : session.stage === 'enrol' ? (
        <>
          <h2>{t('enrol.title')}</h2>
          <p className="bw-quiet">{t('enrol.lead')}</p>
          <EnrolForm done={entered} />
        </>
      ) : (
        <MustChange session={session} entered={entered} />
      )}
      <Button type="link" size="small" onClick={() => void away()}>
        {t('back')}
      </Button>
    </div>
  )
}
export default Stages

/** Loaded anew while locked: there is no page behind it. Another tab that is unlocked opens this one, too. */
const Locked = ({ session, entered, away }: { session: Session; entered: (s: Session) => void; away: () => void }): ReactNode => {
  useEffect(() => {
    const told = (e: StorageEvent): void => {
      if (e.key === LOCKED && e.newValue === null) location.reload()
    }
    window.addEventListener('storage', told)
    return () => window.removeEventListener('storage', told)
  }, [])
  return (
    <div className="bw-entrycard">
      <UnlockForm
        name={session.name}
        lead="lock.again"
        unlocked={(s) => {
          localStorage.removeItem(LOCKED)
          entered(s)
        }}
        signOut={away}
      />
    </div>
  )
}

const MustChange = ({ session, entered }: { session: Session; entered: (s: Session) => void }): ReactNode => {
  const { t } = useTranslation('entry')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    if (!next) return
    setBusy(true)
    setProblem(null)
    try {
      entered(await call(changePassword, { body: { current, next } }))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void submit(e)}>
      <h2>{t('change.title')}</h2>
      <p className="bw-quiet">{t('change.lead')}</p>
      {problem ? <Refusal problem={problem} /> : null}
      <PlainField
        label={t('change.current')}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={(e) => setCurrent(e.target.value)}
        required
      />
      <NewPassword login={session.login} name={session.name} current={current} onChange={setNext} />
      <Button type="primary" htmlType="submit" block loading={busy} disabled={!next || !current}>
        {t('change.save')}
      </Button>
    </form>
  )
}
