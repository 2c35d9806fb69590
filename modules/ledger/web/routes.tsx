import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'

export { locale } from './locale.ts'
export const routes: readonly WebRoute[] = [
  {
    path: '/ledger',
    component: lazy(() => import('./ledger-list.tsx')),
    title: 'ledger:title',
    permission: 'ledger.read',
    menu: { group: 'control', order: 90, icon: 'audit' },
  },
]
