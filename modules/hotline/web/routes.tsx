import { lazy } from 'react'
import { addWords } from '../../../platform/ui/i18n.ts'
import type { WebRoute } from '../../../platform/ui/routes.ts'
import { fillSlot } from '../../../platform/ui/slots.ts'
import { addCaseTab } from '../../cases/web/public.tsx'
import { dutyPlaces, ifMay } from '../../duties/web/public.tsx'
import { addSubject } from '../../worklist/web/public.tsx'
import { indicatorWords, noticeWords } from './locale-notices.ts'

export { locale } from './locale.ts'

fillSlot('workbench', { hotline: lazy(() => import('./bench-tickets.tsx')) })
/** The forms of this module's tasks, shown on the task's own page. */
fillSlot('task-form', {
  'hotline-answer': lazy(() => import('./ticket-record.tsx').then((m) => ({ default: m.AnswerTask }))),
  'hotline-reply': lazy(() => import('./ticket-record.tsx').then((m) => ({ default: m.TicketTask }))),
  'hotline-call-back': lazy(() => import('./ticket-record.tsx').then((m) => ({ default: m.TicketTask }))),
})
addCaseTab(
  'hotline:tickets.title',
  lazy(() => import('./case-tab.tsx')),
  'hotline.reply',
)
addSubject('hotlineCall', { to: (id) => `/hotline/calls/${id}`, label: 'hotline:calls.one', permission: 'hotline.read' })
addSubject('call', { to: (id) => `/hotline/calls/${id}`, label: 'hotline:calls.one', permission: 'hotline.read' })
dutyPlaces({ 'hotline.filing-complaint': ifMay('hotline.tickets', (d) => `/hotline/tickets/${d.subjectId}`) })
addWords('worklist', noticeWords)
addWords('indicators', indicatorWords)

const page = (
  path: `/${string}`,
  load: () => Promise<{ default: React.ComponentType }>,
  title: string,
  permission: string,
  menu?: WebRoute['menu'],
): WebRoute => ({
  path,
  component: lazy(load),
  title: `hotline:${title}`,
  permission,
  ...(menu ? { menu } : {}),
})
export const routes: readonly WebRoute[] = [
  page('/hotline', () => import('./wallboard.tsx'), 'board.title', 'hotline.read', { group: 'work', order: 40, icon: 'chart' }),
  page('/hotline/desk', () => import('./desk.tsx'), 'desk.title', 'hotline.desk', { group: 'work', order: 41, icon: 'bell' }),
  page('/hotline/calls', () => import('./calls-list.tsx'), 'calls.title', 'hotline.read', { group: 'work', order: 43, icon: 'list' }),
  page('/hotline/calls/new', () => import('./call-new.tsx'), 'enter.title', 'hotline.enter'),
  page('/hotline/calls/$id', () => import('./call-record.tsx'), 'calls.one', 'hotline.read'),
  page('/hotline/callbacks', () => import('./callbacks-list.tsx'), 'callbacks.title', 'hotline.read'),
  page('/hotline/import', () => import('./import.tsx'), 'import.title', 'hotline.import'),
  page('/hotline/tickets', () => import('./tickets-list.tsx'), 'tickets.title', 'hotline.tickets', {
    group: 'work',
    order: 42,
    icon: 'file',
  }),
  page('/hotline/tickets/$id', () => import('./ticket-record.tsx'), 'ticketOf', 'hotline.tickets'),
  page('/hotline/articles', () => import('./articles-list.tsx'), 'knowledge.title', 'hotline.knowledge', {
    group: 'work',
    order: 44,
    icon: 'book',
  }),
  page('/hotline/articles/new', () => import('./article-new.tsx'), 'knowledge.new', 'hotline.draft'),
  page('/hotline/articles/$id', () => import('./article-record.tsx'), 'knowledge.one', 'hotline.knowledge'),
  page('/hotline/gaps', () => import('./gaps-list.tsx'), 'gap.title', 'hotline.gaps'),
  page('/hotline/settings', () => import('./settings.tsx'), 'settings.title', 'hotline.settings'),
]
