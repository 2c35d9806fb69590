import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { dutyPlaces, ifMay } from './public.tsx'

fillSlot('workbench', { duties: lazy(() => import('./bench-duties.tsx')) })

const gate = ifMay('workforce.see', (d) => `/workforce/${d.subjectId}`)
// Of the modules below, which do not know this one.
dutyPlaces({
  'workforce.vetting-renewal': gate,
  'workforce.labour-contract': gate,
  'confidentiality.relations': (d, me) => (me.personId === d.subjectId ? '/access/relations' : gate(d, me)),
  'duties.calendar-year': ifMay('duties.calendar', () => '/duties/calendar'),
  'laws.review': ifMay('laws.review', () => '/law-reviews'),
  'laws.impact': ifMay('laws.impacts', (d) => `/law-impacts/${d.subjectId}`),
  'laws.impact-again': ifMay('laws.impacts', (d) => `/law-impacts/${d.subjectId}`),
})

export { locale } from './locale.ts'
export const routes: readonly WebRoute[] = [
  {
    path: '/duties',
    component: lazy(() => import('./duties-list.tsx')),
    title: 'duties:title',
    permission: 'duties.read',
    menu: { group: 'today', order: 5, icon: 'tasks' },
  },
  { path: '/duties/month', component: lazy(() => import('./duties-month.tsx')), title: 'duties:view.month', permission: 'duties.read' },
  {
    path: '/duties/calendar',
    component: lazy(() => import('./calendar-years.tsx')),
    title: 'duties:calendar.title',
    permission: 'duties.calendar',
    menu: { group: 'admin', order: 60, icon: 'calendar' },
  },
  { path: '/duties/$id', component: lazy(() => import('./duty-record.tsx')), title: 'duties:one', permission: 'duties.read' },
]
