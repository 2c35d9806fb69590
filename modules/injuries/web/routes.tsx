import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale-notices.ts'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)

const injury = ifMay('injuries.see', (d) => `/injuries/${d.subjectId}`)
dutyPlaces({ 'injuries.notice': injury, 'injuries.filing': injury })

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
