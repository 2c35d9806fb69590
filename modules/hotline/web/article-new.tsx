import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { newArticle } from '../api-knowledge.ts'
import { topics } from '../rules/kinds.ts'

/** A draft: the court approves it before any agent reads it. */
const ArticleNew = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const [search] = useSearchText()
  const make = useAct(newArticle)
  const gap = Number(search.gap)
  return (
    <FormPage
      title={t('knowledge.new')}
      kind={{ label: t('knowledge.title'), to: '/hotline/articles' }}
      lead={t('knowledge.newLead')}
      initial={{ ...(search.question ? { title: search.question } : {}) }}
      fields={[
        {
          name: 'topic',
          kind: 'choice',
          label: t('topicOf'),
          required: true,
          options: topics.map((k) => ({ value: k, label: t(`topic.${k}`) })),
        },
        { name: 'title', kind: 'text', label: t('knowledge.name'), required: true, max: 200 },
        { name: 'body', kind: 'longtext', label: t('knowledge.body'), required: true, max: 20_000, rows: 10 },
        { name: 'basis', kind: 'text', label: t('knowledge.basis'), max: 500 },
      ]}
      submit={async (v) => {
        const done = await make.mutateAsync({
          body: { ...(v as { topic: 'filing'; title: string; body: string }), gapId: Number.isSafeInteger(gap) && gap > 0 ? gap : null },
        })
        go(`/hotline/articles/${done.id}`)
      }}
    />
  )
}
export default ArticleNew
