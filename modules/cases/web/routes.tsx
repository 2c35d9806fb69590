import { lazy } from 'react'
import { call } from '../../../platform/ui/call.ts'
import type { SearchHit, WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { listCases } from '../api.ts'

fillSlot('workbench', { cases: lazy(() => import('./bench-cases.tsx')) })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/cases',
    component: lazy(() => import('./cases-list.tsx')),
    title: 'cases:list.title',
    permission: 'cases.read',
    menu: { group: 'registers', order: 10, icon: 'folder' },
  },
  { path: '/cases/new', component: lazy(() => import('./case-new.tsx')), title: 'cases:create', permission: 'cases.edit' },
  { path: '/cases/import', component: lazy(() => import('./imports.tsx')), title: 'cases:import.title', permission: 'cases.import' },
  {
    path: '/cases/import/$id',
    component: lazy(() => import('./import-record.tsx')),
    title: 'cases:import.one',
    permission: 'cases.import',
  },
  {
    path: '/causes',
    component: lazy(() => import('./causes.tsx')),
    title: 'cases:causes.title',
    permission: 'cases.reference',
    menu: { group: 'registers', order: 90, icon: 'book' },
  },
  {
    path: '/case-types',
    component: lazy(() => import('./case-types.tsx')),
    title: 'cases:types.title',
    permission: 'cases.reference',
    menu: { group: 'registers', order: 91, icon: 'list' },
  },
  { path: '/cases/$id', component: lazy(() => import('./case-record.tsx')), title: 'cases:one', permission: 'cases.read' },
]

/** Cases by number, name, pinyin, initials or paper number. */
export const search = async (text: string, signal: AbortSignal): Promise<SearchHit[]> =>
  (await call(listCases, { query: { q: text, limit: 8 }, signal })).items.map((c) => ({
    kind: 'cases:one',
    title: c.number ?? c.title ?? '—',
    note: [c.number ? c.title : null, c.causeName].filter(Boolean).join(' '),
    to: `/cases/${c.id}`,
  }))
