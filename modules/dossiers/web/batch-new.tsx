import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import { handOver, handOverOptions } from '../api.ts'
import { nodes } from '../rules.ts'

const BatchNew = (): ReactNode => {
  const { t } = useTranslation('dossiers')
  const go = useGo()
  const tell = useTell()
  const [search] = useSearchText()
  const { data, error, refetch } = useCall(handOverOptions, {})
  const send = useAct(handOver)
  const several = (data?.engagements.length ?? 0) > 1
  return (
    <FormPage
      title={t('new')}
      kind={{ label: t('list'), to: '/dossiers/batches' }}
      lead={t('newLead')}
      draft="dossiers.batch"
      schema={handOver.body!}
      loading={!data}
      error={error}
      retry={() => void refetch()}
      initial={{ node: 'filing', ...(search.caseId ? { caseId: Number(search.caseId) } : {}) }}
      fields={[
        { name: 'caseId', kind: 'own', label: t('case'), required: true, input: (o) => <CasePicker {...o} /> },
        {
          name: 'node',
          kind: 'radio',
          label: t('node'),
          required: true,
          options: nodes.map((n) => ({ value: n, label: t(`nodes.${n}`) })),
        },
        { name: 'pages', kind: 'number', label: t('sent'), required: true, min: 1 },
        ...(several
          ? [
              {
                name: 'engagementId',
                kind: 'choice' as const,
                label: t('engagement'),
                required: true,
                numeric: true,
                options: (data?.engagements ?? []).map((e) => ({ value: String(e.id), label: `${e.contractor} · ${e.title}` })),
              },
            ]
          : []),
        { name: 'note', kind: 'longtext', label: t('note'), max: 500 },
      ]}
      submit={async (v) => {
        const made = await send.mutateAsync({ body: v as z.input<NonNullable<typeof handOver.body>> })
        tell.done(t('handedOver'))
        go(`/dossiers/batches/${made.id}`)
      }}
    />
  )
}
export default BatchNew
