import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { noticeWords } from './locale-notices.ts'
import { dutyPlaces, type DutyPlace, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)

const statements: DutyPlace = (d, me) =>
  !me.permissions.has('standing.see')
    ? null
    : d.evidence
      ? `/financial-statements/${d.evidence.id}`
      : me.permissions.has('standing.keep')
        ? '/financial-statements/new'
        : '/standing'
const statement = ifMay('standing.see', (d) => `/financial-statements/${d.subjectId}`)
const event = ifMay('standing.see', (d) => `/standing-events/${d.subjectId}`)
dutyPlaces({
  'standing.quarter-statement': statements,
  'standing.year-statement': statements,
  'standing.correct': statement,
  'standing.review': statement,
  'standing.assessment': event,
  'standing.notice': event,
  'standing.cure': event,
})

export { locale } from './locale.ts'

const permission = 'standing.see'
export const routes: readonly WebRoute[] = [
  {
    path: '/standing',
    component: lazy(() => import('./standings-list.tsx')),
    title: 'standing:title',
    permission,
    menu: { group: 'control', order: 70, icon: 'chart' },
  },
  { path: '/standing/$contractorId', component: lazy(() => import('./standing-record.tsx')), title: 'standing:title', permission },
  { path: '/standing-thresholds', component: lazy(() => import('./thresholds.tsx')), title: 'standing:thresholds', permission },
  {
    path: '/financial-statements/new',
    component: lazy(() => import('./statement-new.tsx')),
    title: 'standing:newStatement',
    permission: 'standing.keep',
  },
  { path: '/financial-statements/$id', component: lazy(() => import('./statement-record.tsx')), title: 'standing:statement', permission },
  { path: '/standing-events', component: lazy(() => import('./events-list.tsx')), title: 'standing:events', permission },
  {
    path: '/standing-events/new',
    component: lazy(() => import('./event-new.tsx')),
    title: 'standing:newEvent',
    permission: 'standing.report',
  },
  { path: '/standing-events/$id', component: lazy(() => import('./event-record.tsx')), title: 'standing:events', permission },
]
