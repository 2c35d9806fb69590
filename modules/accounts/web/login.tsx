import { Alert, Button } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { call } from '../../../platform/ui/call.ts'
import { language, listText } from '../../../platform/ui/i18n.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { type Role, roleTitles, type Side, sideOfRole } from '../../organisations/rules/roles.ts'
import { type readEntry, signIn } from '../api.ts'
import type { Session } from './entry.tsx'
import { PlainField } from './plain-field.tsx'

/** In the order one tries them: the court, its contractor, the administrators. */
const sides: readonly Side[] = ['court', 'contractor', 'system']

interface LoginProps {
  entry: z.output<(typeof readEntry)['response']>
  ended: boolean
  entered: (session: Session) => void
}

/** Name and password; a code is asked afterwards, when the account has a second factor. */
export const Login = ({ entry, ended, entered }: LoginProps): ReactNode => {
  const { t } = useTranslation('entry')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState<unknown>(null)

  const enter = async (given: { login: string; password: string }): Promise<void> => {
    setBusy(given.login)
    setProblem(null)
    try {
      entered(await call(signIn, { body: given }))
    } catch (error) {
      setProblem(error)
      setPassword('')
    } finally {
      setBusy('')
    }
  }
  const submit = (e: FormEvent): void => {
    e.preventDefault()
    if (login && password) void enter({ login, password })
  }
  return (
    <div className={entry.demoAccounts.length > 0 ? 'bw-entrypair bw-entrydemo' : ''}>
      <form className="bw-entrycard" onSubmit={submit}>
        <h2>{t('title')}</h2>
        {ended && !problem ? <Alert className="bw-gap" type="info" showIcon role="status" title={t('ended')} /> : null}
        {problem ? (
          <div className="bw-gap">
            <Refusal problem={problem} />
          </div>
        ) : null}
        {/* biome-ignore lint/a11y/noAutofocus: the page has one purpose */}
        <PlainField
          label={t('login')}
          value={login}
          onChange={(e) => setLogin(e.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
        />
        <PlainField
          label={t('password')}
          type="password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          autoComplete="current-password"
          required
        />
        <Button type="primary" htmlType="submit" block size="large" loading={busy !== ''}>
          {t('enter')}
        </Button>
        <p className="bw-quiet bw-under">{t('forgot')}</p>
      </form>
      {entry.demoAccounts.length > 0 ? (
        <section className="bw-entrycard" aria-labelledby="demo-accounts">
          <h2 id="demo-accounts">{t('demo')}</h2>
          <p className="bw-quiet">{t('demoLead')}</p>
          {sides.map((side) => {
            const people = entry.demoAccounts.filter((a) => sideOfRole(a.roles[0] as Role) === side)
            return people.length === 0 ? null : (
              <div key={side} role="group" aria-labelledby={`demo-${side}`}>
                <h3 id={`demo-${side}`} className="bw-demoside">
                  {t(`demoSide.${side}`)} <span className="bw-quiet">{side === 'system' ? null : people[0]?.organisation}</span>
                </h3>
                <div className="bw-demogrid">
                  {people.map((a) => (
                    <button
                      key={a.login}
                      type="button"
                      className="bw-demorow"
                      disabled={busy !== ''}
                      onClick={() => void enter({ login: a.login, password: a.password })}
                    >
                      <span>{listText(a.roles.map((r) => roleTitles[r][language()]))}</span>
                      <span className="bw-quiet">{a.unit ? `${a.name} · ${a.unit}` : a.name}</span>
                    </button>
                  ))}
                </div>
              </div>
            )
          })}
        </section>
      ) : null}
    </div>
  )
}
