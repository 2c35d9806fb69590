import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { changeCandidate, readCandidate } from '../api.ts'
import { bodyOf, candidateFields } from './candidate-fields.tsx'

const CandidateChange = (): ReactNode => {
  const { t } = useTranslation('candidates')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const { data, error } = useCall(readCandidate, { params: { id } })
  const change = useAct(changeCandidate)
  if (error) return <Refusal problem={error} />
  if (!data) return null
  const fields = candidateFields(t, false)
  const at = data as unknown as Record<string, unknown>
  const initial = Object.fromEntries(
    fields.filter((f) => f.kind !== 'heading' && f.name !== 'idNo').map((f) => [f.name, at[f.name] ?? undefined]),
  )
  return (
    <FormPage
      title={t('change')}
      kind={{ label: data.name ?? t('one'), to: `/candidates/${id}` }}
      columns={2}
      fields={fields}
      initial={{ ...initial, conviction: data.conviction === null ? undefined : data.conviction ? 'yes' : 'no' }}
      submit={async (v) => {
        await change.mutateAsync({
          params: { id },
          revision: data.revision,
          body: bodyOf(v) as z.input<NonNullable<typeof changeCandidate.body>>,
        })
        tell.done(t('saved'))
        go(`/candidates/${id}`)
      }}
    />
  )
}
export default CandidateChange
