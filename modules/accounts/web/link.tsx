import { Button, Skeleton } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { call } from '../../../platform/ui/call.ts'
import { timeText } from '../../../platform/ui/dates.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { inspectLink, redeemLink } from '../api.ts'
import type { Session } from './entry.tsx'
import { leaveLink } from './link-token.ts'
import { NewPassword } from './new-password.tsx'

/** A one-time link: says whose it is, takes the new password, signs in. */
const Link = ({ token, entered }: { token: string; entered: (s: Session) => void }): ReactNode => {
  const { t } = useTranslation('entry')
  const [link, setLink] = useState<z.output<(typeof inspectLink)['response']> | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    let gone = false
    call(inspectLink, { body: { token } }).then(
      (l) => !gone && setLink(l),
      (e) => !gone && setProblem(e),
    )
    return () => {
      gone = true
    }
  }, [token])
  const submit = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    if (!next) return
    setBusy(true)
    setProblem(null)
    try {
      const session = await call(redeemLink, { body: { token, password: next } })
      leaveLink()
      entered(session)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const toLogin = (): void => {
    leaveLink()
    location.assign('/')
  }
  return (
    <div className="bw-entrycard">
      <h2>{link ? t(`link.${link.purpose}`) : t(problem ? 'link.unusable' : 'link.checking')}</h2>
      {problem ? (
        <div className="bw-gap">
          <Refusal problem={problem} />
        </div>
      ) : null}
      {link ? (
        <form onSubmit={(e) => void submit(e)}>
          <p>{t('link.lead', { name: link.name, login: link.login })}</p>
          <p className="bw-quiet">{t('link.until', { time: timeText(link.expiresAt) })}</p>
          <NewPassword login={link.login} name={link.name} onChange={setNext} />
          <Button type="primary" htmlType="submit" block size="large" loading={busy} disabled={!next}>
            {t('link.save')}
          </Button>
        </form>
      ) : problem ? (
        <Button onClick={toLogin}>{t('link.toLogin')}</Button>
      ) : (
        <Skeleton active title={false} />
      )}
    </div>
  )
}
export default Link
