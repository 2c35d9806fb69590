import { Drawer, Empty, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams, useSearchText } from '../../../platform/ui/go.tsx'
import { i18n, language } from '../../../platform/ui/i18n.ts'
import { ListPage, type RowOf } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { serviceText } from '../../organisations/web/public.tsx'
import { subjectOf } from '../../worklist/web/public.tsx'
import { askExclusion, board, drill, itemEvents, versions } from '../api.ts'
import { indicatorOf } from '../rules.ts'
import { exclusionText, itemText } from './exclusion-text.ts'
import { PeriodPicker, periodText, thisMonth } from './period.tsx'

type Item = RowOf<typeof drill>
/** The ledger words its own verbs; unknown ones show themselves. */
const verbText = (verb: string): string => i18n.t(`indicators:verb.${verb.replaceAll('.', '-')}`, { defaultValue: verb })

const Events = ({ item }: { item: Item }): ReactNode => {
  const { t } = useTranslation('indicators')
  const { data, error, refetch } = useCall(itemEvents, { params: { itemType: item.itemType, itemId: item.itemId } })
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (!data) return <Skeleton active />
  if (data.items.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noEvents')} />
  return (
    // Reached by Tab, so that a long list can be scrolled without a mouse.
    <div tabIndex={0} role="region" aria-label={t('events')}>
      <Timeline
        title={t('events')}
        entries={data.items.map((e) => ({ key: e.id, at: e.at, what: verbText(e.verb), who: e.personName ?? t('system') }))}
      />
    </div>
  )
}

const Versions = ({ letter, period, unit }: { letter: string; period: string; unit: string }): ReactNode => {
  const { t } = useTranslation('indicators')
  const { data } = useCall(versions, { params: { letter }, query: { period } })
  if (!data?.items.length) return null
  return (
    <p className="bw-quiet">
      {t('versions')}{' '}
      {data.items.map((v) => (
        <span key={v.version} className="bw-figures">
          {t('version', { n: v.version, value: v.value === null ? '—' : `${v.value}${unit}` })} (<Moment at={v.computedAt} />){' '}
        </span>
      ))}
    </p>
  )
}

const State = ({ item: i, rate }: { item: Item; rate: boolean }): ReactNode => {
  const { t } = useTranslation('indicators')
  if (i.exclusion) return <StateTag tone="closed">{t('excludedFor', { why: exclusionText(i.exclusion) })}</StateTag>
  if (i.asked) return <StateTag tone="soon">{t('exclusions.waiting')}</StateTag>
  if (!rate) return <StateTag tone={i.counted ? 'done' : 'plain'}>{t(i.counted ? 'counted' : 'notCounted')}</StateTag>
  if (i.late) return <StateTag tone="late">{t('late')}</StateTag>
  return <StateTag tone={i.doneAt ? 'done' : 'active'}>{t(i.doneAt ? 'onTime' : 'openItem')}</StateTag>
}

const Drill = (): ReactNode => {
  const { t } = useTranslation('indicators')
  const letter = usePathParams().letter ?? 'a'
  const [search, setSearch] = useSearchText()
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const period = search.period ?? thisMonth()
  const definition = indicatorOf(letter)
  const rate = definition?.kind === 'rate'
  const [shown, setShown] = useState<Item | null>(null)
  const [asking, setAsking] = useState<Item | null>(null)
  const ask = useAct(askExclusion)
  const groupsOf = (by: 'service' | 'person' | 'team') => ({ query: { period, by } })
  const services = useCall(board, groupsOf('service')).data?.items.find((i) => i.letter === letter)
  const people = useCall(board, groupsOf('person')).data?.items.find((i) => i.letter === letter)
  const teams = useCall(board, groupsOf('team')).data?.items.find((i) => i.letter === letter)
  const name = definition ? (language() === 'zh' ? definition.nameZh : definition.nameEn) : letter
  const figure = services?.figure
  return (
    <>
      <p className="bw-kind">
        <Go to={`/indicators?period=${period}`}>← {t('title')}</Go>
      </p>
      <ListPage
        name="indicator.items"
        title={`${letter}　${name} · ${periodText(period)}`}
        endpoint={drill}
        params={{ letter }}
        fixed={{ period }}
        page={(r) => ({ items: r.items, next: r.next === null ? null : String(r.next) })}
        rowKey={(i) => `${i.itemType} ${i.itemId}`}
        late={(i) => rate && i.late && !i.exclusion}
        above={
          <>
            <div className="bw-boardfilters">
              <PeriodPicker period={period} onChange={(p) => setSearch({ period: p, cursor: undefined })} />
            </div>
            <p className="bw-lead">
              {figure ? (
                <strong className="bw-figures">
                  {figure.value === null ? t('noItems') : `${figure.value}${rate ? '%' : ''}`}{' '}
                  {rate && figure.value !== null ? `(${figure.numerator} / ${figure.denominator})` : ''}{' '}
                </strong>
              ) : services ? (
                t('notFed')
              ) : null}
              {definition ? <span className="bw-quiet">{t('clock', { clock: definition.clock[language()] })}</span> : null}
            </p>
            <Versions letter={letter} period={period} unit={rate ? '%' : ''} />
          </>
        }
        filters={[
          ...(rate
            ? [{ key: 'late', kind: 'choice' as const, label: t('lateFilter'), options: [{ value: 'true', label: t('lateOnly') }] }]
            : []),
          {
            key: 'service',
            kind: 'choice',
            label: t('by.service'),
            options: (services?.groups ?? []).map((g) => ({ value: g.key, label: serviceText(g.key) })),
          },
          {
            key: 'team',
            kind: 'choice',
            label: t('by.team'),
            options: (teams?.groups ?? []).map((g) => ({ value: g.key || '-', label: g.key ? g.name : t('nobody') })),
          },
          {
            key: 'person',
            kind: 'choice',
            label: t('by.person'),
            options: (people?.groups ?? []).filter((g) => g.key).map((g) => ({ value: g.key, label: g.name })),
          },
        ]}
        columns={[
          {
            key: 'case',
            title: t('case'),
            render: (i) =>
              // Without a grant the case stays unnamed: no link either, it would only be refused.
              may('cases.read') && (i.caseNumber ?? i.caseTitle) ? (
                <Go to={`/cases/${i.caseId}`}>{i.caseNumber ?? i.caseTitle}</Go>
              ) : (
                // What belongs to no case (a call of the hotline) has a page of its own.
                (i.caseNumber ??
                (i.caseId === null && subjectOf(i.itemType, may) ? (
                  <Go to={subjectOf(i.itemType, may)!.to(i.itemId)}>{itemText(i)}</Go>
                ) : (
                  itemText(i)
                )))
              ),
          },
          { key: 'title', title: t('caseTitle'), render: (i) => i.caseTitle ?? '—' },
          { key: 'service', title: t('by.service'), render: (i) => serviceText(i.service) },
          { key: 'person', title: t('by.person'), render: (i) => i.personName ?? '—' },
          { key: 'due', title: t('due'), render: (i) => <Moment at={i.dueAt} /> },
          { key: 'done', title: t('done'), render: (i) => (i.doneAt ? <Moment at={i.doneAt} /> : dateText(null)) },
          { key: 'state', title: t('state'), render: (i) => <State item={i} rate={rate} /> },
          {
            key: 'acts',
            title: '',
            render: (i) => (
              <ActBar
                size="small"
                acts={[
                  { key: 'events', label: t('events'), run: () => setShown(i) },
                  { key: 'ask', label: t('ask'), can: may('indicators.ask') && !i.exclusion && !i.asked, run: () => setAsking(i) },
                ]}
              />
            ),
          },
        ]}
        acts={[{ key: 'exclusions', label: t('exclusions.title'), run: () => go('/indicators/exclusions') }]}
        empty={t('emptyItems')}
      />
      <Drawer title={shown?.caseNumber ?? t('events')} open={shown !== null} onClose={() => setShown(null)} size={460} destroyOnHidden>
        {shown ? <Events item={shown} /> : null}
      </Drawer>
      <FormDrawer
        title={t('ask')}
        lead={t('askLead')}
        open={asking !== null}
        close={() => setAsking(null)}
        submitLabel={t('ask')}
        codes={{ 'unknown-exclusion': 'code' }}
        fields={[
          {
            name: 'code',
            kind: 'choice',
            label: t('exclusions.code'),
            required: true,
            options: (definition?.exclusions ?? []).map((c) => ({ value: c, label: exclusionText(c) })),
          },
          { name: 'reason', kind: 'longtext', label: t('exclusions.reason'), required: true, max: 500 },
        ]}
        submit={async (v) => {
          if (!asking) return
          await ask.mutateAsync({
            body: { letter, itemType: asking.itemType, itemId: asking.itemId, code: String(v.code), reason: String(v.reason) },
          })
          tell.done(t('asked'))
        }}
      />
    </>
  )
}
export default Drill
