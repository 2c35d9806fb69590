import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { EngagementPicker } from '../../organisations/web/public.tsx'
import { createStatement } from '../api.ts'
import { type StatementKind, statementKinds } from '../rules.ts'
import { fenOf } from './money.ts'
import { periodsAround, periodText } from './period.ts'

const StatementNew = (): ReactNode => {
  const { t } = useTranslation('wages')
  const go = useGo()
  const tell = useTell()
  const create = useAct(createStatement)
  // A duty leads here with what it is of.
  const [asked] = useSearchText()
  const kind = statementKinds.find((k) => k === asked.kind)
  return (
    <FormPage
      title={t('newStatement')}
      kind={{ label: t('statements'), to: '/expense-statements' }}
      lead={t('newLead')}
      fields={[
        { name: 'engagementId', kind: 'own', label: t('engagement'), required: true, input: (o) => <EngagementPicker {...o} /> },
        {
          name: 'kind',
          kind: 'choice',
          label: t('kindOf'),
          required: true,
          options: statementKinds.map((k) => ({ value: k, label: t(`statementKind.${k}`) })),
        },
        {
          name: 'quarter',
          kind: 'choice',
          label: t('period'),
          required: true,
          options: periodsAround(true, todayText()).map((p) => ({ value: p, label: periodText(t, p) })),
          when: (v) => v.kind === 'quarter',
        },
        {
          name: 'year',
          kind: 'choice',
          label: t('period'),
          required: true,
          options: periodsAround(false, todayText()).map((p) => ({ value: p, label: periodText(t, p) })),
          when: (v) => v.kind === 'year' || v.kind === 'payPlan',
        },
        {
          name: 'yuan',
          kind: 'number',
          label: t('amount'),
          required: true,
          min: 0,
          max: 10_000_000_000,
          when: (v) => v.kind !== 'payPlan',
        },
        { name: 'text', kind: 'longtext', label: t('text'), required: true, max: 10000 },
      ]}
      initial={kind ? { kind, ...(asked.period ? { [kind === 'quarter' ? 'quarter' : 'year']: asked.period } : {}) } : {}}
      codes={{
        'engagement-unknown': 'engagementId',
      }}
      submit={async (v) => {
        const { id } = await create.mutateAsync({
          body: {
            engagementId: Number(v.engagementId),
            kind: v.kind as StatementKind,
            period: String(v.kind === 'quarter' ? v.quarter : v.year),
            text: String(v.text),
            fen: fenOf(v.yuan),
          },
        })
        tell.done(t('saved'))
        go(`/expense-statements/${id}`)
      }}
    />
  )
}
export default StatementNew
