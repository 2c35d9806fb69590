import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { addCaseTab, addWayIn } from '../../cases/web/public.tsx'
import { addSubject } from '../../worklist/web/public.tsx'
import { noticeWords } from './locale-notices.ts'
import { verbWords } from './locale-verbs.ts'

export { locale } from './locale.ts'

/** The forms of this module's tasks, shown on the task's own page. */
export const taskForms = {
  'service-address': lazy(() => import('./choose.tsx')),
  'service-method-approval': lazy(() => import('./decide.tsx').then((m) => ({ default: m.ApprovalTask }))),
  'service-attempt': lazy(() => import('./attempt.tsx')),
  'service-feedback': lazy(() => import('./feedback.tsx')),
  'service-check': lazy(() => import('./decide.tsx').then((m) => ({ default: m.CheckTask }))),
  'service-confirm': lazy(() => import('./decide.tsx')),
}
fillSlot('task-form', taskForms)
addCaseTab(
  'service:caseTab',
  lazy(() => import('./case-tab.tsx')),
  'service-of-process.read',
)
addWayIn({
  label: 'service:new',
  how: 'service:newHow',
  to: '/service-orders/new',
  permission: 'service-of-process.create',
  roles: ['clerk', 'judge', 'trialManagement'],
})
addSubject('service', { to: (id) => `/service-orders/${id}`, label: 'service:order', permission: 'service-of-process.read' })
addWords('worklist', noticeWords)
addWords('indicators', verbWords)

export const routes: readonly WebRoute[] = [
  {
    path: '/service-orders',
    component: lazy(() => import('./orders-list.tsx')),
    title: 'service:list',
    permission: 'service-of-process.read',
    menu: { group: 'work', order: 30, icon: 'inbox' },
  },
  {
    path: '/service-orders/new',
    component: lazy(() => import('./new-set.tsx')),
    title: 'service:new',
    permission: 'service-of-process.create',
  },
  {
    path: '/service-orders/sets',
    component: lazy(() => import('./sets-list.tsx')),
    title: 'service:sets.title',
    permission: 'service-of-process.create',
  },
  {
    path: '/service-orders/bulk',
    component: lazy(() => import('./bulk.tsx')),
    title: 'service:bulk',
    permission: 'service-of-process.work',
    menu: { group: 'work', order: 31, icon: 'inbox' },
  },
  {
    path: '/service-orders/$id',
    component: lazy(() => import('./order-record.tsx')),
    title: 'service:order',
    permission: 'service-of-process.read',
  },
]
