import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { listArticles } from '../api-knowledge.ts'
import { topics } from '../rules/kinds.ts'

const ArticlesList = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="hotline-articles"
      title={t('knowledge.title')}
      endpoint={listArticles}
      rowKey={(r) => r.id}
      open={(r) => `/hotline/articles/${r.id}`}
      filters={[
        { key: 'q', kind: 'text', label: t('knowledge.find') },
        { key: 'topic', kind: 'choice', label: t('topicOf'), options: topics.map((k) => ({ value: k, label: t(`topic.${k}`) })) },
      ]}
      columns={[
        { key: 'title', title: t('knowledge.name'), render: (r) => r.title },
        { key: 'topic', title: t('topicOf'), render: (r) => t(`topic.${r.topic}`) },
        { key: 'version', title: t('version'), align: 'end', render: (r) => r.version },
        {
          key: 'state',
          title: t('stateOf'),
          render: (r) => (
            <StateTag tone={r.inForce ? 'done' : r.state === 'draft' ? 'soon' : 'closed'}>
              {t(r.inForce ? 'article.inForce' : `article.${r.state}`)}
            </StateTag>
          ),
        },
        { key: 'draft', title: t('knowledge.draftWaits'), render: (r) => (r.draftWaiting ? t('article.draft') : '—') },
        { key: 'from', title: t('fromDate'), render: (r) => dateText(r.fromDate) },
      ]}
      acts={[
        { key: 'new', label: t('knowledge.new'), primary: true, can: may('hotline.draft'), run: () => go('/hotline/articles/new') },
        { key: 'gaps', label: t('gap.title'), can: may('hotline.gaps'), run: () => go('/hotline/gaps') },
      ]}
      empty={t('knowledge.empty')}
    />
  )
}
export default ArticlesList
