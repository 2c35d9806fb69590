import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type fact as factSchema, revokeFact } from '../api.ts'

type Fact = z.output<typeof factSchema>

/** What was recorded, revoked lines included: the history of an admission is part of its proof. */
export const GateFacts = ({ facts }: { facts: readonly Fact[] }): ReactNode => {
  const { t } = useTranslation('workforce')
  const tell = useTell()
  const [picked, setPicked] = useState<Fact | null>(null)
  const revoke = useAct(revokeFact)
  if (facts.length === 0) return <p className="bw-quiet">{t('noFacts')}</p>
  return (
    <>
      <DataTable
        label={t('facts')}
        rows={facts}
        rowKey={(f) => f.id}
        columns={[
          { key: 'kind', title: t('kind'), render: (f) => (f.phase ? t(`phaseKind.${f.phase}`) : t(`factKind.${f.kind}`)) },
          { key: 'onDate', title: t('onDate'), render: (f) => dateText(f.onDate) },
          {
            key: 'outcome',
            title: t('outcome'),
            render: (f) =>
              f.revokedAt ? (
                <StateTag tone="closed">{t('revoked')}</StateTag>
              ) : f.kind === 'veto' ? (
                <StateTag tone="late">{t('vetoed')}</StateTag>
              ) : f.passed ? (
                <StateTag tone="done">{f.halfDays === null ? t('passed') : t('half', { n: f.halfDays })}</StateTag>
              ) : (
                <StateTag tone="late">{t('failed')}</StateTag>
              ),
          },
          { key: 'until', title: t('validUntil'), render: (f) => dateText(f.validUntil) },
          {
            key: 'reference',
            title: t('reference'),
            render: (f) =>
              [f.reference, f.topics ? listText(f.topics.map((k) => t(`topic.${k}`))) : null, f.note].filter(Boolean).join(' · ') || '—',
          },
          {
            key: 'by',
            title: t('by2'),
            render: (f) => (
              <span className="bw-quiet">
                {f.recordedBy ?? (f.source ? t('bySystem') : '—')} <Moment at={f.recordedAt} />
              </span>
            ),
          },
          {
            key: 'acts',
            title: '',
            render: (f) => (
              <ActBar size="small" acts={[{ key: 'revoke', label: t('revoke'), can: f.can.revoke.ok, run: () => setPicked(f) }]} />
            ),
          },
        ]}
      />
      <FormDrawer
        title={t('revokeTitle')}
        open={picked !== null}
        close={() => setPicked(null)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('revoke')}
        submit={async (v) => {
          if (!picked) return
          await revoke.mutateAsync({ params: { id: picked.id }, body: v as { reason: string } })
          tell.done(t('revoked'))
        }}
      />
    </>
  )
}
