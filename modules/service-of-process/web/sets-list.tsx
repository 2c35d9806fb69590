import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../../../platform/ui/acts.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { discardSet, listSets } from '../api.ts'
import { setKinds } from '../rules/shape.ts'

/** What a clerk began and laid aside: without this list it could be reached by its address alone. */
const SetsList = (): ReactNode => {
  const { t } = useTranslation('service')
  const go = useGo()
  const tell = useTell()
  const discard = useAct(discardSet)
  return (
    <>
      <p className="bw-kind">
        <Go to="/service-orders">← {t('list')}</Go>
      </p>
      <ListPage
        name="service.sets"
        title={t('sets.title')}
        endpoint={listSets}
        rowKey={(r) => r.id}
        open={(r) => `/service-orders/new?set=${r.id}`}
        above={<p className="bw-lead">{t('sets.lead')}</p>}
        filters={[
          { key: 'mine', kind: 'choice', label: t('sets.mine'), options: [{ value: 'yes', label: t('sets.mineOnly') }] },
          {
            key: 'kind',
            kind: 'choice',
            label: t('setKind'),
            options: setKinds.map((value) => ({ value, label: t(`setKinds.${value}`) })),
          },
        ]}
        columns={[
          { key: 'set', title: t('set'), render: (r) => r.title },
          { key: 'case', title: t('case'), render: (r) => r.caseNumber ?? r.caseTitle ?? '—' },
          { key: 'kind', title: t('setKind'), render: (r) => t(`setKinds.${r.kind}`) },
          { key: 'documents', title: t('sets.documents'), align: 'end', render: (r) => r.documents },
          { key: 'madeBy', title: t('sets.madeBy'), render: (r) => r.madeByName ?? '—' },
          { key: 'madeAt', title: t('sets.madeAt'), render: (r) => <Moment at={r.createdAt} /> },
          {
            key: 'discard',
            title: '',
            render: (r) => (
              <ActButton
                size="small"
                act={{
                  key: 'discard',
                  label: t('sets.discard'),
                  confirm: t('sets.discardSure'),
                  run: async () => {
                    await discard.mutateAsync({ params: { id: r.id } })
                    tell.done(t('sets.discarded'))
                  },
                }}
              />
            ),
          },
        ]}
        acts={[{ key: 'new', label: t('new'), primary: true, run: () => go('/service-orders/new') }]}
        empty={t('sets.empty')}
      />
    </>
  )
}
export default SetsList
