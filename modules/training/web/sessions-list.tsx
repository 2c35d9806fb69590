import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { useGo } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { exportAttendance, listSessions } from '../api.ts'
import { organiserOptions, phaseOptions, SessionTag, timesText, topicOptions } from './words.tsx'

const SessionsList = (): ReactNode => {
  const { t } = useTranslation('training')
  const go = useGo()
  const may = useMay()
  const year = todayText().slice(0, 4)
  return (
    <ListPage
      name="training-sessions"
      title={t('sessions')}
      endpoint={listSessions}
      rowKey={(r) => r.id}
      open={(r) => `/training/sessions/${r.id}`}
      filters={[
        {
          key: 'when',
          kind: 'choice',
          label: t('when'),
          options: (['coming', 'past'] as const).map((k) => ({ value: k, label: t(`whenChoice.${k}`) })),
        },
        { key: 'topic', kind: 'choice', label: t('topicOf'), width: 150, options: topicOptions(t) },
        { key: 'phase', kind: 'choice', label: t('phaseOf'), options: phaseOptions(t) },
        { key: 'organiser', kind: 'choice', label: t('organiserOf'), options: organiserOptions(t) },
        { key: 'unconfirmed', kind: 'choice', label: t('unconfirmed'), options: [{ value: 'yes', label: t('yes') }] },
      ]}
      columns={[
        { key: 'title', title: t('course'), render: (r) => r.title },
        { key: 'date', title: t('date'), render: (r) => dateText(r.onDate) },
        { key: 'times', title: t('held'), render: (r) => <span className="bw-figures">{timesText(t, r)}</span> },
        { key: 'state', title: t('stateOf'), render: (r) => <SessionTag state={r.state} t={t} /> },
        { key: 'phase', title: t('phaseOf'), render: (r) => t(`phase.${r.phase}`) },
        { key: 'topic', title: t('topicOf'), render: (r) => t(`topic.${r.topic}`) },
        { key: 'organiser', title: t('organiserOf'), render: (r) => r.contractorName ?? t('organiser.court') },
        { key: 'place', title: t('place'), render: (r) => r.place },
        { key: 'teacher', title: t('teacher'), render: (r) => r.teacher },
        { key: 'taken', title: t('capacity'), align: 'end', render: (r) => t('taken', r) },
      ]}
      acts={[
        { key: 'courses', label: t('toCourses'), can: may('training.see'), run: () => go('/training/courses') },
        { key: 'annual', label: t('toAnnual'), can: may('training.see'), run: () => go('/training/annual') },
        { key: 'check', label: t('toCheck'), can: may('training.check'), run: () => go('/training/certificates') },
        {
          key: 'export',
          label: t('exportAttendance'),
          can: may('training.see'),
          run: () =>
            window.location.assign(
              addressOf(exportAttendance, { query: { from: `${year}-01-01`, until: `${year}-12-31`, language: language() } }),
            ),
        },
      ]}
      empty={t('sessionsNone')}
    />
  )
}
export default SessionsList
