import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { draftTemplate, editTemplate, listTemplates, readTemplate } from '../api.ts'
import { type AgreementKind, fields as holes } from '../rules.ts'

/** A new version begins from the text that counts now, or goes on with a draft (?id=). */
const TemplateNew = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const [search] = useSearchText()
  const kind: AgreementKind = search.kind === 'responsibility' ? 'responsibility' : 'nda'
  const list = useCall(listTemplates, { query: { kind, limit: 200 } })
  const base = search.id ? Number(search.id) : (list.data?.items.find((i) => i.counts === 'now')?.id ?? 0)
  return base ? <Draft key={base} base={base} kind={kind} own={Boolean(search.id)} /> : <Skeleton active aria-label={t('draft')} />
}
const Draft = ({ base, kind, own }: { base: number; kind: AgreementKind; own: boolean }): ReactNode => {
  const { t } = useTranslation('agreements')
  const go = useGo()
  const { data } = useCall(readTemplate, { params: { id: base } })
  const draft = useAct(draftTemplate)
  const edit = useAct(editTemplate)
  if (!data) return <Skeleton active aria-label={t('draft')} />
  return (
    <FormPage
      title={own ? t('edit') : t('draft')}
      kind={{ label: t('templates'), to: '/agreement-templates' }}
      lead={t('draftLead', { holes: holes.map((h) => `{{${h}}}`).join(' '), cite: '{{引:刑法#侵犯商业秘密}}' })}
      fields={[
        { name: 'label', kind: 'text', label: t('version'), required: true, max: 100 },
        { name: 'title', kind: 'text', label: t('docTitle'), required: true, max: 100 },
        { name: 'body', kind: 'longtext', label: t('text'), required: true, max: 40_000, rows: 22, wide: true },
      ]}
      initial={{ label: own ? data.label : '', title: data.title, body: data.body }}
      codes={{ 'template-label-taken': 'label', 'template-holes': 'body', 'template-law-unknown': 'body' }}
      cancel={() => go(own ? `/agreement-templates/${base}` : '/agreement-templates')}
      submit={async (v) => {
        const body = v as z.input<typeof editTemplate.body & z.ZodType>
        if (own) await edit.mutateAsync({ params: { id: base }, revision: data.revision, body })
        const id = own ? base : (await draft.mutateAsync({ body: { ...body, kind } })).id
        go(`/agreement-templates/${id}`)
      }}
    />
  )
}
export default TemplateNew
