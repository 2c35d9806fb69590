import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { decideExclusion, listExclusions } from '../api.ts'
import { indicatorOf } from '../rules.ts'
import { exclusionText, itemText } from './exclusion-text.ts'

const Exclusions = (): ReactNode => {
  const { t } = useTranslation('indicators')
  const may = useMay()
  const tell = useTell()
  const decide = useAct(decideExclusion)
  const decided = async (id: number, approved: boolean): Promise<void> => {
    await decide.mutateAsync({ params: { id }, body: { approved } })
    tell.done(t(approved ? 'exclusions.approved' : 'exclusions.refused'))
  }
  return (
    <>
      <p className="bw-kind">
        <Go to="/indicators">← {t('title')}</Go>
      </p>
      <ListPage
        name="exclusions"
        title={t('exclusions.title')}
        endpoint={listExclusions}
        page={(r) => ({ items: r.items, next: r.next === null ? null : String(r.next) })}
        rowKey={(x) => x.id}
        above={<p className="bw-lead">{t('exclusions.lead')}</p>}
        columns={[
          {
            key: 'letter',
            title: t('one'),
            render: (x) => {
              const i = indicatorOf(x.letter)
              return <Go to={`/indicators/${x.letter}`}>{`${x.letter}　${i ? (language() === 'zh' ? i.nameZh : i.nameEn) : ''}`}</Go>
            },
          },
          {
            key: 'item',
            title: t('exclusions.item'),
            render: (x) => (
              <>
                {x.caseId ? (
                  <>
                    <Go to={`/cases/${x.caseId}`}>{x.caseName}</Go> ·{' '}
                  </>
                ) : null}
                {itemText(x)}
              </>
            ),
          },
          { key: 'code', title: t('exclusions.code'), render: (x) => exclusionText(x.code) },
          { key: 'reason', title: t('exclusions.reason'), render: (x) => x.reason },
          { key: 'by', title: t('exclusions.by'), render: (x) => x.askedByName ?? '—' },
          { key: 'at', title: t('exclusions.at'), render: (x) => <Moment at={x.askedAt} /> },
          {
            key: 'state',
            title: t('state'),
            render: (x) =>
              x.approved === null ? (
                <StateTag tone="soon">{t('exclusions.waiting')}</StateTag>
              ) : x.approved ? (
                <StateTag tone="done">{t('exclusions.approved')}</StateTag>
              ) : (
                <StateTag tone="closed">{t('exclusions.refused')}</StateTag>
              ),
          },
          {
            key: 'acts',
            title: '',
            render: (x) =>
              x.approved === null && may('indicators.decide') ? (
                <ActBar
                  size="small"
                  acts={[
                    { key: 'yes', label: t('exclusions.approve'), run: () => decided(x.id, true), confirm: t('exclusions.sure') },
                    { key: 'no', label: t('exclusions.refuse'), run: () => decided(x.id, false), confirm: t('exclusions.sureNot') },
                  ]}
                />
              ) : null,
          },
        ]}
        empty={t('exclusions.none')}
      />
    </>
  )
}
export default Exclusions
