import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { Bell } from './bell.tsx'

export { locale } from './locale.ts'
export const top = [Bell]
export const routes: readonly WebRoute[] = [
  {
    path: '/workbench',
    component: lazy(() => import('./workbench.tsx')),
    title: 'worklist:workbench',
    permission: 'worklist.bench',
    menu: { group: 'today', order: 1, icon: 'home' },
  },
  {
    path: '/tasks',
    component: lazy(() => import('./task-list.tsx')),
    title: 'worklist:tasks',
    permission: 'worklist.work',
    menu: { group: 'today', order: 2, icon: 'list' },
  },
  { path: '/tasks/$id', component: lazy(() => import('./task-record.tsx')), title: 'worklist:task', permission: 'worklist.work' },
  { path: '/notices', component: lazy(() => import('./notices.tsx')), title: 'worklist:notices' },
]
