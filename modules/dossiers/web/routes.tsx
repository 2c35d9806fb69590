import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { addCaseTab, addWayIn } from '../../cases/web/public.tsx'
import { addSubject } from '../../worklist/web/public.tsx'
import { noticeWords } from './locale.ts'

export { locale } from './locale.ts'

/** The forms of this module's tasks, shown on the task's own page. */
fillSlot('workbench', { batches: lazy(() => import('./bench-batches.tsx')) })
fillSlot('task-form', {
  'scan-receive': lazy(() => import('./paper-forms.tsx').then((m) => ({ default: m.ReceiveTask }))),
  'scan-return-slip': lazy(() => import('./paper-forms.tsx').then((m) => ({ default: m.SlipTask }))),
  'scan-wrong-case': lazy(() => import('./paper-forms.tsx').then((m) => ({ default: m.WrongCaseTask }))),
  'scan-return-originals': lazy(() => import('./paper-forms.tsx').then((m) => ({ default: m.OriginalsTask }))),
  'scan-pages': lazy(() => import('./scan.tsx')),
  'scan-self-check': lazy(() => import('./scan.tsx').then((m) => ({ default: m.SelfCheckTask }))),
  'scan-check': lazy(() => import('./check.tsx')),
  'scan-catalogue': lazy(() => import('./catalogue.tsx')),
  'scan-volume-decision': lazy(() => import('./volume.tsx')),
})
fillSlot('task-subject', { batch: lazy(() => import('./own-batch.tsx')) })
addCaseTab(
  'dossiers:caseTab',
  lazy(() => import('./case-tab.tsx')),
  'dossiers.read',
)
addWayIn({
  label: 'dossiers:new',
  how: 'dossiers:newHow',
  to: '/dossiers/batches/new',
  permission: 'dossiers.handOver',
  roles: ['clerk', 'filingOfficer'],
})
addSubject('batch', { to: (id) => `/dossiers/batches/${id}`, label: 'dossiers:one', permission: 'dossiers.read' })
addWords('worklist', noticeWords)

export const routes: readonly WebRoute[] = [
  {
    path: '/dossiers/batches',
    component: lazy(() => import('./batches-list.tsx')),
    title: 'dossiers:list',
    permission: 'dossiers.read',
    menu: { group: 'work', order: 20, icon: 'scan' },
  },
  {
    path: '/dossiers/batches/new',
    component: lazy(() => import('./batch-new.tsx')),
    title: 'dossiers:new',
    permission: 'dossiers.handOver',
  },
  {
    path: '/dossiers/batches/$id',
    component: lazy(() => import('./batch-record.tsx')),
    title: 'dossiers:one',
    permission: 'dossiers.read',
  },
  {
    path: '/watermarks',
    component: lazy(() => import('./watermark.tsx')),
    title: 'dossiers:watermark.title',
    permission: 'dossiers.watermark',
    menu: { group: 'secrecy', order: 64, icon: 'scan' },
  },
]
