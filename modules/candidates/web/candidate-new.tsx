import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { createCandidate } from '../api.ts'
import { bodyOf, candidateFields } from './candidate-fields.tsx'

const CandidateNew = (): ReactNode => {
  const { t } = useTranslation('candidates')
  const go = useGo()
  const tell = useTell()
  const create = useAct(createCandidate)
  return (
    <FormPage
      title={t('create')}
      kind={{ label: t('title'), to: '/candidates' }}
      lead={t('createLead')}
      columns={2}
      fields={candidateFields(t, true)}
      initial={{ courtYears: 0, lawBackground: false }}
      submit={async (v) => {
        const { id } = await create.mutateAsync({ body: bodyOf(v) as z.input<NonNullable<typeof createCandidate.body>> })
        tell.done(t('saved'))
        go(`/candidates/${id}`)
      }}
    />
  )
}
export default CandidateNew
