import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { readMyGate } from '../api.ts'
import { GateChecklist } from './public.tsx'

/** Outsourced staff see their own checklist: what is missing and who has to act. */
const MyGate = (): ReactNode => {
  const { t } = useTranslation('workforce')
  const { data, error, refetch } = useCall(readMyGate, {})
  return (
    <section>
      <header className="bw-head">
        <div className="bw-name">
          <h1>{t('mine')}</h1>
          {data ? (
            data.admitted ? (
              <StateTag tone="done">{t('admitted')}</StateTag>
            ) : (
              <StateTag tone="soon">{t('notAdmitted')}</StateTag>
            )
          ) : null}
        </div>
      </header>
      <div className="bw-sheet bw-pad bw-formsheet">
        <p className="bw-lead">{t('gateLead')}</p>
        {error ? (
          <Refusal problem={error} retry={() => void refetch()} />
        ) : data ? (
          <GateChecklist gate={data.gate} mine />
        ) : (
          <Skeleton active title={false} paragraph={{ rows: 8 }} />
        )}
      </div>
    </section>
  )
}
export default MyGate
