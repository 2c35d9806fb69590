import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { readHoldings } from '../api.ts'
import { holdings } from '../rules.ts'

const tones = { file: 'active', own: 'done', asked: 'done', kept: 'closed' } as const
/** What is kept about somebody, what can be erased and what retention forbids (个保法45, 47). */
const Holdings = (): ReactNode => {
  const { t } = useTranslation('leaving')
  const [search] = useSearchText()
  const personId = Number(search.personId)
  const { data, error, refetch } = useCall(readHoldings, { query: personId > 0 ? { personId } : {} })
  return (
    <RecordPage
      kind={{ label: t('requests'), to: '/personal-data-requests' }}
      title={data ? t('holdingsOf', { name: data.personName }) : undefined}
      error={error}
      retry={() => void refetch()}
      facts={
        data
          ? [
              {
                key: 'erase',
                label: t('eraseDue'),
                value: data.erasedAt ? t('erased') : data.eraseOn ? dateText(data.eraseOn) : t('notSigned'),
              },
              { key: 'lead', label: t('fate'), value: t('holdingsLead', { months: data.retentionMonths }), wide: true },
            ]
          : []
      }
    >
      {data ? (
        <div className="bw-sheet bw-gap">
          <DataTable
            label={t('holdings')}
            rows={data.items}
            rowKey={(r) => r.key}
            columns={[
              { key: 'what', title: t('holding'), render: (r) => t(`holdingOf.${r.key}`) },
              { key: 'n', title: t('count'), align: 'end', render: (r) => r.n },
              {
                key: 'fate',
                title: t('fate'),
                render: (r) => <StateTag tone={tones[holdings[r.key]]}>{t(`fateOf.${holdings[r.key]}`)}</StateTag>,
              },
              { key: 'basis', title: t('basis'), render: (r) => t(`basisOf.${r.key}`) },
            ]}
          />
        </div>
      ) : null}
    </RecordPage>
  )
}
export default Holdings
