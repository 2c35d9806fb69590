import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { readPersonTraining } from '../api-tests.ts'
import { TrainingOf } from './training-of.tsx'

const PersonTraining = (): ReactNode => {
  const { t } = useTranslation('training')
  const id = Number(usePathParams().id)
  const { data, error, refetch } = useCall(readPersonTraining, { params: { id } })
  return (
    <RecordPage
      kind={{ label: t('annual'), to: '/training/annual' }}
      title={data ? t('personTitle', { name: data.name }) : undefined}
      error={error}
      retry={() => void refetch()}
    >
      {data ? <TrainingOf data={data} own={false} /> : null}
    </RecordPage>
  )
}
export default PersonTraining
