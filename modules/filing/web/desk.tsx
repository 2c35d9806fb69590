import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Figures } from '../../../platform/ui/board-page.tsx'
import { DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { deskFigures, type FilingItem, listFilings } from '../api.ts'

export const tones: Record<FilingItem['state'], Tone> = {
  open: 'active',
  awaiting: 'soon',
  accepted: 'done',
  refused: 'closed',
  returned: 'closed',
  void: 'closed',
}
export const FilingState = ({ state }: { state: FilingItem['state'] }): ReactNode => {
  const { t } = useTranslation('filing')
  return <StateTag tone={tones[state]}>{t(`state.${state}`)}</StateTag>
}
/** Where it stands and with whom; one's own step is the link to its form. */
export const Steps = ({ filing }: { filing: FilingItem }): ReactNode => {
  const { t, i18n } = useTranslation('filing')
  const me = useMe()
  return (
    <>
      {filing.steps.map((s, i) => (
        <span key={s.taskId}>
          {i > 0 ? '、' : ''}
          {s.assigneeId === me.personId || (s.assigneeId === null && me.roles.includes(s.role)) ? (
            <Go to={`/tasks/${s.taskId}`}>{i18n.language === 'en' ? s.nameEn : s.nameZh}</Go>
          ) : i18n.language === 'en' ? (
            s.nameEn
          ) : (
            s.nameZh
          )}
          <span className="bw-quiet"> {s.assigneeName ?? t('unclaimed')}</span>
        </span>
      ))}
    </>
  )
}

/** 立案台: what came today, what waits for my decision, and how late it is. */
const Desk = (): ReactNode => {
  const { t } = useTranslation('filing')
  const go = useGo()
  const may = useMay()
  const { data } = useCall(deskFigures, {})
  return (
    <ListPage
      name="filing.desk"
      title={t('desk.title')}
      endpoint={listFilings}
      rowKey={(r) => r.id}
      open={(r) => `/filing/${r.id}`}
      late={(r) => r.light === 'late'}
      above={
        <Figures
          figures={[
            { key: 'today', label: t('figure.today'), value: data?.today, to: '/filing?view=today' },
            { key: 'decide', label: t('figure.decide'), value: data?.decide, to: '/filing?view=decide' },
            { key: 'late', label: t('figure.late'), value: data?.late, to: '/filing?view=decide', tone: data?.late ? 'late' : 'plain' },
            {
              key: 'fees',
              label: t('figure.feesLate'),
              value: data?.feesLate,
              to: '/filing/fees',
              tone: data?.feesLate ? 'late' : 'plain',
            },
          ]}
        />
      }
      filters={[
        { key: 'q', kind: 'text', label: t('desk.q') },
        {
          key: 'view',
          kind: 'choice',
          label: t('desk.view'),
          options: (['today', 'decide', 'all'] as const).map((v) => ({ value: v, label: t(`view.${v}`) })),
        },
      ]}
      columns={[
        { key: 'parties', title: t('parties'), render: (r) => r.title || `${r.applicant} / ${r.respondent}` },
        { key: 'number', title: t('number'), render: (r) => r.number ?? <span className="bw-quiet">{t('unnumbered')}</span> },
        { key: 'receivedAt', title: t('receivedAt'), render: (r) => <Moment at={r.receivedAt} /> },
        { key: 'due', title: t('dueOn'), render: (r) => (r.dueOn ? <DueTag due={r.dueOn} provisional={r.provisional} /> : '—') },
        { key: 'state', title: t('stateOf'), render: (r) => <FilingState state={r.state} /> },
        { key: 'steps', title: t('stands'), render: (r) => (r.steps.length > 0 ? <Steps filing={r} /> : '—') },
        { key: 'officer', title: t('officer'), hidden: true, render: (r) => r.officerName },
      ]}
      acts={[{ key: 'new', label: t('receive.title'), primary: true, can: may('filing.receive'), run: () => go('/filing/new') }]}
      empty={t('desk.empty')}
    />
  )
}
export default Desk
