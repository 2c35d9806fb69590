import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { addWords } from '../../../platform/ui/i18n.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { addCaseTab } from '../../cases/web/public.tsx'
import { exposureLocale } from './locale-exposure.ts'

addWords('access', exposureLocale)

fillSlot('workbench', { stop: lazy(() => import('./stop-banner.tsx')) })

fillSlot('banner', { glass: lazy(() => import('./glass-banner.tsx')) })

export { locale } from './locale.ts'

const review = 'confidentiality.review'
export const routes: readonly WebRoute[] = [
  {
    path: '/access',
    component: lazy(() => import('./denials.tsx')),
    title: 'access:title',
    permission: review,
    menu: { group: 'secrecy', order: 30, icon: 'shield' },
  },
  {
    path: '/access/refusals',
    component: lazy(() => import('./refusals.tsx')),
    title: 'access:refusals.title',
    permission: review,
    menu: { group: 'secrecy', order: 31, icon: 'audit' },
  },
  {
    path: '/access/break-glass',
    component: lazy(() => import('./break-glass.tsx')),
    title: 'access:glass.title',
    permission: 'confidentiality.glassRead',
    menu: { group: 'secrecy', order: 32, icon: 'key' },
  },
  {
    path: '/access/exposure',
    component: lazy(() => import('./exposure-report.tsx')),
    title: 'access:report.title',
    permission: review,
    menu: { group: 'secrecy', order: 33, icon: 'chart' },
  },
  { path: '/access/cases/$id', component: lazy(() => import('./case-access.tsx')), title: 'access:byCase', permission: review },
  { path: '/access/persons/$id', component: lazy(() => import('./person-access.tsx')), title: 'access:byPerson', permission: review },
  {
    path: '/access/relations',
    component: lazy(() => import('./relations.tsx')),
    title: 'access:relations.title',
    permission: 'confidentiality.own',
    menu: { group: 'work', order: 81, icon: 'shield' },
  },
  {
    path: '/access/mine',
    component: lazy(() => import('./my-access.tsx')),
    title: 'access:mine.title',
    permission: 'confidentiality.own',
    menu: { group: 'work', order: 80, icon: 'key' },
  },
]

addCaseTab(
  'access:byCase',
  lazy(() => import('./case-tab.tsx')),
  review,
)
