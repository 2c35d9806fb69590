import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/processes',
    component: lazy(() => import('./processes-list.tsx')),
    title: 'processes:title',
    permission: 'processes.read',
    menu: { group: 'control', order: 20, icon: 'process' },
  },
  {
    path: '/processes/new',
    component: lazy(() => import('./process-upload.tsx')),
    title: 'processes:upload',
    permission: 'processes.draft',
  },
  { path: '/processes/$id', component: lazy(() => import('./process-record.tsx')), title: 'processes:one', permission: 'processes.read' },
]
