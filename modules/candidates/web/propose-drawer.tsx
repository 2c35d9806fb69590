import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../../platform/ui/call.ts'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { EngagementPicker, roleText } from '../../organisations/web/public.tsx'
import { proposeCandidates } from '../api.ts'
import { type MissingLine, proposableRoles } from '../rules/candidate.ts'

export interface Proposed {
  id: number
  revision: number
  name: string
}
type Short = { id: number; name: string; missing: MissingLine[] }

/** Proposes one or many for the same engagement and post; what is missing is listed person by person. */
export const ProposeDrawer = (p: { people: readonly Proposed[]; done: () => void; close: () => void }): ReactNode => {
  const { t } = useTranslation('candidates')
  const tell = useTell()
  const propose = useAct(proposeCandidates)
  const [short, setShort] = useState<Short[]>([])
  return (
    <FormDrawer
      title={t('propose')}
      lead={p.people.length ? t('proposeLead', { names: listText(p.people.map((x) => x.name)) }) : t('proposeNobody')}
      open
      close={p.close}
      fields={[
        { name: 'engagementId', kind: 'own', label: t('engagement'), required: true, input: (o) => <EngagementPicker {...o} /> },
        {
          name: 'role',
          kind: 'choice',
          label: t('role'),
          required: true,
          options: proposableRoles.map((r) => ({ value: r, label: roleText(r) })),
        },
        { name: 'team', kind: 'text', label: t('team'), max: 40 },
        { name: 'fromDate', kind: 'date', label: t('fromDate'), required: true },
      ]}
      initial={{ role: 'operator', fromDate: todayText() }}
      codes={{ 'engagement-unknown': 'engagementId', 'engagement-ended': 'engagementId', 'post-outside-term': 'fromDate' }}
      submitLabel={t('propose')}
      below={() =>
        short.length ? (
          <ul>
            {short.map((s) => (
              <li key={s.id}>
                {s.name}：{s.missing.map((m) => `${t(`gap.${m.code}`)}（${m.clause}）`).join('；')}
              </li>
            ))}
          </ul>
        ) : null
      }
      submit={async (v) => {
        try {
          await propose.mutateAsync({
            body: {
              engagementId: Number(v.engagementId),
              candidates: p.people.map((x) => ({
                id: x.id,
                revision: x.revision,
                role: v.role as (typeof proposableRoles)[number],
                team: (v.team as string | undefined) ?? null,
                fromDate: String(v.fromDate),
              })),
            },
          })
        } catch (e) {
          if (e instanceof Problem && e.code === 'candidates-not-ready') setShort((e.detail as { candidates: Short[] }).candidates)
          throw e
        }
        tell.done(t('proposedDone'))
        p.done()
      }}
    />
  )
}
