import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { readSessionTimes, setSessionTimes } from '../api-times.ts'

const FIELDS = [
  ['lockMinutes', 1, 120],
  ['lockMinutesContractor', 1, 120],
  ['idleMinutes', 5, 480],
  ['sessionHours', 1, 24],
  ['passwordDays', 30, 365],
] as const

/** The security administrator says after how long a screen that is left locks (7.3.2.5). */
const SessionTimes = (): ReactNode => {
  const { t } = useTranslation('accounts')
  const tell = useTell()
  const { data, error, refetch } = useCall(readSessionTimes, {})
  const set = useAct(setSessionTimes)
  return (
    <FormPage
      key={data?.revision}
      title={t('times.title')}
      lead={t('times.lead')}
      loading={!data}
      error={error}
      retry={() => void refetch()}
      schema={setSessionTimes.body}
      columns={2}
      initial={data ? { ...data } : {}}
      fields={FIELDS.map(([name, min, max]) => ({ name, kind: 'number' as const, label: t(`times.${name}`), required: true, min, max }))}
      submit={async (v) => {
        await set.mutateAsync({ body: setSessionTimes.body!.parse(v), revision: data!.revision })
        tell.done(t('times.saved'))
      }}
    />
  )
}
export default SessionTimes
