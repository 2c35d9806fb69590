import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { beginStatement, readFinancialStatement } from '../api.ts'
import { periodKinds, periodStands } from '../rules/statements.ts'
import { figureFields, figuresOf, periodText, yuanOf } from './words.tsx'

/** What can be handed in today: the quarters and years of this year and the two before that are over. */
const periods = (kind: (typeof periodKinds)[number], today: string): string[] => {
  const year = Number(today.slice(0, 4))
  return [year, year - 1, year - 2]
    .flatMap((y) => (kind === 'year' ? [`${y}`] : [4, 3, 2, 1].map((q) => `${y}-Q${q}`)))
    .filter((p) => periodStands(p, today).ok)
}
const StatementNew = (): ReactNode => {
  const { t } = useTranslation('standing')
  const [search] = useSearchText()
  const over = Number(search.over) || null
  const { data, error } = useCall(readFinancialStatement, { params: { id: over ?? 0 } }, { enabled: over !== null })
  if (over !== null && !data && !error) return null
  return <Filled key={data?.id ?? 0} before={data ?? null} title={data && data.state !== 'returned' ? t('restate') : t('newStatement')} />
}
const Filled = ({
  before,
  title,
}: {
  before: { id: number; period: string; state: string; figures: Parameters<typeof yuanOf>[0] } | null
  title: string
}): ReactNode => {
  const { t } = useTranslation('standing')
  const go = useGo()
  const tell = useTell()
  const begin = useAct(beginStatement)
  const restating = before !== null && before.state !== 'returned'
  const choices = (kind: (typeof periodKinds)[number]) => periods(kind, todayText()).map((p) => ({ value: p, label: periodText(t, p) }))
  return (
    <FormPage
      title={before ? `${title} ${periodText(t, before.period)}` : title}
      kind={{ label: t('title'), to: '/standing' }}
      lead={t(restating ? 'restateLead' : 'newLead')}
      columns={2}
      {...(before ? {} : { draft: 'financial-statement.new' })}
      fields={[
        ...(before
          ? []
          : [
              {
                name: 'kind',
                kind: 'radio' as const,
                label: t('periodKind'),
                required: true,
                options: periodKinds.map((k) => ({ value: k, label: t(`periodKinds.${k}`) })),
              },
              {
                name: 'quarter',
                kind: 'choice' as const,
                label: t('period'),
                required: true,
                options: choices('quarter'),
                when: (v: Record<string, unknown>) => v.kind === 'quarter',
              },
              {
                name: 'year',
                kind: 'choice' as const,
                label: t('period'),
                required: true,
                options: choices('year'),
                when: (v: Record<string, unknown>) => v.kind === 'year',
              },
            ]),
        ...(restating ? [{ name: 'restates', kind: 'longtext' as const, label: t('restates'), required: true, max: 500, wide: true }] : []),
        ...figureFields(t),
      ]}
      initial={before ? yuanOf(before.figures) : { kind: 'quarter' }}
      codes={{ 'financial-statement-known': 'quarter', 'period-not-over': 'quarter', 'restatement-reason': 'restates' }}
      submitLabel={t('saveDraft')}
      submit={async (v) => {
        const { id } = await begin.mutateAsync({
          body: {
            period: before ? before.period : String(v.kind === 'year' ? v.year : v.quarter),
            figures: figuresOf(v),
            restates: v.restates ? String(v.restates) : null,
          },
        })
        tell.done(t('draftSaved'))
        go(`/financial-statements/${id}`)
      }}
    />
  )
}
export default StatementNew
