import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'

dutyPlaces({ 'badges.recall': ifMay('badges.see', () => '/badges?state=recalled') })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/badges',
    component: lazy(() => import('./pieces.tsx')),
    title: 'badges:title',
    permission: ['badges.see', 'badges.own'],
    menu: { group: 'people', order: 58, icon: 'badge' },
  },
  { path: '/badges/check', component: lazy(() => import('./check.tsx')), title: 'badges:check' },
]
