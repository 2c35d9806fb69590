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
  'filing-intake': lazy(() => import('./decide.tsx').then((m) => ({ default: m.IntakeTask }))),
  'filing-key-in': lazy(() => import('./key-in.tsx')),
  'filing-check': lazy(() => import('./check.tsx')),
  'filing-decision': lazy(() => import('./decide.tsx')),
  'filing-supplement': lazy(() => import('./supplement.tsx')),
  'filing-not-supplemented': lazy(() => import('./rulings.tsx').then((m) => ({ default: m.AfterNoticeTask }))),
  'filing-refusal': lazy(() => import('./rulings.tsx').then((m) => ({ default: m.RefuseTask }))),
  'filing-notices': lazy(() => import('./notices.tsx').then((m) => ({ default: m.NoticesTask }))),
  'filing-handover': lazy(() => import('./notices.tsx').then((m) => ({ default: m.HandoverTask }))),
  'fee-decision': lazy(() => import('./rulings.tsx').then((m) => ({ default: m.FeeDecisionTask }))),
}
fillSlot('task-form', taskForms)
addCaseTab(
  'filing:caseTab',
  lazy(() => import('./case-tab.tsx')),
  'filing.read',
)
addWayIn({
  label: 'filing:receive.title',
  how: 'filing:receive.how',
  to: '/filing/new',
  permission: 'filing.receive',
  roles: ['filingOfficer'],
  newCase: true,
})
addSubject('filing', { to: (id) => `/filing/${id}`, label: 'filing:filing', permission: 'filing.read' })
// Notices stand in the worklist's list of notices; their words are ours.
addWords('worklist', noticeWords)
addWords('indicators', verbWords)

export const routes: readonly WebRoute[] = [
  {
    path: '/filing',
    component: lazy(() => import('./desk.tsx')),
    title: 'filing:desk.title',
    permission: 'filing.read',
    menu: { group: 'work', order: 10, icon: 'inbox' },
  },
  { path: '/filing/new', component: lazy(() => import('./receive.tsx')), title: 'filing:receive.title', permission: 'filing.receive' },
  {
    path: '/filing/fees',
    component: lazy(() => import('./fees.tsx')),
    title: 'filing:fees.title',
    permission: 'filing.read',
    menu: { group: 'work', order: 11, icon: 'clock' },
  },
  { path: '/filing/$id', component: lazy(() => import('./filing-record.tsx')), title: 'filing:filing', permission: 'filing.read' },
]
