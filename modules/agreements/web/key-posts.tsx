import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { EngagementPicker, PersonPicker } from '../../organisations/web/public.tsx'
import { endKeyPost, listKeyPosts, nameKeyPost } from '../api.ts'

type Row = Reply<typeof listKeyPosts>['items'][number]

/** 7.3.2.3: each key post with the one person who answers for its secrecy, and his signed letter. */
const KeyPosts = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const tell = useTell()
  const me = useMe()
  const name = useAct(nameKeyPost)
  const end = useAct(endKeyPost)
  const [open, setOpen] = useState<{ what: 'name'; row: Row | null } | { what: 'end'; row: Row } | null>(null)
  const close = (): void => setOpen(null)
  return (
    <>
      <ListPage
        name="key.posts"
        title={t('keyPosts')}
        endpoint={listKeyPosts}
        rowKey={(r) => r.id}
        late={(r) => r.late && r.endedAt === null}
        above={<p className="bw-lead">{t('keyPostsLead')}</p>}
        filters={[
          { key: 'q', kind: 'text', label: t('keyPostQ') },
          {
            key: 'signed',
            kind: 'choice',
            label: t('letter'),
            options: [
              { value: 'yes', label: t('states.signed') },
              { value: 'no', label: t('stand.none') },
            ],
          },
          { key: 'ended', kind: 'choice', label: t('endedFilter'), options: [{ value: 'yes', label: t('endedYes') }] },
        ]}
        columns={[
          { key: 'name', title: t('keyPost'), render: (r) => r.name },
          { key: 'owner', title: t('owner'), render: (r) => r.owner },
          { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
          { key: 'engagement', title: t('engagement'), hidden: true, render: (r) => r.engagement },
          { key: 'named', title: t('namedAt'), render: (r) => <Moment at={r.namedAt} /> },
          {
            key: 'letter',
            title: t('letter'),
            render: (r) =>
              r.agreementId ? (
                <Go to={`/agreements/${r.agreementId}`}>
                  <StateTag tone="done">{t('states.signed')}</StateTag>
                </Go>
              ) : r.endedAt ? (
                <StateTag tone="closed">{t('endedYes')}</StateTag>
              ) : (
                <DueTag due={r.dueAt} />
              ),
          },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar
                size="small"
                acts={[
                  { key: 'hand', label: t('handOver'), can: r.can.end.ok, run: () => setOpen({ what: 'name', row: r }) },
                  { key: 'end', label: t('endPost'), can: r.can.end.ok, danger: true, run: () => setOpen({ what: 'end', row: r }) },
                ]}
              />
            ),
          },
        ]}
        acts={[
          {
            key: 'name',
            label: t('nameOwner'),
            primary: true,
            can: me.permissions.has('agreements.posts'),
            run: () => setOpen({ what: 'name', row: null }),
          },
        ]}
        empty={t('noKeyPosts')}
      />
      <FormDrawer
        title={open?.row ? t('handOver') : t('nameOwner')}
        lead={t('nameOwnerLead')}
        open={open?.what === 'name'}
        close={close}
        fields={[
          { name: 'engagementId', kind: 'own', label: t('engagement'), required: true, input: (o) => <EngagementPicker {...o} /> },
          { name: 'name', kind: 'text', label: t('keyPost'), required: true, max: 100, placeholder: t('keyPostHint') },
          { name: 'ownerId', kind: 'own', label: t('owner'), required: true, input: (o) => <PersonPicker {...o} side="contractor" /> },
        ]}
        initial={open?.row ? { engagementId: open.row.engagementId, name: open.row.name } : {}}
        codes={{
          'already-owner': 'ownerId',
          'owner-of-other-engagement': 'ownerId',
          'person-left': 'ownerId',
          'engagement-unknown': 'engagementId',
        }}
        submit={async (v) => {
          await name.mutateAsync({ body: v as z.input<typeof nameKeyPost.body & z.ZodType> })
          tell.done(t('named'))
        }}
      />
      <FormDrawer
        title={t('endPost')}
        open={open?.what === 'end'}
        close={close}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('endPost')}
        submit={async (v) => {
          if (!open?.row) return
          await end.mutateAsync({ params: { id: open.row.id }, body: { reason: String(v.reason) } })
          tell.done(t('postEnded'))
        }}
      />
    </>
  )
}
export default KeyPosts
