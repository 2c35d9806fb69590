import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { addWords } from '../../../platform/ui/i18n.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { noticeWords } from './locale-notices.ts'

addWords('worklist', noticeWords)
fillSlot('workbench', { figures: lazy(() => import('./bench-figures.tsx')) })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/indicators',
    component: lazy(() => import('./board.tsx')),
    title: 'indicators:title',
    permission: 'indicators.read',
    menu: { group: 'control', order: 10, icon: 'chart' },
  },
  {
    path: '/indicators/exclusions',
    component: lazy(() => import('./exclusions.tsx')),
    title: 'indicators:exclusions.title',
    permission: 'indicators.read',
    menu: { group: 'control', order: 11, icon: 'list' },
  },
  { path: '/indicators/$letter', component: lazy(() => import('./drill.tsx')), title: 'indicators:one', permission: 'indicators.read' },
]
