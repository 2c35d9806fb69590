import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import { handInMaterial, readOptions } from '../api.ts'
import { ItemsInput } from './shown.tsx'

/** 交窗口发出: what goes to a party or another unit without the effect of service. */
const HandIn = (): ReactNode => {
  const { t } = useTranslation('materials')
  const go = useGo()
  const tell = useTell()
  const [search] = useSearchText()
  const send = useAct(handInMaterial)
  const { data, error, refetch } = useCall(readOptions, {})
  return (
    <FormPage
      title={t('out.title')}
      kind={{ label: t('title'), to: '/materials' }}
      lead={t('out.lead')}
      loading={!data}
      error={error}
      retry={() => void refetch()}
      draft="materials.out"
      initial={search.caseId ? { caseId: Number(search.caseId) } : {}}
      schema={handInMaterial.body!}
      fields={[
        { name: 'caseId', kind: 'own', label: t('case'), required: true, input: (o) => <CasePicker {...o} /> },
        { name: 'addressee', kind: 'text', label: t('addressee'), required: true, max: 200, hint: t('out.addresseeHint') },
        ...((data?.engagements.length ?? 0) > 1
          ? [
              {
                name: 'engagementId',
                kind: 'choice' as const,
                numeric: true,
                label: t('engagement'),
                required: true,
                options: data!.engagements.map((e) => ({ value: String(e.id), label: `${e.contractor} · ${e.title}` })),
              },
            ]
          : []),
        { name: 'items', kind: 'own', label: t('content'), wide: true, required: true, input: (o) => <ItemsInput {...o} /> },
        { name: 'note', kind: 'longtext', label: t('note'), wide: true, max: 500, rows: 2 },
      ]}
      codes={{ 'no-engagement': 'engagementId', 'case-closed-to-desk': 'caseId' }}
      submitLabel={t('out.submit')}
      submit={async (v) => {
        const r = await send.mutateAsync({ body: v as z.input<NonNullable<typeof handInMaterial.body>> })
        tell.done(t('out.done', { number: r.number }))
        go(`/materials/${r.id}`)
      }}
    />
  )
}
export default HandIn
