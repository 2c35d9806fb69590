import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { readMine } from '../api-tests.ts'
import { TrainingOf } from './training-of.tsx'

const MyTraining = (): ReactNode => {
  const { t } = useTranslation('training')
  const { data, error, refetch } = useCall(readMine, {})
  useTitle(t('mine'))
  return (
    <section>
      <header className="bw-head">
        <h1>{t('mine')}</h1>
      </header>
      {error ? <Refusal problem={error} retry={() => void refetch()} /> : data ? <TrainingOf data={data} own /> : <Skeleton active />}
    </section>
  )
}
export default MyTraining
