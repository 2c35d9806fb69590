import { Button, Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { listNotices, readNotices } from '../api.ts'

export const useNoticeWords = () => {
  const { t } = useTranslation('worklist')
  return (n: { kind: string; data: Record<string, unknown> }): string => t(`notice.${n.kind}`, { ...n.data, defaultValue: t('notice.other') })
}

const Notices = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const { data, error, refetch } = useCall(listNotices, { query: { limit: 100 } })
  const mark = useAct(readNotices)
  const words = useNoticeWords()
  return (
    <section>
      <div className="bw-acts">
        <h1>{t('notices')}</h1>
        {data?.unread ? <Button onClick={() => void mark.mutateAsync({ body: { upTo: data.items[0]?.id ?? 0 } })}>{t('markRead')}</Button> : null}
      </div>
      {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton active /> : null}
      {data?.items.length === 0 ? <Empty description={t('empty.notices')} /> : null}
      <ul className="bw-sheet bw-pad" style={{ listStyle: 'none', margin: 0 }} hidden={!data?.items.length}>
        {data?.items.map((n) => (
          <li key={n.id} style={{ padding: '8px 0', display: 'flex', gap: 12, alignItems: 'baseline', flexWrap: 'wrap' }}>
            <StateTag tone={n.readAt ? 'closed' : 'active'}>{n.readAt ? t('read') : t('unread')}</StateTag>
            {n.link ? <Go to={n.link}>{words(n)}</Go> : <span>{words(n)}</span>}
            <span className="bw-quiet"><Moment at={n.at} /></span>
          </li>
        ))}
      </ul>
    </section>
  )
}
export default Notices
