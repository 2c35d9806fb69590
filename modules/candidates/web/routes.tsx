import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { noticeWords } from './locale-notices.ts'

addWords('worklist', noticeWords)
fillSlot('workbench', { candidates: lazy(() => import('./bench-banner.tsx')) })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/candidates',
    component: lazy(() => import('./candidates-list.tsx')),
    title: 'candidates:title',
    permission: 'candidates.see',
    menu: { group: 'people', order: 54, icon: 'badge' },
  },
  {
    path: '/candidates/new',
    component: lazy(() => import('./candidate-new.tsx')),
    title: 'candidates:create',
    permission: 'candidates.keep',
  },
  {
    path: '/candidates/import',
    component: lazy(() => import('./candidates-import.tsx')),
    title: 'candidates:import',
    permission: 'candidates.keep',
  },
  {
    path: '/candidates/$id',
    component: lazy(() => import('./candidate-record.tsx')),
    title: 'candidates:one',
    permission: 'candidates.see',
  },
  {
    path: '/candidates/$id/change',
    component: lazy(() => import('./candidate-change.tsx')),
    title: 'candidates:change',
    permission: 'candidates.keep',
  },
]
