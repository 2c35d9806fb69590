import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { createLaw } from '../api.ts'
import { lawKinds } from '../rules.ts'
import { readArticles, versionCodes, versionFields } from './version-fields.tsx'

const LawNew = (): ReactNode => {
  const { t } = useTranslation()
  const go = useGo()
  const create = useAct(createLaw)
  return (
    <FormPage
      title={t('laws:add')}
      kind={{ label: t('laws:title'), to: '/laws' }}
      lead={t('laws:addLead')}
      draft="law.new"
      columns={2}
      fields={[
        { name: 'nameZh', kind: 'text', label: t('laws:nameZh'), required: true, max: 200, wide: true },
        { name: 'nameEn', kind: 'text', label: t('laws:nameEn'), max: 300, wide: true },
        { name: 'key', kind: 'text', label: t('laws:key'), required: true, max: 40, hint: t('laws:keyHint') },
        {
          name: 'kind',
          kind: 'choice',
          label: t('laws:kind'),
          required: true,
          options: lawKinds.map((k) => ({ value: k, label: t(`laws:kinds.${k}`) })),
        },
        { name: 'issuer', kind: 'text', label: t('laws:issuer'), max: 200 },
        ...versionFields(t),
      ]}
      codes={{ ...versionCodes, 'law-key-taken': 'key', 'article-line': 'articles' }}
      cancel={() => go('/laws')}
      submit={async (v) => {
        const made = await create.mutateAsync({
          body: { ...v, articles: readArticles(v.articles) } as z.input<typeof createLaw.body & z.ZodType>,
        })
        go(`/laws/${made.id}`)
      }}
    />
  )
}
export default LawNew
