import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/laws',
    component: lazy(() => import('./laws-list.tsx')),
    title: 'laws:title',
    permission: 'laws.read',
    menu: { group: 'site', order: 80, icon: 'book' },
  },
  { path: '/laws/new', component: lazy(() => import('./law-new.tsx')), title: 'laws:add', permission: 'laws.keep' },
  { path: '/laws/$id', component: lazy(() => import('./law-record.tsx')), title: 'laws:one', permission: 'laws.read' },
  { path: '/laws/$id/compare', component: lazy(() => import('./law-compare.tsx')), title: 'laws:compare', permission: 'laws.read' },
  {
    path: '/law-reviews',
    component: lazy(() => import('./reviews-list.tsx')),
    title: 'laws:reviews',
    permission: 'laws.review',
    menu: { group: 'site', order: 81, icon: 'audit' },
  },
  {
    path: '/law-impacts',
    component: lazy(() => import('./impacts-list.tsx')),
    title: 'laws:impacts',
    permission: 'laws.impacts',
    menu: { group: 'site', order: 82, icon: 'list', title: 'laws:impactsShort' },
  },
  { path: '/law-impacts/$id', component: lazy(() => import('./impact-record.tsx')), title: 'laws:impact', permission: 'laws.impacts' },
]
