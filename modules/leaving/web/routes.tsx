import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale-notices.ts'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)

dutyPlaces({
  'leaving.handover': ifMay('leaving.see', (d) => `/departures/${d.subjectId}`),
  'leaving.data-request': ifMay('leaving.see', () => '/personal-data-requests'),
})

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/departures',
    component: lazy(() => import('./departures-list.tsx')),
    title: 'leaving:title',
    permission: 'leaving.see',
    menu: { group: 'people', order: 69, icon: 'folder' },
  },
  { path: '/departures/new', component: lazy(() => import('./departure-new.tsx')), title: 'leaving:new', permission: 'leaving.open' },
  { path: '/departures/$id', component: lazy(() => import('./departure-record.tsx')), title: 'leaving:one', permission: 'leaving.see' },
  {
    path: '/personal-data-requests',
    component: lazy(() => import('./requests-list.tsx')),
    title: 'leaving:requests',
    permission: 'leaving.see',
  },
  { path: '/personal-data', component: lazy(() => import('./holdings.tsx')), title: 'leaving:holdings', permission: 'leaving.see' },
]
