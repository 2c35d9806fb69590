import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { listLaws } from '../api.ts'
import { lawKinds, type VersionState } from '../rules.ts'

export const versionTone: Record<VersionState, Tone> = {
  'in-force': 'done',
  coming: 'active',
  past: 'closed',
  repealed: 'closed',
  replaced: 'closed',
  undated: 'soon',
}
export const lawName = (name: { zh: string; en: string | null }): string => (language() === 'en' ? (name.en ?? name.zh) : name.zh)

const LawsList = (): ReactNode => {
  const { t } = useTranslation('laws')
  const go = useGo()
  const me = useMe()
  return (
    <ListPage
      name="laws"
      title={t('title')}
      endpoint={listLaws}
      rowKey={(r) => r.id}
      open={(r) => `/laws/${r.id}`}
      filters={[
        { key: 'q', kind: 'text', label: t('q') },
        { key: 'kind', kind: 'choice', label: t('kind'), options: lawKinds.map((k) => ({ value: k, label: t(`kinds.${k}`) })) },
        {
          key: 'cited',
          kind: 'choice',
          label: t('citedFilter'),
          options: [
            { value: 'yes', label: t('citedYes') },
            { value: 'no', label: t('citedNo') },
          ],
        },
        {
          key: 'incomplete',
          kind: 'choice',
          label: t('incomplete'),
          options: [
            { value: 'yes', label: t('incompleteYes') },
            { value: 'no', label: t('incompleteNo') },
          ],
        },
      ]}
      columns={[
        { key: 'name', title: t('name'), render: (r) => lawName(r.name) },
        { key: 'key', title: t('key'), render: (r) => r.key },
        { key: 'kind', title: t('kind'), render: (r) => t(`kinds.${r.kind}`) },
        { key: 'version', title: t('current'), render: (r) => [r.version, r.number].filter(Boolean).join(' · ') || '—' },
        {
          key: 'effective',
          title: t('effectiveOn'),
          render: (r) => (r.effectiveOn ? dateText(r.effectiveOn) : <span className="bw-quiet">{t('unknown')}</span>),
        },
        {
          key: 'state',
          title: t('state'),
          render: (r) => (r.state ? <StateTag tone={versionTone[r.state]}>{t(`states.${r.state}`)}</StateTag> : '—'),
        },
        { key: 'cited', title: t('cited'), align: 'end', render: (r) => r.cited },
        {
          key: 'reviews',
          title: t('openReviews'),
          align: 'end',
          hidden: me.side === 'contractor',
          render: (r) => (r.openReviews ? <StateTag tone="soon">{r.openReviews}</StateTag> : 0),
        },
        { key: 'issuer', title: t('issuer'), hidden: true, render: (r) => r.issuer ?? '—' },
        { key: 'own', title: t('own'), hidden: true, render: (r) => t(r.own ? 'ownYes' : 'ownNo') },
      ]}
      acts={[{ key: 'add', label: t('add'), primary: true, can: me.permissions.has('laws.keep'), run: () => go('/laws/new') }]}
      empty={t('none')}
    />
  )
}
export default LawsList
