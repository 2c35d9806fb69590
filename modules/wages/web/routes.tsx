import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale-notices.ts'

addWords('worklist', noticeWords)

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/wages',
    component: lazy(() => import('./months-list.tsx')),
    title: 'wages:title',
    permission: 'wages.see',
    menu: { group: 'people', order: 66, icon: 'clock' },
  },
  { path: '/wages/$engagementId/$month', component: lazy(() => import('./month-record.tsx')), title: 'wages:one', permission: 'wages.see' },
  {
    path: '/expense-statements',
    component: lazy(() => import('./statements-list.tsx')),
    title: 'wages:statements',
    permission: 'wages.see',
  },
  {
    path: '/expense-statements/new',
    component: lazy(() => import('./statement-new.tsx')),
    title: 'wages:newStatement',
    permission: 'wages.keep',
  },
  {
    path: '/expense-statements/$id',
    component: lazy(() => import('./statement-record.tsx')),
    title: 'wages:statement',
    permission: 'wages.see',
  },
]
