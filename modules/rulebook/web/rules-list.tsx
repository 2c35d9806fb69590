import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listRules } from '../api.ts'
import { versionStates } from '../rules.ts'
import { VersionDrawer } from './version-drawer.tsx'

export const versionTones = { issued: 'done', submitted: 'active', returned: 'soon', approved: 'active', published: 'done' } as const
const RulesList = (): ReactNode => {
  const { t } = useTranslation('rulebook')
  const go = useGo()
  const may = useMay()
  const [open, setOpen] = useState(false)
  return (
    <>
      <ListPage
        name="rules"
        title={t('title')}
        endpoint={listRules}
        rowKey={(r) => r.id}
        open={(r) => `/rules/${r.id}`}
        filters={[
          {
            key: 'side',
            kind: 'choice',
            label: t('sideOf'),
            options: (['court', 'contractor'] as const).map((k) => ({ value: k, label: t(`side.${k}`) })),
          },
          { key: 'state', kind: 'choice', label: t('stateOf'), options: versionStates.map((k) => ({ value: k, label: t(`state.${k}`) })) },
        ]}
        columns={[
          { key: 'title', title: t('ruleTitle'), render: (r) => r.title },
          { key: 'side', title: t('sideOf'), render: (r) => r.contractor ?? t(`side.${r.side}`) },
          { key: 'version', title: t('version'), align: 'end', render: (r) => t('versionNo', { n: r.version }) },
          { key: 'on', title: t('effectiveOn'), render: (r) => dateText(r.effectiveOn) },
          { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={versionTones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
          {
            key: 'read',
            title: t('readOf'),
            render: (r) =>
              r.readByMe === null ? '—' : <StateTag tone={r.readByMe ? 'done' : 'soon'}>{t(r.readByMe ? 'read' : 'notRead')}</StateTag>,
          },
        ]}
        acts={[{ key: 'add', label: t('add'), primary: true, can: may('rulebook.keep'), run: () => setOpen(true) }]}
        empty={t('none')}
      />
      {open ? <VersionDrawer ruleId={null} close={() => setOpen(false)} made={(id) => go(`/rules/${id}`)} /> : null}
    </>
  )
}
export default RulesList
