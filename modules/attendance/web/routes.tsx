import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { noticeWords } from './locale.ts'

addWords('worklist', noticeWords)
fillSlot('workbench', { attendance: lazy(() => import('./bench-leaves.tsx')) })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/attendance',
    component: lazy(() => import('./sheet.tsx')),
    title: 'attendance:title',
    permission: 'attendance.see',
    menu: { group: 'people', order: 53, icon: 'calendar' },
  },
  {
    path: '/attendance/leaves',
    component: lazy(() => import('./leaves.tsx')),
    title: 'attendance:leaves',
    menu: { group: 'today', order: 20, icon: 'calendar' },
  },
  { path: '/attendance/leaves/new', component: lazy(() => import('./leave-new.tsx')), title: 'attendance:ask' },
  { path: '/attendance/leaves/$id', component: lazy(() => import('./leave-record.tsx')), title: 'attendance:leave' },
  { path: '/attendance/shifts', component: lazy(() => import('./shifts.tsx')), title: 'attendance:shifts', permission: 'attendance.see' },
  { path: '/attendance/marks', component: lazy(() => import('./marks.tsx')), title: 'attendance:marks', permission: 'attendance.see' },
]
