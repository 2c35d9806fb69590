import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { listGaps, settleGap } from '../api-knowledge.ts'

const GapsList = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const may = useMay()
  const [laying, setLaying] = useState<{ id: number; revision: number } | null>(null)
  const settle = useAct(settleGap)
  return (
    <>
      <ListPage
        name="hotline-gaps"
        title={t('gap.title')}
        endpoint={listGaps}
        rowKey={(r) => r.id}
        filters={[
          {
            key: 'open',
            kind: 'choice',
            label: t('stateOf'),
            options: ['yes', 'no'].map((v) => ({ value: v, label: t(`gap.open.${v}`) })),
          },
        ]}
        columns={[
          { key: 'question', title: t('gap.question'), render: (r) => r.question },
          { key: 'by', title: t('agent'), render: (r) => r.by },
          { key: 'at', title: t('gap.at'), render: (r) => <Moment at={r.at} /> },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => <StateTag tone={r.settledAt ? 'done' : 'soon'}>{t(`gap.open.${r.settledAt ? 'no' : 'yes'}`)}</StateTag>,
          },
          {
            key: 'what',
            title: t('gap.became'),
            render: (r) => (r.articleId ? <Go to={`/hotline/articles/${r.articleId}`}>{t('knowledge.one')}</Go> : r.reason || '—'),
          },
          {
            key: 'acts',
            title: '',
            render: (r) =>
              r.settledAt || !may('hotline.settleGap') ? null : (
                <ActBar
                  acts={[
                    {
                      key: 'write',
                      label: t('gap.write'),
                      run: () => go(`/hotline/articles/new?gap=${r.id}&question=${encodeURIComponent(r.question)}`),
                    },
                    { key: 'lay', label: t('gap.lay'), run: () => setLaying(r) },
                  ]}
                />
              ),
          },
        ]}
        empty={t('gap.empty')}
      />
      <FormDrawer
        title={t('gap.lay')}
        open={laying !== null}
        close={() => setLaying(null)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submit={async (v) => {
          await settle.mutateAsync({ params: { id: laying!.id }, revision: laying!.revision, body: v as { reason: string } })
        }}
      />
    </>
  )
}
export default GapsList
