import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import { listCandidates } from '../api.ts'
import { candidateStates } from '../rules/candidate.ts'
import { type Proposed, ProposeDrawer } from './propose-drawer.tsx'
import { RankTags, stateTone } from './words.tsx'

type Row = z.output<typeof listCandidates.response>['items'][number]
/** The contractor's own candidates, and the court's queue: law background and court experience first. */
const CandidatesList = (): ReactNode => {
  const { t } = useTranslation('candidates')
  const go = useGo()
  const may = useMay()
  const keep = may('candidates.keep')
  const [chosen, setChosen] = useState<{ rows: Proposed[]; done: () => void } | null>(null)
  const court = useMe().side === 'court'
  const bulk = (rows: readonly Row[], done: () => void) => [
    {
      key: 'propose',
      label: t('propose'),
      run: async () =>
        setChosen({
          rows: rows.filter((r) => r.state === 'draft').map((r) => ({ id: r.id, revision: r.revision, name: r.name ?? '' })),
          done,
        }),
    },
  ]
  return (
    <>
      <ListPage
        name="candidates"
        title={t('title')}
        endpoint={listCandidates}
        rowKey={(r) => r.id}
        open={(r) => `/candidates/${r.id}`}
        above={<p className="bw-lead">{t('listLead')}</p>}
        filters={[
          { key: 'q', kind: 'text', label: t('name') },
          {
            key: 'state',
            kind: 'choices',
            label: t('stateOf'),
            options: candidateStates.filter((s) => !court || s !== 'draft').map((s) => ({ value: s, label: t(`state.${s}`) })),
          },
        ]}
        columns={[
          { key: 'name', title: t('name'), render: (r) => <PersonName name={r.name ?? t('erasedName')} note={null} /> },
          { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={stateTone[r.state]}>{t(`state.${r.state}`)}</StateTag> },
          { key: 'rank', title: t('preference'), render: (r) => <RankTags law={r.lawBackground} years={r.courtYears} /> },
          { key: 'education', title: t('education'), render: (r) => (r.education ? t(`level.${r.education}`) : '—') },
          { key: 'missing', title: t('missing'), render: (r) => (r.missing ? t('nMissing', { n: r.missing }) : '—') },
          { key: 'role', title: t('role'), render: (r) => (r.role ? roleText(r.role) : '—') },
          { key: 'contractor', title: t('contractor'), hidden: !court, render: (r) => r.contractor },
          { key: 'engagement', title: t('engagement'), hidden: true, render: (r) => r.engagement ?? '—' },
          { key: 'proposedAt', title: t('proposedAt'), render: (r) => (r.proposedAt ? dateText(r.proposedAt) : '—') },
        ]}
        acts={[
          { key: 'new', label: t('create'), primary: true, can: keep, run: () => go('/candidates/new') },
          { key: 'import', label: t('import'), can: keep, run: () => go('/candidates/import') },
        ]}
        {...(keep ? { bulk } : {})}
        empty={t(keep ? 'noneHr' : 'none')}
      />
      {chosen ? <ProposeDrawer people={chosen.rows} done={chosen.done} close={() => setChosen(null)} /> : null}
    </>
  )
}
export default CandidatesList
