import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listDivisions, pickPeople } from '../../organisations/api.ts'
import { countCases, listCases, listCaseTypes, statuses } from '../api.ts'
import { CaseExport, filterKeys } from './case-export.tsx'
import { CaseState } from './public.tsx'

const Count = (): ReactNode => {
  const { t } = useTranslation('cases')
  const [search] = useSearchText()
  const query = Object.fromEntries(filterKeys.flatMap((k) => (search[k] ? [[k, search[k]]] : [])))
  const { data } = useCall(countCases, { query })
  return <p className="bw-quiet bw-figures">{data ? t(data.more ? 'list.countMore' : 'list.count', { n: data.count }) : ' '}</p>
}

const CasesList = (): ReactNode => {
  const { t } = useTranslation('cases')
  const go = useGo()
  const may = useMay()
  const [exporting, setExporting] = useState(false)
  const types = useCall(listCaseTypes, {}).data?.items ?? []
  const divisions = useCall(listDivisions, { query: { limit: 200 } }).data?.items ?? []
  const judges = useCall(pickPeople, { query: { role: 'judge' } }).data?.items ?? []
  return (
    <>
      <ListPage
        name="cases"
        title={t('list.title')}
        endpoint={listCases}
        rowKey={(r) => r.id}
        open={(r) => `/cases/${r.id}`}
        above={<Count />}
        filters={[
          { key: 'q', kind: 'text', label: t('list.q'), width: 220 },
          {
            key: 'type',
            kind: 'choice',
            width: 100,
            label: t('type'),
            options: types
              .filter((x) => x.enabled)
              .map((x) => ({ value: x.code, label: `${x.code} ${language() === 'zh' ? x.zh : x.en}` })),
          },
          {
            key: 'status',
            kind: 'choice',
            width: 100,
            label: t('state'),
            options: statuses.map((s) => ({ value: s, label: t(`status.${s}`) })),
          },
          {
            key: 'divisionId',
            kind: 'choice',
            label: t('division'),
            options: divisions.map((d) => ({ value: String(d.id), label: d.name })),
          },
          { key: 'judgeId', kind: 'choice', label: t('judge'), options: judges.map((j) => ({ value: String(j.id), label: j.name })) },
          { key: 'filed', kind: 'dates', label: t('filedOn') },
          {
            key: 'causeUnknown',
            kind: 'choice',
            width: 100,
            label: t('cause'),
            options: [{ value: 'true', label: t('list.causeUnknown') }],
          },
        ]}
        columns={[
          { key: 'number', title: t('number'), render: (r) => r.number ?? t('noNumber') },
          {
            key: 'title',
            title: t('title'),
            render: (r) => (
              <>
                {r.title ?? <span className="bw-quiet">{t('titleHidden')}</span>}{' '}
                {r.secrecy === 'normal' ? null : <StateTag tone="soon">{t(`secrecy.${r.secrecy}`)}</StateTag>}
              </>
            ),
          },
          {
            key: 'cause',
            title: t('cause'),
            render: (r) => (
              <>
                {r.causeName ?? '—'} {r.causeKnown ? null : <StateTag tone="soon">{t('causeUnknown')}</StateTag>}
              </>
            ),
          },
          { key: 'state', title: t('state'), render: (r) => <CaseState status={r.status} /> },
          { key: 'filed', title: t('filedOn'), sortable: true, render: (r) => dateText(r.filedOn) },
          { key: 'division', title: t('division'), render: (r) => r.divisionName ?? '—' },
          { key: 'judge', title: t('judge'), render: (r) => r.judgeName ?? '—' },
          { key: 'procedure', title: t('procedureOf'), hidden: true, render: (r) => t(`procedure.${r.procedure}`) },
          { key: 'amount', title: t('amount'), align: 'end', hidden: true, render: (r) => r.amount ?? '—' },
        ]}
        acts={[
          { key: 'new', label: t('create'), primary: true, can: may('cases.edit'), run: () => go('/cases/new') },
          { key: 'export', label: t('export.act'), can: may('cases.export'), run: () => setExporting(true) },
          { key: 'import', label: t('import.title'), can: may('cases.import'), run: () => go('/cases/import') },
        ]}
        empty={t('list.empty')}
      />
      {exporting ? <CaseExport close={() => setExporting(false)} /> : null}
    </>
  )
}
export default CasesList
