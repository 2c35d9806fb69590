import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { cadences } from '../rules.ts'
import { noticeWords } from './locale.ts'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)
const equipment = ifMay('premises.see', () => '/equipment')
dutyPlaces(Object.fromEntries(['', 'court-'].flatMap((side) => cadences.map((every) => [`premises.${side}maintain-${every}`, equipment]))))

export { locale } from './locale.ts'
export const routes: readonly WebRoute[] = [
  {
    path: '/premises',
    component: lazy(() => import('./zones-list.tsx')),
    title: 'premises:title',
    permission: 'premises.see',
    menu: { group: 'site', order: 70, icon: 'home' },
  },
  {
    path: '/equipment',
    component: lazy(() => import('./equipment-list.tsx')),
    title: 'premises:equipment',
    permission: 'premises.see',
    menu: { group: 'site', order: 71, icon: 'scan' },
  },
  {
    path: '/equipment/import',
    component: lazy(() => import('./equipment-import.tsx')),
    title: 'premises:import',
    permission: 'premises.equipment',
  },
  {
    path: '/equipment/$id',
    component: lazy(() => import('./equipment-record.tsx')),
    title: 'premises:equipment',
    permission: 'premises.see',
  },
  {
    path: '/faults',
    component: lazy(() => import('./faults-list.tsx')),
    title: 'premises:faults',
    permission: 'premises.see',
    menu: { group: 'site', order: 72, icon: 'bell' },
  },
  { path: '/faults/$id', component: lazy(() => import('./fault-record.tsx')), title: 'premises:fault', permission: 'premises.see' },
  {
    path: '/spot-counts',
    component: lazy(() => import('./counts-list.tsx')),
    title: 'premises:counts',
    permission: 'premises.see',
    menu: { group: 'site', order: 73, icon: 'tasks' },
  },
  { path: '/spot-counts/$id', component: lazy(() => import('./count-record.tsx')), title: 'premises:countOne', permission: 'premises.see' },
]
