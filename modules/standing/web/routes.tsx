import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale-notices.ts'

addWords('worklist', noticeWords)

export { locale } from './locale.ts'

const permission = 'standing.see'
export const routes: readonly WebRoute[] = [
  {
    path: '/standing',
    component: lazy(() => import('./standings-list.tsx')),
    title: 'standing:title',
    permission,
    menu: { group: 'control', order: 70, icon: 'chart' },
  },
  { path: '/standing/$contractorId', component: lazy(() => import('./standing-record.tsx')), title: 'standing:title', permission },
  { path: '/standing-thresholds', component: lazy(() => import('./thresholds.tsx')), title: 'standing:thresholds', permission },
  {
    path: '/financial-statements/new',
    component: lazy(() => import('./statement-new.tsx')),
    title: 'standing:newStatement',
    permission: 'standing.keep',
  },
  { path: '/financial-statements/$id', component: lazy(() => import('./statement-record.tsx')), title: 'standing:statement', permission },
  { path: '/standing-events', component: lazy(() => import('./events-list.tsx')), title: 'standing:events', permission },
  {
    path: '/standing-events/new',
    component: lazy(() => import('./event-new.tsx')),
    title: 'standing:newEvent',
    permission: 'standing.report',
  },
  { path: '/standing-events/$id', component: lazy(() => import('./event-record.tsx')), title: 'standing:events', permission },
]
