import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import type { StatementKind } from '../rules.ts'
import { noticeWords } from './locale-notices.ts'
import { dutyPlaces, type DutyPlace, ifMay } from '../../duties/web/public.tsx'

addWords('worklist', noticeWords)
fillSlot('workbench', { wages: lazy(() => import('./bench-wages.tsx')) })

/** To what was handed in, else to the form with its period filled in, for those who hand in. */
const statement =
  (kind: StatementKind): DutyPlace =>
  (d, me) =>
    !me.permissions.has('wages.see')
      ? null
      : d.evidence
        ? `/expense-statements/${d.evidence.id}`
        : me.permissions.has('wages.keep')
          ? `/expense-statements/new?kind=${kind}&period=${d.period}`
          : '/expense-statements'
dutyPlaces({
  'wages.monthly': ifMay('wages.see', (d) => `/wages/${d.subjectId}/${d.period}`),
  'wages.correct-month': ifMay('wages.see', () => '/wages'),
  'wages.quarter-statement': statement('quarter'),
  'wages.year-statement': statement('year'),
  'wages.pay-plan': statement('payPlan'),
  'wages.correct-statement': ifMay('wages.see', (d) => `/expense-statements/${d.subjectId}`),
})

export { locale } from './locale.ts'

export const routes: readonly WebRoute[] = [
  {
    path: '/wages',
    component: lazy(() => import('./months-list.tsx')),
    title: 'wages:title',
    permission: 'wages.see',
    menu: { group: 'people', order: 66, icon: 'clock' },
  },
  { path: '/wages/$engagementId/$month', component: lazy(() => import('./month-record.tsx')), title: 'wages:one', permission: 'wages.see' },
  {
    path: '/expense-statements',
    component: lazy(() => import('./statements-list.tsx')),
    title: 'wages:statements',
    permission: 'wages.see',
  },
  {
    path: '/expense-statements/new',
    component: lazy(() => import('./statement-new.tsx')),
    title: 'wages:newStatement',
    permission: 'wages.keep',
  },
  {
    path: '/expense-statements/$id',
    component: lazy(() => import('./statement-record.tsx')),
    title: 'wages:statement',
    permission: 'wages.see',
  },
]
