import { Button, Empty } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'
import { problemWords } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useNarrow } from '../../../platform/ui/screen.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { listDivisions, pickPeople } from '../../organisations/api.ts'
import { type ImportRow, listImportRows } from '../api-import.ts'

interface RowsProps {
  id: number
  state: ImportRow['state']
  selected?: ReadonlySet<string | number>
  onSelect?: (keys: Set<string | number>) => void
}

/** Rows of an import that somebody should look at, by line of the file; what is wrong or different in words. */
export const ImportRows = ({ id, state, selected, onSelect }: RowsProps): ReactNode => {
  const { t } = useTranslation('cases')
  // On a card the first column stands alone, without its title.
  const narrow = useNarrow()
  const [trail, setTrail] = useState<number[]>([])
  const { data, error, refetch } = useCall(listImportRows, { params: { id }, query: { state, after: trail.at(-1) ?? 0, limit: 50 } })
  const divisions = useCall(listDivisions, { query: { limit: 200 } }, { enabled: state !== 'error' }).data?.items ?? []
  const people = useCall(pickPeople, { query: { side: 'court' } }, { enabled: state !== 'error' }).data?.items ?? []
  const valueText = (field: string, value: string | null): string => {
    if (value === null || value === '') return t('import.empty')
    const leaf = field.split('.').at(-1) ?? field
    if (leaf === 'procedure' || leaf === 'status' || leaf === 'role') return t(`${leaf}.${value}`, { defaultValue: value })
    if (leaf === 'divisionId') return divisions.find((d) => String(d.id) === value)?.name ?? t('import.numbered', { value })
    if (leaf === 'judgeId' || leaf === 'clerkId') return people.find((p) => String(p.id) === value)?.name ?? t('import.numbered', { value })
    return value
  }
  const fieldText = (field: string): string => {
    const party = /^party:(.*)\.(\w+)$/su.exec(field)
    return party ? `${party[1]} ${t(`party.${party[2]}`)}` : t(`difference.${field}`, { defaultValue: field })
  }
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (data?.items.length === 0 && trail.length === 0)
    return <Empty className="bw-empty" image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(`import.noRows.${state}`)} />
  return (
    <div className="bw-sheet">
      <DataTable
        label={t(`import.tab.${state}`)}
        rows={data?.items}
        rowKey={(r) => r.row}
        {...(selected && onSelect ? { selected, onSelect } : {})}
        columns={[
          {
            key: 'row',
            title: t('import.line'),
            width: 80,
            render: (r) => <span className="bw-figures">{narrow ? t('import.lineNo', { n: r.row }) : r.row}</span>,
          },
          {
            key: 'number',
            title: t('number'),
            render: (r) => (r.caseId ? <Go to={`/cases/${r.caseId}`}>{r.number ?? '—'}</Go> : (r.number ?? '—')),
          },
          {
            key: 'what',
            title: t(state === 'error' || state === 'flagged' ? 'import.what' : 'import.differences'),
            render: (r) => (
              <ul style={{ margin: 0, paddingInlineStart: 16, textAlign: 'start' }}>
                {r.faults.map((f) => (
                  <li key={`${f.field} ${f.code} ${f.value}`}>
                    <strong>{f.column || t(`field.${f.field}`)}</strong>
                    {f.value ? ` “${f.value}”` : ''} {problemWords(f.code, { value: f.value }).text}
                  </li>
                ))}
                {r.differences.map((d) => (
                  <li key={d.field}>
                    <strong>{fieldText(d.field)}</strong> <del>{valueText(d.field, d.before)}</del> →{' '}
                    <ins>{valueText(d.field, d.after)}</ins>
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      {data && (data.next !== null || trail.length > 0) ? (
        <nav className="bw-pager" aria-label={t(`import.tab.${state}`)}>
          <Button size="small" disabled={trail.length === 0} onClick={() => setTrail(trail.slice(0, -1))}>
            {t('import.previous')}
          </Button>
          <Button size="small" disabled={data.next === null} onClick={() => setTrail([...trail, data.next ?? 0])}>
            {t('import.next')}
          </Button>
        </nav>
      ) : null}
    </div>
  )
}
