import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale.ts'

addWords('worklist', noticeWords)
export { locale } from './locale.ts'
export const routes: readonly WebRoute[] = [
  {
    path: '/custody',
    component: lazy(() => import('./volumes-list.tsx')),
    title: 'custody:title',
    permission: 'custody.use',
    menu: { group: 'registers', order: 60, icon: 'folder' },
  },
  { path: '/custody/$id', component: lazy(() => import('./volume-record.tsx')), title: 'custody:one', permission: 'custody.use' },
  { path: '/custody-places', component: lazy(() => import('./places-list.tsx')), title: 'custody:places', permission: 'custody.use' },
  {
    path: '/custody-places/$id',
    component: lazy(() => import('./place-record.tsx')),
    title: 'custody:onePlace',
    permission: 'custody.use',
  },
  {
    path: '/custody-counts/$id',
    component: lazy(() => import('./count-record.tsx')),
    title: 'custody:oneCount',
    permission: 'custody.keep',
  },
]
