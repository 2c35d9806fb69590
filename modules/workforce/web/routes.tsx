import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'

// Taken up by the workbench above: this module stands lower and only fills the place.
fillSlot('workbench', { gate: lazy(() => import('./gate-banner.tsx')), roster: lazy(() => import('./bench-roster.tsx')) })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/workforce',
    component: lazy(() => import('./roster.tsx')),
    title: 'workforce:title',
    permission: 'workforce.see',
    menu: { group: 'people', order: 55, icon: 'badge' },
  },
  { path: '/workforce/mine', component: lazy(() => import('./my-gate.tsx')), title: 'workforce:mine' },
  { path: '/workforce/$id', component: lazy(() => import('./gate-record.tsx')), title: 'workforce:one', permission: 'workforce.see' },
]
