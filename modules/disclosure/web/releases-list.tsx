import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { exportReleases, listReleases } from '../api.ts'
import { releaseKinds, type ShownState, shownStates } from '../rules.ts'

export const tones: Record<ShownState, Tone> = {
  received: 'late',
  asked: 'soon',
  permitted: 'active',
  refused: 'late',
  ended: 'closed',
  lapsed: 'closed',
}
const ReleasesList = (): ReactNode => {
  const { t, i18n } = useTranslation('disclosure')
  const go = useGo()
  const me = useMe()
  return (
    <ListPage
      name="releases"
      title={t('releases')}
      endpoint={listReleases}
      rowKey={(r) => r.id}
      open={(r) => `/releases/${r.id}`}
      filters={[
        { key: 'state', kind: 'choice', label: t('stateOf'), options: shownStates.map((k) => ({ value: k, label: t(`state.${k}`) })) },
        { key: 'kind', kind: 'choice', label: t('kindOf'), options: releaseKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })) },
      ]}
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
        { key: 'recipient', title: t('recipient'), render: (r) => r.recipient },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
        { key: 'case', title: t('caseOf'), render: (r) => r.caseNumber ?? r.caseSaid ?? (r.caseId ? t('caseHidden') : t('caseNone')) },
        { key: 'until', title: t('until'), render: (r) => dateText(r.allowedUntil ?? r.untilOn) },
        { key: 'times', title: t('times'), align: 'end', render: (r) => r.times || '—' },
        { key: 'made', title: t('madeAt'), render: (r) => <Moment at={r.madeAt} /> },
      ]}
      acts={[
        { key: 'new', label: t('newRelease'), primary: true, can: me.permissions.has('disclosure.ask'), run: () => go('/releases/new') },
        {
          key: 'demand',
          label: t('newDemand'),
          can: me.side === 'contractor' || me.permissions.has('disclosure.ask'),
          run: () => go('/releases/demand'),
        },
      ]}
      {...(me.permissions.has('disclosure.review')
        ? { exportFrom: exportReleases, fixed: { language: i18n.language.startsWith('zh') ? 'zh' : 'en' } }
        : {})}
      empty={t('releasesNone')}
    />
  )
}
export default ReleasesList
