import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, Outlet, RouterProvider, useLocation } from '@tanstack/react-router'
import { App as Feedback, Skeleton } from 'antd'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { createContext, type ReactNode, Suspense, useContext, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import {
  readSession,
  type session as sessionSchema,
  setLanguage as keepLanguage,
  signOut,
  switchCourt,
} from '../../modules/accounts/api.ts'
import { lockNow, ScreenLock } from '../../modules/accounts/web/screen-lock.tsx'
import { call } from '../../platform/ui/call.ts'
import { showWorkdaysOf } from '../../platform/ui/dates.tsx'
import { FaultBoundary } from '../../platform/ui/fault.tsx'
import { Go, parseSearch, stringifySearch, useGo } from '../../platform/ui/go.tsx'
import { addWords } from '../../platform/ui/i18n.ts'
import { MeProvider, useMe } from '../../platform/ui/me.tsx'
import { Nowhere } from '../../platform/ui/nowhere.tsx'
import { keyOf } from '../../platform/ui/query.ts'
import { type Me, mayOpen, menuGroups, type WebModule, type WebRoute } from '../../platform/ui/routes.ts'
import { useTitle } from '../../platform/ui/screen.ts'
import { Shell } from '../../platform/ui/shell.tsx'
import * as webModules from '../web-modules.ts'

type Session = z.output<typeof sessionSchema>

const modules = Object.entries(webModules as Record<string, WebModule>)
for (const [name, m] of modules) if (m.locale) addWords(name, m.locale)
const routes: readonly WebRoute[] = modules.flatMap(([, m]) => m.routes)
const searches = modules.flatMap(([, m]) => (m.search ? [m.search] : []))
const top = modules.flatMap(([, m]) => m.top ?? [])

// Working days beside due dates: the calendar comes after the first paint.
void import('../../platform/calendar/holiday-calendar.ts').then((c) => showWorkdaysOf(c.builtInCalendar))

const SessionContext = createContext<Session | null>(null)

const meOf = (s: Session): Me => ({
  accountId: s.accountId,
  personId: s.personId,
  name: s.name,
  side: s.side,
  roles: s.roles,
  permissions: new Set(s.permissions),
  courtId: s.court?.id ?? null,
  courtName: s.court?.name ?? '',
  contractorName: s.contractor?.name ?? null,
  demo: s.demo,
})

const leave = async (queries: QueryClient): Promise<void> => {
  await call(signOut, {}).catch(() => undefined)
  queries.clear()
  // A fresh page: nothing of the last person stays in memory.
  location.assign('/')
}

const Layout = (): ReactNode => {
  const { t } = useTranslation()
  const session = useContext(SessionContext)
  const queries = useQueryClient()
  const { pathname } = useLocation()
  return (
    <Shell
      routes={routes}
      searches={searches}
      top={top}
      mine={[
        { to: '/me', label: t('ui:top.mine') },
        ...(session?.side === 'contractor'
          ? [
              { to: '/workforce/mine', label: t('workforce:mine') },
              { to: '/training/mine', label: t('training:mine') },
              { to: '/training/check-in', label: t('training:checkInTitle') },
            ]
          : []),
      ]}
      courts={session?.courts ?? []}
      switchCourt={(courtId) => void call(switchCourt, { body: { courtId } }).then(() => location.assign('/'))}
      keepLanguage={(language) => void call(keepLanguage, { body: { language } }).catch(() => undefined)}
      lock={lockNow}
      signOut={() => void leave(queries)}
    >
      <FaultBoundary at={pathname}>
        <Outlet />
      </FaultBoundary>
    </Shell>
  )
}

const screenOf = (route: WebRoute): (() => ReactNode) => {
  const Screen = route.component
  const Guarded = (): ReactNode => {
    const { t } = useTranslation()
    useTitle(t(route.title))
    if (!mayOpen(useMe(), route.permission)) return <Nowhere refused />
    // Here and not around the outlet: the router has a boundary of its own there, which would show nothing.
    return (
      <Suspense fallback={<Skeleton active title={{ width: 220 }} paragraph={{ rows: 10, width: '100%' }} />}>
        <Screen />
      </Suspense>
    )
  }
  return Guarded
}

/** No module owns the first page: the first menu entry is it, of those that are not everybody's (the auditor's day does not begin with his leaves). */
const FirstPage = (): ReactNode => {
  const { t } = useTranslation()
  const me = useMe()
  const go = useGo()
  const rank = (r: WebRoute): number =>
    (r.permission ? 0 : 100_000) + menuGroups.indexOf(r.menu?.group ?? 'admin') * 1000 + (r.menu?.order ?? 0)
  const first = routes.filter((r) => r.menu && mayOpen(me, r.permission)).sort((a, b) => rank(a) - rank(b))[0]
  useEffect(() => {
    // Nothing is open to him any more (his engagement ended meanwhile): what he was told says why.
    if (first) go(first.permission ? first.path : '/notices', { replace: true })
  }, [first, go])
  return first ? null : <Go to="/me">{t('ui:top.mine')}</Go>
}

const makeRouter = () => {
  const root = createRootRoute({ component: Layout, notFoundComponent: () => <Nowhere /> })
  const children = routes.map((r) => createRoute({ getParentRoute: () => root, path: r.path, component: screenOf(r) }))
  if (!routes.some((r) => r.path === '/'))
    children.push(createRoute({ getParentRoute: () => root, path: '/', component: FirstPage }) as never)
  return createRouter({
    routeTree: root.addChildren(children),
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: false,
  })
}

/** `locked`: the server refuses the session for now; the page stays as it was, behind the lock. */
const Inside = ({ session, locked }: { session: Session; locked: boolean }): ReactNode => {
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  // Names of months and days in the date pickers.
  dayjs.locale(i18n.language === 'en' ? 'en' : 'zh-cn')
  const me = useMemo(() => meOf(session), [session])
  const router = useMemo(makeRouter, [])
  useEffect(() => {
    // Rights change with posts; the menu follows within five minutes, the server at once. The asking winds no idle clock (call.ts).
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: keyOf(readSession) }), 300_000)
    return () => clearInterval(timer)
  }, [queries])
  return (
    <MeProvider value={me}>
      <SessionContext.Provider value={session}>
        <Feedback>
          <RouterProvider router={router} />
          <ScreenLock session={session} refused={locked} signOut={() => void leave(queries)} />
        </Feedback>
      </SessionContext.Provider>
    </MeProvider>
  )
}
export default Inside
