import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale.ts'
import { dutyPlaces, type DutyPlace } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)

const incident: DutyPlace = (d) => `/incidents/${d.subjectId}`
dutyPlaces({
  'incidents.acknowledge': incident,
  'incidents.tell': incident,
  'incidents.contractor-acknowledge': incident,
  'incidents.drill': () => '/drills',
})

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/incidents',
    component: lazy(() => import('./incidents-list.tsx')),
    title: 'incidents:title',
    menu: { group: 'secrecy', order: 60, icon: 'shield' },
  },
  { path: '/incidents/new', component: lazy(() => import('./incident-new.tsx')), title: 'incidents:new' },
  { path: '/incidents/$id', component: lazy(() => import('./incident-record.tsx')), title: 'incidents:one' },
  { path: '/emergency-plans', component: lazy(() => import('./plans-list.tsx')), title: 'incidents:plans' },
  {
    path: '/emergency-plans/new',
    component: lazy(() => import('./plan-new.tsx')),
    title: 'incidents:newPlan',
    permission: 'incidents.plan',
  },
  { path: '/emergency-plans/$id', component: lazy(() => import('./plan-record.tsx')), title: 'incidents:plan' },
  { path: '/drills', component: lazy(() => import('./drills-list.tsx')), title: 'incidents:drills' },
]
