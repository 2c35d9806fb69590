import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchText } from '../../../platform/ui/go.tsx'
import { language, listText } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { declaredDuties, exportDuties, listDuties } from '../api.ts'
import { dutyStates } from '../rules/states.ts'
import { FeedDrawer } from './feed-drawer.tsx'
import { Choose, DutyDue, DutyStateTag, nameOf, SubjectName, tabOf, useClause, usePeriod } from './shown.tsx'

const DutiesList = (): ReactNode => {
  const { t } = useTranslation('duties')
  const me = useMe()
  const [search] = useSearchText()
  const tab = tabOf(search.tab)
  const clauseText = useClause()
  const periodText = usePeriod()
  const [feed, setFeed] = useState(false)
  const { data: catalogue } = useCall(declaredDuties, {})
  const known = catalogue?.items ?? []
  const clauses = [...new Set(known.flatMap((d) => d.clauses))].sort()
  return (
    <>
      <ListPage
        key={tab}
        name="duties"
        title={t('title')}
        endpoint={listDuties}
        fixed={{ tab, language: language() }}
        rowKey={(r) => r.id}
        open={(r) => `/duties/${r.id}`}
        late={(r) => r.state === 'breached'}
        live
        above={
          <>
            <p className="bw-lead">{t('lead')}</p>
            <Choose tab={tab} view="list" />
          </>
        }
        filters={[
          {
            key: 'state',
            kind: 'choices',
            label: t('stateFilter'),
            options: dutyStates.map((s) => ({ value: s, label: t(`states.${s}`) })),
          },
          { key: 'key', kind: 'choice', label: t('duty'), options: known.map((d) => ({ value: d.key, label: nameOf(d) })) },
          { key: 'clause', kind: 'choice', label: t('clause'), options: clauses.map((c) => ({ value: c, label: clauseText(c) })) },
          { key: 'due', kind: 'dates', label: t('dueFilter') },
          {
            key: 'kind',
            kind: 'choice',
            label: t('kindFilter'),
            options: [...new Set(known.map((d) => d.kind))].map((k) => ({
              value: k,
              label: t(`kinds.${k}`, { defaultValue: t('otherKind') }),
            })),
          },
          { key: 'asked', kind: 'choice', label: t('askedFilter'), options: [{ value: 'yes', label: t('asked') }] },
        ]}
        columns={[
          {
            key: 'name',
            title: t('name'),
            render: (r) => (
              <>
                {nameOf(r)}
                {r.asked ? (
                  <>
                    {' '}
                    <StateTag tone="soon">{t('asked')}</StateTag>
                  </>
                ) : null}
              </>
            ),
          },
          { key: 'subject', title: t('subject'), render: (r) => <SubjectName duty={r} /> },
          { key: 'due', title: t('due'), sortable: true, render: (r) => <DutyDue duty={r} /> },
          { key: 'state', title: t('state'), render: (r) => <DutyStateTag state={r.state} /> },
          { key: 'period', title: t('period'), render: (r) => <span className="bw-figures">{periodText(r.period)}</span> },
          { key: 'clauses', title: t('clause'), render: (r) => listText(r.clauses.map(clauseText)) },
          { key: 'contractor', title: t('contractor'), hidden: me.side === 'contractor', render: (r) => r.contractorName ?? '—' },
        ]}
        acts={[{ key: 'feed', label: t('feed.open'), run: () => setFeed(true) }]}
        {...(me.permissions.has('duties.export') ? { exportFrom: exportDuties } : {})}
        empty={t(`empty.${tab}`)}
      />
      <FeedDrawer open={feed} close={() => setFeed(false)} language={language()} />
    </>
  )
}
export default DutiesList
