import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import * as api from '../api.ts'
import { versionTones } from './rules-list.tsx'
import { VersionDrawer } from './version-drawer.tsx'

const RuleRecord = (): ReactNode => {
  const { t } = useTranslation('rulebook')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [sheet, setSheet] = useState<'review' | 'add' | null>(null)
  const { data, error, refetch } = useCall(api.readRule, { params: { id } })
  const review = useAct(api.reviewVersion)
  const publish = useAct(api.publishVersion)
  const confirm = useAct(api.confirmReading)
  const last = data?.versions[0]
  const live = data?.versions.find((v) => v.state === 'published')
  const of = { params: { id: last?.id ?? 0 }, revision: last?.revision ?? 0 }
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/rules' }}
        title={data?.title}
        error={error}
        retry={() => void refetch()}
        state={last ? <StateTag tone={versionTones[last.state]}>{t(`state.${last.state}`)}</StateTag> : null}
        acts={[
          {
            key: 'confirm',
            label: t('confirm'),
            primary: true,
            can: data?.can.confirm.ok ?? false,
            run: async () => {
              await confirm.mutateAsync({ params: { id: live?.id ?? 0 }, body: {} })
              tell.done(t('saved'))
            },
          },
          { key: 'review', label: t('review'), primary: true, can: data?.can.review.ok ?? false, run: () => setSheet('review') },
          {
            key: 'publish',
            label: t('publish'),
            primary: true,
            can: data?.can.publish.ok ?? false,
            confirm: t('publishSure'),
            run: async () => {
              await publish.mutateAsync({ ...of, body: {} })
              tell.done(t('saved'))
            },
          },
          { key: 'add', label: t('addVersion'), can: data?.can.add.ok ?? false, run: () => setSheet('add') },
        ]}
        facts={
          data && last
            ? [
                { key: 'side', label: t('sideOf'), value: data.contractor ?? t(`side.${data.side}`) },
                { key: 'version', label: t('version'), value: t('versionNo', { n: last.version }) },
                { key: 'on', label: t('effectiveOn'), value: dateText(last.effectiveOn) },
                { key: 'summary', label: t('summary'), value: last.summary, wide: true },
                ...(last.reviewText
                  ? [{ key: 'review', label: t('reviewText'), value: `${last.reviewText} (${last.reviewer})`, wide: true }]
                  : []),
                ...(data.unread
                  ? [{ key: 'unread', label: t('unread'), value: listText(data.unread.map((p) => p.name)) || t('allRead'), wide: true }]
                  : []),
              ]
            : []
        }
      >
        {data ? (
          <DataTable
            label={t('versions')}
            rows={data.versions}
            rowKey={(v) => v.id}
            columns={[
              { key: 'version', title: t('version'), render: (v) => t('versionNo', { n: v.version }) },
              { key: 'file', title: t('file'), render: (v) => <a href={addressOf(api.readFile, { params: { id: v.id } })}>{v.name}</a> },
              { key: 'by', title: t('madeBy'), render: (v) => v.madeBy },
              { key: 'at', title: t('madeAt'), render: (v) => <Moment at={v.madeAt} /> },
              { key: 'readers', title: t('readers'), align: 'end', render: (v) => (v.state === 'published' ? v.readers : '—') },
              {
                key: 'state',
                title: t('stateOf'),
                render: (v) => <StateTag tone={versionTones[v.state]}>{t(`state.${v.state}`)}</StateTag>,
              },
            ]}
          />
        ) : null}
      </RecordPage>
      {sheet === 'add' ? <VersionDrawer ruleId={id} close={() => setSheet(null)} made={() => tell.done(t('saved'))} /> : null}
      {sheet === 'review' ? (
        <FormDrawer
          title={t('review')}
          open
          close={() => setSheet(null)}
          fields={[
            {
              name: 'notLaxer',
              kind: 'radio',
              label: t('notLaxer'),
              required: true,
              options: (['yes', 'no'] as const).map((k) => ({ value: k, label: t(`notLaxerIs.${k}`) })),
            },
            { name: 'text', kind: 'longtext', label: t('reviewText'), required: true, max: 500 },
          ]}
          submit={async (v) => {
            await review.mutateAsync({ ...of, body: { notLaxer: v.notLaxer === 'yes', text: String(v.text) } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default RuleRecord
