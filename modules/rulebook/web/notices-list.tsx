import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { EngagementPicker } from '../../organisations/web/public.tsx'
import { listNotices, serveArrangement } from '../api.ts'
import { noticeKinds } from '../rules.ts'

const NoticesList = (): ReactNode => {
  const { t } = useTranslation('rulebook')
  const go = useGo()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const serve = useAct(serveArrangement)
  const { data } = useCall(listNotices, { query: { limit: 1 } })
  return (
    <>
      <ListPage
        name="court-notices"
        title={t('notices')}
        endpoint={listNotices}
        rowKey={(r) => r.id}
        open={(r) => `/court-notices/${r.id}`}
        filters={[
          { key: 'kind', kind: 'choice', label: t('kindOf'), options: noticeKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })) },
          {
            key: 'state',
            kind: 'choice',
            label: t('stateOf'),
            options: (['waiting', 'acknowledged'] as const).map((k) => ({ value: k, label: t(`ack.${k}`) })),
          },
        ]}
        columns={[
          { key: 'title', title: t('subject'), render: (r) => r.title },
          { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
          { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
          { key: 'served', title: t('servedAt'), render: (r) => <Moment at={r.servedAt} /> },
          { key: 'start', title: t('startOn'), render: (r) => dateText(r.startOn) },
          {
            key: 'emergency',
            title: t('emergencyOf'),
            render: (r) => (r.emergency ? <StateTag tone="soon">{t('emergencyOf')}</StateTag> : '—'),
          },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => (
              <StateTag tone={r.acknowledgedAt ? 'done' : 'active'}>{t(r.acknowledgedAt ? 'ack.acknowledged' : 'ack.waiting')}</StateTag>
            ),
          },
        ]}
        acts={[{ key: 'serve', label: t('serve'), primary: true, can: may('rulebook.serve'), run: () => setOpen(true) }]}
        empty={t('noNotices')}
      />
      {open ? (
        <FormDrawer
          title={t('serve')}
          open
          close={() => setOpen(false)}
          fields={[
            { name: 'engagementId', kind: 'own', label: t('engagement'), required: true, input: (o) => <EngagementPicker {...o} /> },
            { name: 'title', kind: 'text', label: t('subject'), required: true, max: 200 },
            { name: 'text', kind: 'longtext', label: t('text'), required: true, max: 5000, rows: 5 },
            {
              name: 'startOn',
              kind: 'date',
              label: t('startOn'),
              required: true,
              hint: t('startHint', { day: data ? dateText(data.earliest) : '—' }),
            },
            { name: 'emergencyReason', kind: 'longtext', label: t('emergencyReason'), max: 500, hint: t('emergencyHint') },
          ]}
          submit={async (v) =>
            go(`/court-notices/${(await serve.mutateAsync({ body: v as z.input<NonNullable<typeof serveArrangement.body>> })).id}`)
          }
        />
      ) : null}
    </>
  )
}
export default NoticesList
