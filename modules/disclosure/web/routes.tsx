import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale.ts'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)

dutyPlaces({ 'disclosure.notify-court': ifMay('disclosure.releases', (d) => `/releases/${d.subjectId}`) })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/contacts',
    component: lazy(() => import('./contacts-list.tsx')),
    title: 'disclosure:contacts',
    menu: { group: 'secrecy', order: 61, icon: 'book' },
  },
  { path: '/contacts/new', component: lazy(() => import('./contact-new.tsx')), title: 'disclosure:newContact' },
  { path: '/contacts/$id', component: lazy(() => import('./contact-record.tsx')), title: 'disclosure:contact' },
  {
    path: '/releases',
    component: lazy(() => import('./releases-list.tsx')),
    title: 'disclosure:releases',
    permission: 'disclosure.releases',
    menu: { group: 'secrecy', order: 62, icon: 'send' },
  },
  {
    path: '/releases/new',
    component: lazy(() => import('./release-new.tsx')),
    title: 'disclosure:newRelease',
    permission: 'disclosure.ask',
  },
  { path: '/releases/demand', component: lazy(() => import('./release-new.tsx')), title: 'disclosure:newDemand' },
  { path: '/releases/$id', component: lazy(() => import('./release-record.tsx')), title: 'disclosure:release' },
  {
    path: '/handling',
    component: lazy(() => import('./handling.tsx')),
    title: 'disclosure:handling',
    permission: 'disclosure.review',
    menu: { group: 'secrecy', order: 63, icon: 'chart' },
  },
  {
    path: '/export-permits',
    component: lazy(() => import('./permits-list.tsx')),
    title: 'disclosure:permits',
    permission: 'disclosure.review',
  },
]
