import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { addCaseTab } from '../../cases/web/public.tsx'
import { noticeWords } from './locale.ts'

export { locale } from './locale.ts'
addWords('worklist', noticeWords)
addCaseTab(
  'scheduling:caseTab',
  lazy(() => import('./case-tab.tsx')),
  'scheduling.see',
)

export const routes: readonly WebRoute[] = [
  {
    path: '/allocation',
    component: lazy(() => import('./queue.tsx')),
    title: 'scheduling:queue',
    permission: 'scheduling.queue',
    menu: { group: 'work', order: 22, icon: 'process' },
  },
  {
    path: '/allocations',
    component: lazy(() => import('./allocations-list.tsx')),
    title: 'scheduling:register',
    permission: 'scheduling.see',
    menu: { group: 'registers', order: 16, icon: 'list' },
  },
  {
    path: '/allocations/$id',
    component: lazy(() => import('./allocation-record.tsx')),
    title: 'scheduling:allocation',
    permission: 'scheduling.see',
  },
  { path: '/allocation-judges', component: lazy(() => import('./judges.tsx')), title: 'scheduling:bench', permission: 'scheduling.see' },
]
