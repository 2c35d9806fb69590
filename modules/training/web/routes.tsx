import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { noticeWords } from './locale.ts'
import { dutyPlaces } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)
fillSlot('workbench', { training: lazy(() => import('./today-banner.tsx')), shortfalls: lazy(() => import('./bench-shortfalls.tsx')) })

dutyPlaces({
  'training.annual': (d, me) => (me.permissions.has('training.see') ? `/training/people/${d.subjectId}` : '/training/mine'),
})

export { locale } from './locale.ts'

/** Court staff without an office see the sessions they teach. */
const anyCourt = ['training.see', 'training.check']
export const routes: readonly WebRoute[] = [
  {
    path: '/training',
    component: lazy(() => import('./sessions-list.tsx')),
    title: 'training:sessions',
    permission: anyCourt,
    menu: { group: 'people', order: 56, icon: 'book' },
  },
  { path: '/training/courses', component: lazy(() => import('./courses-list.tsx')), title: 'training:courses', permission: 'training.see' },
  {
    path: '/training/courses/new',
    component: lazy(() => import('./course-new.tsx')),
    title: 'training:newCourse',
    permission: 'training.keep',
  },
  { path: '/training/courses/$id', component: lazy(() => import('./course-record.tsx')), title: 'training:course' },
  {
    path: '/training/courses/$id/session',
    component: lazy(() => import('./session-new.tsx')),
    title: 'training:newSession',
    permission: 'training.keep',
  },
  { path: '/training/sessions/$id', component: lazy(() => import('./session-record.tsx')), title: 'training:session' },
  { path: '/training/sessions/$id/code', component: lazy(() => import('./session-code.tsx')), title: 'training:codeTitle' },
  { path: '/training/annual', component: lazy(() => import('./annual-list.tsx')), title: 'training:annual', permission: 'training.see' },
  {
    path: '/training/people/$id',
    component: lazy(() => import('./person-training.tsx')),
    title: 'training:mine',
    permission: 'training.see',
  },
  {
    path: '/training/certificates',
    component: lazy(() => import('./certificate-check.tsx')),
    title: 'training:checkTitle',
    permission: 'training.check',
  },
  { path: '/training/mine', component: lazy(() => import('./my-training.tsx')), title: 'training:mine' },
  { path: '/training/check-in', component: lazy(() => import('./check-in.tsx')), title: 'training:checkInTitle' },
  { path: '/training/tests/$id', component: lazy(() => import('./test.tsx')), title: 'training:testTitle' },
]
