import { Button, Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { live } from '../../../platform/ui/live.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { listNotices, readNotices } from '../api.ts'
import { NoticeGroup, useFolded } from './told.tsx'

const Notices = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const { data, error, refetch } = useCall(listNotices, { query: { limit: 100 } }, live)
  const mark = useAct(readNotices)
  const groups = useFolded(data?.items)
  return (
    <section>
      <div className="bw-acts">
        <h1>{t('notices')}</h1>
        {data?.unread ? (
          <Button onClick={() => void mark.mutateAsync({ body: { upTo: data.items[0]?.id ?? 0 } })}>{t('markRead')}</Button>
        ) : null}
      </div>
      {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton active /> : null}
      {data?.items.length === 0 ? <Empty description={t('empty.notices')} /> : null}
      <ul className="bw-sheet bw-pad" style={{ listStyle: 'none', margin: 0 }} hidden={!data?.items.length}>
        {groups?.map((g) => (
          <li key={g.first.id} style={{ padding: '8px 0', borderBottom: '1px solid var(--bw-line, #edf0f4)' }}>
            <NoticeGroup
              group={g}
              mark={<StateTag tone={g.first.readAt ? 'closed' : 'active'}>{g.first.readAt ? t('read') : t('unread')}</StateTag>}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
export default Notices
