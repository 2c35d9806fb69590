import { lazy } from 'react'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { dutyPlaces } from '../../duties/web/public.tsx'

// The gate's checklist stands lower; its line "confidentiality agreement" leads here.
fillSlot('gate-act', { nda: lazy(() => import('./gate-link.tsx')) })

fillSlot('workbench', { agreements: lazy(() => import('./bench-agreements.tsx')) })

dutyPlaces({ 'agreements.letter': (_d, me) => (me.permissions.has('agreements.see') ? '/key-posts' : '/agreements/mine') })

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/agreements',
    component: lazy(() => import('./agreements-list.tsx')),
    title: 'agreements:title',
    permission: 'agreements.see',
    menu: { group: 'people', order: 56, icon: 'shield' },
  },
  { path: '/agreements/mine', component: lazy(() => import('./mine.tsx')), title: 'agreements:mine' },
  { path: '/agreements/$id', component: lazy(() => import('./agreement-record.tsx')), title: 'agreements:one' },
  {
    path: '/agreement-templates',
    component: lazy(() => import('./templates-list.tsx')),
    title: 'agreements:templates',
    permission: 'agreements.templates',
    menu: { group: 'registers', order: 81, icon: 'file' },
  },
  {
    path: '/agreement-templates/new',
    component: lazy(() => import('./template-new.tsx')),
    title: 'agreements:draft',
    permission: 'agreements.draft',
  },
  {
    path: '/agreement-templates/$id',
    component: lazy(() => import('./template-record.tsx')),
    title: 'agreements:template',
    permission: 'agreements.templates',
  },
  {
    path: '/key-posts',
    component: lazy(() => import('./key-posts.tsx')),
    title: 'agreements:keyPosts',
    permission: 'agreements.see',
    menu: { group: 'people', order: 57, icon: 'key' },
  },
]
