import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { noticeWords } from './locale.ts'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)
fillSlot('workbench', { staffing: lazy(() => import('./bench-staffing.tsx')) })

dutyPlaces({
  'staffing.refill': ifMay('staffing.see', () => '/staffing'),
  'staffing.replace': ifMay('staffing.requests', () => '/staffing/replacements'),
})

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/staffing',
    component: lazy(() => import('./staffing.tsx')),
    title: 'staffing:title',
    permission: 'staffing.see',
    menu: { group: 'people', order: 52, icon: 'people' },
  },
  {
    path: '/staffing/replacements',
    component: lazy(() => import('./replacements.tsx')),
    title: 'staffing:replacements',
    permission: 'staffing.requests',
  },
  {
    path: '/staffing/vacancies',
    component: lazy(() => import('./vacancies.tsx')),
    title: 'staffing:vacancies',
    permission: 'staffing.see',
  },
]
