import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale.ts'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)
dutyPlaces({
  'rulebook.review': ifMay('rulebook.see', () => '/rules'),
  'rulebook.acknowledge': ifMay('rulebook.see', (d) => `/court-notices/${d.subjectId}`),
})

export { locale } from './locale.ts'
export const routes: readonly WebRoute[] = [
  {
    path: '/rules',
    component: lazy(() => import('./rules-list.tsx')),
    title: 'rulebook:title',
    permission: 'rulebook.see',
    menu: { group: 'site', order: 75, icon: 'file' },
  },
  { path: '/rules/$id', component: lazy(() => import('./rule-record.tsx')), title: 'rulebook:one', permission: 'rulebook.see' },
  {
    path: '/court-notices',
    component: lazy(() => import('./notices-list.tsx')),
    title: 'rulebook:notices',
    permission: 'rulebook.see',
    menu: { group: 'site', order: 76, icon: 'inbox' },
  },
  {
    path: '/court-notices/$id',
    component: lazy(() => import('./notice-record.tsx')),
    title: 'rulebook:notice',
    permission: 'rulebook.see',
  },
]
