import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { addCaseTab, addWayIn } from '../../cases/web/public.tsx'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'
import { addSubject } from '../../worklist/web/public.tsx'
import { noticeWords, verbWords } from './locale-notices.ts'

export { locale } from './locale.ts'

dutyPlaces({ 'materials.match': ifMay('materials.read', (d) => `/materials/${d.subjectId}`) })

fillSlot('workbench', { materials: lazy(() => import('./bench-materials.tsx')) })
/** The forms of this module's tasks, shown on the task's own page. */
fillSlot('task-form', {
  'material-carry': lazy(() => import('./forms.tsx').then((m) => ({ default: m.CarryTask }))),
  'material-sign': lazy(() => import('./forms.tsx').then((m) => ({ default: m.SignTask }))),
  'material-put-right': lazy(() => import('./forms.tsx').then((m) => ({ default: m.PutRightTask }))),
  'material-desk-count': lazy(() => import('./forms-out.tsx').then((m) => ({ default: m.DeskCountTask }))),
  'material-hand-out': lazy(() => import('./forms-out.tsx').then((m) => ({ default: m.HandOutTask }))),
  'material-hand-in-again': lazy(() => import('./forms-out.tsx').then((m) => ({ default: m.HandInAgainTask }))),
})
addCaseTab(
  'materials:caseTab',
  lazy(() => import('./case-tab.tsx')),
  'materials.read',
)
addWayIn({
  label: 'materials:out.title',
  how: 'materials:out.how',
  to: '/materials/out',
  permission: 'materials.handIn',
  roles: ['judge', 'clerk'],
})
addSubject('material', { to: (id) => `/materials/${id}`, label: 'materials:one', permission: 'materials.read' })
addWords('worklist', noticeWords)
addWords('indicators', verbWords)

export const routes: readonly WebRoute[] = [
  {
    path: '/materials',
    component: lazy(() => import('./desk.tsx')),
    title: 'materials:title',
    permission: 'materials.read',
    menu: { group: 'work', order: 15, icon: 'inbox' },
  },
  {
    path: '/materials/new',
    component: lazy(() => import('./register.tsx')),
    title: 'materials:new.title',
    permission: 'materials.register',
  },
  { path: '/materials/out', component: lazy(() => import('./hand-in.tsx')), title: 'materials:out.title', permission: 'materials.handIn' },
  { path: '/materials/carry', component: lazy(() => import('./carry.tsx')), title: 'materials:carry.title', permission: 'materials.work' },
  {
    path: '/materials/lists',
    component: lazy(() => import('./lists.tsx')),
    title: 'materials:lists.title',
    permission: 'materials.read',
    menu: { group: 'work', order: 16, icon: 'list' },
  },
  { path: '/materials/lists/$id', component: lazy(() => import('./sign.tsx')), title: 'materials:lists.one', permission: 'materials.read' },
  {
    path: '/materials/statement',
    component: lazy(() => import('./statement.tsx')),
    title: 'materials:statement.title',
    permission: 'materials.statement',
    menu: { group: 'work', order: 17, icon: 'chart' },
  },
  { path: '/materials/$id', component: lazy(() => import('./material-record.tsx')), title: 'materials:one', permission: 'materials.read' },
]
