import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/deadlines',
    component: lazy(() => import('./calculator.tsx')),
    title: 'deadlines:title',
    menu: { group: 'registers', order: 80, icon: 'calculator' },
  },
]
