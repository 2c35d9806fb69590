import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText, DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { language, listText } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { closeReview, listReviews } from '../api.ts'
import { lawName } from './laws-list.tsx'

type Row = Reply<typeof listReviews>['items'][number]

/** 5.1: what cites a changed law is looked at again, place by place. */
const ReviewsList = (): ReactNode => {
  const { t } = useTranslation('laws')
  const tell = useTell()
  const close = useAct(closeReview)
  const [picked, setPicked] = useState<Row | null>(null)
  return (
    <>
      <ListPage
        name="law.reviews"
        title={t('reviews')}
        endpoint={listReviews}
        rowKey={(r) => r.id}
        above={<p className="bw-lead">{t('reviewsLead')}</p>}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('state'),
            options: (['open', 'late', 'done'] as const).map((s) => ({ value: s, label: t(`reviewState.${s}`) })),
          },
          { key: 'lawId', kind: 'own', label: t('law'), width: 0, input: () => null },
        ]}
        columns={[
          { key: 'title', title: t('place'), render: (r) => (r.link ? <Go to={r.link}>{r.title[language()]}</Go> : r.title[language()]) },
          { key: 'law', title: t('law'), render: (r) => <Go to={`/laws/${r.lawId}`}>{lawName(r.law)}</Go> },
          {
            key: 'change',
            title: t('change'),
            render: (r) => `${t(`changeKinds.${r.change}`)} · ${r.version}${r.countsOn ? ` · ${dateText(r.countsOn)}` : ''}`,
          },
          { key: 'articles', title: t('articles'), render: (r) => listText(r.articles) || '—' },
          { key: 'due', title: t('due'), render: (r) => (r.doneAt ? <Moment at={r.dueAt} /> : <DueTag due={r.dueAt} />) },
          {
            key: 'state',
            title: t('state'),
            render: (r) =>
              r.outcome ? (
                <span>
                  <StateTag tone="done">{t(`outcomes.${r.outcome}`)}</StateTag>{' '}
                  <span className="bw-quiet">{[r.doneBy, r.note].filter(Boolean).join(' · ')}</span>
                </span>
              ) : (
                <StateTag tone="soon">{t('reviewState.open')}</StateTag>
              ),
          },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar size="small" acts={[{ key: 'close', label: t('close'), can: r.can.close.ok, run: () => setPicked(r) }]} />
            ),
          },
        ]}
        empty={t('noReviews')}
      />
      <FormDrawer
        title={t('close')}
        lead={t('closeLead')}
        open={picked !== null}
        close={() => setPicked(null)}
        fields={[
          {
            name: 'outcome',
            kind: 'radio',
            label: t('outcome'),
            required: true,
            options: (['unchanged', 'changed'] as const).map((o) => ({ value: o, label: t(`outcomes.${o}`) })),
          },
          { name: 'note', kind: 'longtext', label: t('note'), required: true, max: 1000 },
        ]}
        submitLabel={t('close')}
        submit={async (v) => {
          if (!picked) return
          await close.mutateAsync({ params: { id: picked.id }, body: v as { outcome: 'unchanged'; note: string } })
          tell.done(t('closed'))
        }}
      />
    </>
  )
}
export default ReviewsList
