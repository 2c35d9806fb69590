import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listCourses } from '../api.ts'
import { organiserOptions, phaseOptions, topicOptions } from './words.tsx'

const CoursesList = (): ReactNode => {
  const { t } = useTranslation('training')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="training-courses"
      title={t('courses')}
      endpoint={listCourses}
      rowKey={(r) => r.id}
      open={(r) => `/training/courses/${r.id}`}
      filters={[
        { key: 'q', kind: 'text', label: t('q') },
        { key: 'topic', kind: 'choice', label: t('topicOf'), width: 150, options: topicOptions(t) },
        { key: 'phase', kind: 'choice', label: t('phaseOf'), options: phaseOptions(t) },
        { key: 'organiser', kind: 'choice', label: t('organiserOf'), options: organiserOptions(t) },
        {
          key: 'state',
          kind: 'choice',
          label: t('stateOf'),
          options: (['open', 'closed'] as const).map((k) => ({ value: k, label: t(`courseState.${k}`) })),
        },
      ]}
      columns={[
        { key: 'title', title: t('course'), render: (r) => r.title },
        { key: 'topic', title: t('topicOf'), render: (r) => t(`topic.${r.topic}`) },
        { key: 'phase', title: t('phaseOf'), render: (r) => t(`phase.${r.phase}`) },
        { key: 'organiser', title: t('organiserOf'), render: (r) => r.contractorName ?? t('organiser.court') },
        { key: 'halfDays', title: t('halfDays'), align: 'end', render: (r) => t('nHalf', { n: r.halfDays }) },
        { key: 'test', title: t('test'), render: (r) => (r.hasTest ? t('hasTest') : '—') },
        { key: 'next', title: t('nextOn'), render: (r) => dateText(r.nextOn) },
        {
          key: 'state',
          title: t('stateOf'),
          render: (r) => <StateTag tone={r.state === 'open' ? 'active' : 'closed'}>{t(`courseState.${r.state}`)}</StateTag>,
        },
      ]}
      acts={[
        { key: 'new', label: t('newCourse'), primary: true, can: may('training.keep'), run: () => go('/training/courses/new') },
        { key: 'sessions', label: t('toSessions'), run: () => go('/training') },
      ]}
      empty={t('coursesNone')}
    />
  )
}
export default CoursesList
