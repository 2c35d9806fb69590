import type { ReactNode } from 'react'
import { Temporal } from 'temporal-polyfill'
import { useTranslation } from 'react-i18next'
import { nowText } from '../../../platform/ui/dates.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { enterCall, readSettings } from '../api.ts'

interface Values {
  number?: string
  queuedAt: string
  waited: number
  talked?: number
  agentId?: number
}
/** A call that the telephone system did not record: moment of coming in, seconds waited, seconds spoken. */
const CallNew = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const me = useMe()
  const { data } = useCall(readSettings, {})
  const enter = useAct(enterCall)
  const lead = me.roles.includes('teamLead')
  return (
    <FormPage
      title={t('enter.title')}
      kind={{ label: t('calls.title'), to: '/hotline/calls' }}
      lead={t('enter.lead')}
      columns={2}
      initial={{ queuedAt: nowText(), waited: 0 }}
      codes={{ 'order-wrong': 'queuedAt', future: 'queuedAt', 'too-long-ago': 'queuedAt', 'agent-unknown': 'agentId' }}
      fields={[
        { name: 'queuedAt', kind: 'time', label: t('queuedAt'), required: true },
        { name: 'number', kind: 'text', label: t('number'), max: 40 },
        { name: 'waited', kind: 'number', label: t('enter.waited'), min: 0, max: 7200, required: true },
        { name: 'talked', kind: 'number', label: t('enter.talked'), min: 0, max: 36_000, hint: t('enter.talkedHint') },
        ...(lead
          ? [
              {
                name: 'agentId',
                kind: 'choice' as const,
                label: t('agent'),
                numeric: true,
                options: (data?.agents ?? []).map((a) => ({ value: String(a.id), label: a.name })),
              },
            ]
          : []),
      ]}
      submit={async (v) => {
        const { number, queuedAt, waited, talked, agentId } = v as unknown as Values
        const at = (seconds: number): string => Temporal.Instant.from(queuedAt).add({ seconds }).toString()
        const done = await enter.mutateAsync({
          body: {
            number: number ?? null,
            queuedAt,
            answeredAt: talked === undefined || talked === null ? null : at(waited),
            endedAt: at(waited + (talked ?? 0)),
            agentId: agentId ?? null,
          },
        })
        go(`/hotline/calls/${done.id}`)
      }}
    />
  )
}
export default CallNew
