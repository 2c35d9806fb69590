import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale-notices.ts'

addWords('worklist', noticeWords)

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/injuries',
    component: lazy(() => import('./injuries-list.tsx')),
    title: 'injuries:title',
    permission: 'injuries.see',
    menu: { group: 'people', order: 68, icon: 'shield' },
  },
  { path: '/injuries/new', component: lazy(() => import('./injury-new.tsx')), title: 'injuries:new', permission: 'injuries.see' },
  { path: '/injuries/$id', component: lazy(() => import('./injury-record.tsx')), title: 'injuries:one', permission: 'injuries.see' },
]
