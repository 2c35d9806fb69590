import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Go, useSearchText } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { ContractorPicker, PersonPicker } from '../../organisations/web/public.tsx'
import { exportExposure, exposureReport, views } from '../api-exposure.ts'

type Row = z.output<typeof exposureReport.response>['items'][number]
const percent = (n: number): string => `${Math.round(n * 1000) / 10}%`

/** 7.3.2.2: who came to see how much in a period; every line leads to the person's or the case's own list of grants and readings. */
const ExposureReport = (): ReactNode => {
  const { t } = useTranslation('access')
  const [search] = useSearchText()
  const by = views.find((v) => v === search.by) ?? 'pair'
  return (
    <ListPage
      name={`exposure-${by}`}
      title={t('report.title')}
      above={<p className="bw-lead">{t('report.lead')}</p>}
      endpoint={exposureReport}
      exportFrom={exportExposure}
      fixed={{ language: language() }}
      rowKey={(r) => r.key}
      late={(r) => r.over > 0}
      filters={[
        { key: 'by', kind: 'choice', label: t('report.by'), options: views.map((v) => ({ value: v, label: t(`report.views.${v}`) })) },
        { key: 'at', kind: 'dates', label: t('report.period') },
        {
          key: 'contractorId',
          kind: 'own',
          label: t('report.contractor'),
          input: (o) => <ContractorPicker {...o} placeholder={t('report.contractor')} size="small" />,
        },
        {
          key: 'personId',
          kind: 'own',
          label: t('report.person'),
          input: (o) => <PersonPicker {...o} side="contractor" placeholder={t('report.person')} size="small" />,
        },
      ]}
      columns={[
        ...(by === 'contractor'
          ? []
          : [
              {
                key: 'person',
                title: t('report.person'),
                render: (r: Row) => <Go to={`/access/persons/${r.personId}`}>{r.personName}</Go>,
              },
            ]),
        { key: 'contractor', title: t('report.contractor'), render: (r) => r.contractorName ?? '—' },
        ...(by === 'pair'
          ? [
              {
                key: 'case',
                title: t('report.case'),
                render: (r: Row) => <Go to={`/access/cases/${r.caseId}`}>{r.caseNumber ?? t('report.hidden')}</Go>,
              },
            ]
          : [
              ...(by === 'contractor'
                ? [{ key: 'people', title: t('report.people'), align: 'end' as const, render: (r: Row) => r.people }]
                : []),
              { key: 'cases', title: t('report.cases'), align: 'end' as const, render: (r: Row) => r.cases },
            ]),
        { key: 'stages', title: t('report.stages'), align: 'end', render: (r) => r.stages },
        {
          key: 'share',
          title: t('report.share'),
          align: 'end',
          render: (r) => t('report.shareOf', { share: percent(r.most / r.of), n: r.most, of: r.of }),
        },
        ...(by === 'pair'
          ? [
              {
                key: 'total',
                title: t('report.total'),
                align: 'end' as const,
                render: (r: Row) => (r.total === null ? '—' : percent(r.total / r.of)),
              },
            ]
          : []),
        ...(by === 'contractor'
          ? []
          : [
              {
                key: 'cap',
                title: t('report.cap'),
                align: 'end' as const,
                render: (r: Row) => (r.cap === null ? '—' : percent(r.cap)),
              },
            ]),
        {
          key: 'over',
          title: t('report.over'),
          render: (r) =>
            r.over > 0 ? (
              <StateTag tone="late">{by === 'pair' ? t('report.over') : t('report.overN', { n: r.over })}</StateTag>
            ) : (
              t('report.within')
            ),
        },
        { key: 'reads', title: t('report.reads'), align: 'end', render: (r) => r.reads },
      ]}
      empty={t('report.none')}
    />
  )
}
export default ExposureReport
