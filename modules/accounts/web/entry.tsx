import { Button } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addWords, language, setLanguage } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { readEntry, type session as sessionSchema } from '../api.ts'
import { locale } from './locale-entry.ts'
import { Login } from './login.tsx'
import { linkToken } from './link-token.ts'

addWords('entry', locale)
export type Session = z.output<typeof sessionSchema>
const Link = lazy(() => import('./link.tsx'))
const Making = lazy(() => import('./making.tsx').then((m) => ({ default: m.Making })))
const Setup = lazy(() => import('./setup.tsx'))
const Stages = lazy(() => import('./stages.tsx'))

export interface EntryProps {
  session: Session | { signedIn: false }
  /** The session ended under the person's hands. */
  ended: boolean
  entered: (session: Session) => void
}

/** Everything before the house: login, second factor, one-time links, first set-up. */
export const Entry = ({ session, ended, entered }: EntryProps): ReactNode => {
  const { t } = useTranslation()
  // Asked once: set-up keeps its page (with the one-time links) until the person goes on.
  const entry = useCall(readEntry, {}, { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false })
  const token = linkToken()
  useTitle(t('ui:product'))
  const body = token ? (
    <Link token={token} entered={entered} />
  ) : session.signedIn ? (
    <Stages session={session} entered={entered} />
  ) : entry.data?.state === 'setup' ? (
    <Setup />
  ) : entry.data?.state === 'broken' ? (
    <Setup broken />
  ) : entry.data?.state === 'making' ? (
    <Making />
  ) : entry.data ? (
    <Login entry={entry.data} ended={ended} entered={entered} />
  ) : null
  return (
    <div className="bw-entry">
      <header className="bw-entryhead">
        <h1>{t('ui:product')}</h1>
        <p>{t('entry:lead')}</p>
      </header>
      <main
        className={`bw-entrymain ${!token && !session.signedIn && (entry.data?.state === 'setup' || entry.data?.demoAccounts.length) ? 'bw-entrywide' : ''}`}
      >
        {entry.error ? <Refusal problem={entry.error} retry={() => void entry.refetch()} /> : null}
        <Suspense fallback={<div className="bw-entrycard" aria-busy="true" />}>{body}</Suspense>
      </main>
      <footer className="bw-entryfoot">
        <Button type="link" size="small" onClick={() => void setLanguage(language() === 'zh' ? 'en' : 'zh')}>
          {t('ui:top.language')}
        </Button>
        <a href="/leak-report">{t('entry:leakReport')}</a>
        {entry.data ? <span>{t('entry:version', { version: entry.data.version })}</span> : null}
      </footer>
    </div>
  )
}
