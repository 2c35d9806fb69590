import { QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readSession } from '../../modules/accounts/api.ts'
import { Entry } from '../../modules/accounts/web/entry.tsx'
import { onSignedOut } from '../../platform/ui/call.ts'
import { FaultBoundary } from '../../platform/ui/fault.tsx'
import { showLanguage } from '../../platform/ui/i18n.ts'
import { keyOf, makeQueryClient, useCall } from '../../platform/ui/query.ts'
import { Refusal } from '../../platform/ui/refusal.tsx'
import { theme } from '../../platform/ui/theme.ts'

const client = makeQueryClient()
const Inside = lazy(() => import('./inside.tsx'))
/** Open to everybody, signed in or not: it asks nobody who he is. */
const AnonymousReport = lazy(() => import('../../modules/incidents/web/anonymous-report.tsx'))

export const App = (): ReactNode => {
  const { i18n } = useTranslation()
  useEffect(showLanguage, [i18n.language])
  return (
    <ConfigProvider theme={theme} locale={i18n.language === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={client}>
        <FaultBoundary>
          {window.location.pathname === '/leak-report' ? (
            <Suspense fallback={<div aria-busy="true" />}>
              <AnonymousReport />
            </Suspense>
          ) : (
            <Door />
          )}
        </FaultBoundary>
      </QueryClientProvider>
    </ConfigProvider>
  )
}

/** Login or the house, at the same address: whoever signs in (again) is where the link or the ended session left him. */
const Door = (): ReactNode => {
  const queries = useQueryClient()
  const [ended, setEnded] = useState(false)
  const { data, error, refetch } = useCall(readSession, {}, { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false })
  useEffect(
    () =>
      onSignedOut(() => {
        const key = keyOf(readSession)
        if ((queries.getQueryData(key) as { signedIn?: boolean } | undefined)?.signedIn === true)
          queries.setQueryData(key, { signedIn: false })
      }),
    [queries],
  )
  // Told by a refused call, or by the page's own asking: an idle session ends while nobody calls anything.
  const full = data?.signedIn === true && data.stage === 'full' ? data : null
  // A locked session keeps its page, with the rights it had, behind the lock: nothing half written is lost.
  const [kept, keep] = useState(full)
  useEffect(() => {
    if (full) keep(full)
  }, [full])
  const locked = data?.signedIn === true && data.stage === 'locked' && kept?.accountId === data.accountId
  const session = full ?? (locked ? kept : null)
  const inside = session !== null
  const wasInside = useRef(false)
  useEffect(() => {
    if (data && !inside && wasInside.current) {
      setEnded(true)
      // Nobody who signs in next may see what the last person had on screen.
      queries.removeQueries({ predicate: (q) => q.queryKey[0] !== keyOf(readSession)[0] })
    }
    wasInside.current = inside
  }, [data, inside, queries])
  if (error)
    return (
      <div className="bw-entrymain bw-pad">
        <Refusal problem={error} retry={() => void refetch()} />
      </div>
    )
  if (!data) return <div aria-busy="true" />
  if (session)
    return (
      <Suspense fallback={<div aria-busy="true" />}>
        <Inside session={session} locked={locked} />
      </Suspense>
    )
  return (
    <Entry
      session={data}
      ended={ended}
      entered={(session) => {
        setEnded(false)
        queries.setQueryData(keyOf(readSession), session)
      }}
    />
  )
}
