import { lazy } from 'react'
import { call } from '../../../platform/ui/call.ts'
import type { SearchHit, WebRoute } from '../../../platform/ui/routes.ts'
import { pickPeople } from '../api.ts'
import { language, listText } from '../../../platform/ui/i18n.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { roleTitles } from '../rules/roles.ts'

fillSlot('workbench', { engagements: lazy(() => import('./bench-engagements.tsx')) })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/people',
    component: lazy(() => import('./people-list.tsx')),
    title: 'organisations:people.title',
    permission: 'organisations.people.see',
    menu: { group: 'people', order: 50, icon: 'people' },
  },
  {
    path: '/people/new',
    component: lazy(() => import('./person-new.tsx')),
    title: 'organisations:people.title',
    permission: 'organisations.people.manage',
  },
  {
    path: '/people/$id',
    component: lazy(() => import('./person-record.tsx')),
    title: 'organisations:people.one',
    permission: 'organisations.people.see',
  },
  {
    path: '/contractors',
    component: lazy(() => import('./contractors-list.tsx')),
    title: 'organisations:contractors.title',
    permission: 'organisations.contractors.see',
    menu: { group: 'registers', order: 60, icon: 'shop' },
  },
  {
    path: '/contractors/$id',
    component: lazy(() => import('./contractor-record.tsx')),
    title: 'organisations:contractors.one',
    permission: 'organisations.contractors.see',
  },
  {
    path: '/engagements',
    component: lazy(() => import('./engagements-list.tsx')),
    title: 'organisations:engagements.title',
    permission: 'organisations.contractors.see',
    menu: { group: 'registers', order: 61, icon: 'contract' },
  },
  {
    path: '/engagements/new',
    component: lazy(() => import('./engagement-new.tsx')),
    title: 'organisations:engagements.add',
    permission: 'organisations.engage',
  },
  {
    path: '/engagements/$id',
    component: lazy(() => import('./engagement-record.tsx')),
    title: 'organisations:engagements.one',
    permission: 'organisations.contractors.see',
  },
  {
    path: '/courts',
    component: lazy(() => import('./courts.tsx')),
    title: 'organisations:courts.title',
    permission: ['organisations.structure', 'organisations.people.manage', 'organisations.posts'],
    menu: { group: 'admin', order: 10, icon: 'bank' },
  },
]

/** People by name, for those who may open them. */
export const search = async (text: string, signal: AbortSignal): Promise<SearchHit[]> =>
  (await call(pickPeople, { query: { q: text }, signal })).items.slice(0, 8).map((p) => ({
    kind: 'organisations:people.one',
    title: p.name,
    note: `${p.organisation} ${listText(p.roles.map((r) => roleTitles[r][language()]))}`,
    to: `/people/${p.id}`,
  }))
