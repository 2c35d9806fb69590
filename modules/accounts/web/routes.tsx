import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  { path: '/me', component: lazy(() => import('./me.tsx')), title: 'accounts:mine.title' },
  {
    path: '/accounts',
    component: lazy(() => import('./accounts-list.tsx')),
    title: 'accounts:title',
    permission: 'accounts.see',
    menu: { group: 'admin', order: 20, icon: 'key' },
  },
  { path: '/accounts/new', component: lazy(() => import('./account-new.tsx')), title: 'accounts:create', permission: 'accounts.create' },
  {
    path: '/accounts/failed-logins',
    component: lazy(() => import('./failed-logins.tsx')),
    title: 'accounts:failed',
    permission: 'accounts.secure',
    menu: { group: 'admin', order: 30, icon: 'shield' },
  },
  {
    path: '/accounts/session-times',
    component: lazy(() => import('./session-times.tsx')),
    title: 'accounts:times.title',
    permission: 'accounts.secure',
    menu: { group: 'admin', order: 31, icon: 'clock' },
  },
  { path: '/accounts/$id', component: lazy(() => import('./account-record.tsx')), title: 'accounts:one', permission: 'accounts.see' },
]
