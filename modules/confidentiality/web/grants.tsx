import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { ListPage, type RowOf } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import type { Column } from '../../../platform/ui/table.tsx'
import type { caseAccess, myAccess, personAccess } from '../api.ts'

type Grant = RowOf<typeof caseAccess>
/** A word of the grant, or itself where nobody has worded it. */
const word = (kind: string, key: string): string => i18n.t(`access:${kind}.${key}`, { defaultValue: key })
const words = (kind: string, keys: readonly string[]): string => keys.map((k) => word(kind, k)).join(i18n.t('access:comma'))

/** Stages are named by the processes ('filing-entry', 'hand-over'): their own name is shown where no word is known. */
export const GrantList = (p: {
  endpoint: typeof caseAccess | typeof personAccess | typeof myAccess
  params?: { id: number }
  of: 'case' | 'person' | 'mine'
  title: string
  embedded?: boolean
  empty: string
}): ReactNode => {
  const { t } = useTranslation('access')
  const may = useMay()
  const who: Column<Grant> = {
    key: 'who',
    title: t('person'),
    render: (g) => (
      <>
        {may('confidentiality.review') ? <Go to={`/access/persons/${g.personId}`}>{g.personName}</Go> : <PersonName name={g.personName} />}
        <div className="bw-quiet">{t(`side.${g.side}`)}</div>
      </>
    ),
  }
  const which: Column<Grant> = {
    key: 'case',
    title: t('case'),
    render: (g) => {
      // A case number is one word; titles may wrap.
      const name = g.caseNumber ? <span style={{ whiteSpace: 'nowrap' }}>{g.caseNumber}</span> : (g.caseTitle ?? t('exposure.closedToYou'))
      return may('cases.read') && (p.of === 'mine' || may('confidentiality.review')) ? (
        <Go to={p.of === 'mine' ? `/cases/${g.caseId}` : `/access/cases/${g.caseId}`}>{name}</Go>
      ) : (
        name
      )
    },
  }
  return (
    <ListPage<typeof caseAccess, Grant>
      name={`grants.${p.of}`}
      title={p.title}
      endpoint={p.endpoint as typeof caseAccess}
      {...(p.params ? { params: p.params } : {})}
      page={(r) => ({ items: r.items, next: r.next === null ? null : String(r.next) })}
      rowKey={(g) => g.id}
      {...(p.embedded ? { embedded: true } : {})}
      columns={[
        ...(p.of === 'case' ? [who] : [which]),
        { key: 'stage', title: t('stage'), render: (g) => word('stageName', g.stage) },
        { key: 'levels', title: t('levels'), render: (g) => words('level', g.levels) || '—' },
        { key: 'categories', title: t('categories'), render: (g) => words('category', g.categories) || '—' },
        { key: 'actions', title: t('actions'), render: (g) => words('action', g.actions) || '—' },
        { key: 'from', title: t('from'), render: (g) => <Moment at={g.fromAt} /> },
        { key: 'until', title: t('until'), render: (g) => <Moment at={g.endedAt ?? g.untilAt} /> },
        {
          key: 'state',
          title: t('state'),
          render: (g) =>
            g.endedAt ? (
              <StateTag tone="closed">{word('because', g.endedBecause ?? 'ended')}</StateTag>
            ) : (
              <StateTag tone="active">{t('live')}</StateTag>
            ),
        },
        {
          key: 'reads',
          title: t('reads'),
          align: 'end',
          render: (g) =>
            g.reads ? (
              g.reads
            ) : (
              <span className="bw-quiet" style={{ whiteSpace: 'nowrap' }}>
                {t('unread')}
              </span>
            ),
        },
      ]}
      empty={p.empty}
    />
  )
}
