import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { dateText, timeText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { decideVersion, endVersion, newVersion, readArticle } from '../api-knowledge.ts'
import './hotline.css'

type Sheet = 'draft' | 'approve' | 'refuse' | 'end' | null
const hide = (can: true | string): boolean | string =>
  can === true ? true : ['not-allowed', 'not-draft', 'not-approved', 'draft-waits'].includes(can) ? false : can

/** An article with its versions: one in force, one draft at most. */
const ArticleRecord = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [sheet, setSheet] = useState<Sheet>(null)
  const { data, error, refetch } = useCall(readArticle, { params: { id } })
  const draft = useAct(newVersion)
  const decide = useAct(decideVersion)
  const end = useAct(endVersion)
  const latest = data?.versions[0]
  const force = data?.versions.find((v) => v.inForce)
  const waiting = data?.versions.find((v) => v.state === 'draft')
  const reason = { name: 'reason', kind: 'longtext' as const, label: t('reason'), required: true, max: 500 }
  const close = (): void => setSheet(null)
  const send = async (v: Record<string, unknown>): Promise<void> => {
    if (sheet === 'draft') await draft.mutateAsync({ params: { id }, body: v as { title: string; body: string } })
    else if (sheet === 'end') await end.mutateAsync({ params: { id: force!.id }, revision: force!.revision, body: v as { reason: string } })
    else
      await decide.mutateAsync({
        params: { id: waiting!.id },
        revision: waiting!.revision,
        body: { ...(v as object), approve: sheet === 'approve' },
      })
    tell.done(t('told.saved'))
  }
  return (
    <>
      <RecordPage
        kind={{ label: t('knowledge.title'), to: '/hotline/articles' }}
        title={(force ?? latest)?.title}
        error={error}
        retry={() => void refetch()}
        state={
          data ? <StateTag tone={force ? 'done' : 'soon'}>{t(force ? 'article.inForce' : `article.${latest!.state}`)}</StateTag> : null
        }
        acts={
          data
            ? [
                {
                  key: 'approve',
                  label: t('knowledge.approve'),
                  primary: true,
                  can: hide(data.can.decide),
                  run: () => setSheet('approve'),
                },
                { key: 'refuse', label: t('knowledge.refuse'), can: data.can.decide === true, run: () => setSheet('refuse') },
                { key: 'draft', label: t('knowledge.newVersion'), can: hide(data.can.draft), run: () => setSheet('draft') },
                { key: 'end', label: t('knowledge.end'), danger: true, can: hide(data.can.end), run: () => setSheet('end') },
              ]
            : []
        }
        facts={data ? [{ key: 'topic', label: t('topicOf'), value: t(`topic.${data.topic}`) }] : []}
      >
        {data?.versions.map((v) => (
          <Panel
            key={v.id}
            wide
            title={`${t('knowledge.versionNo', { n: v.version })} ${v.title}`}
            extra={
              <StateTag tone={v.inForce ? 'done' : v.state === 'draft' ? 'soon' : 'closed'}>
                {t(v.inForce ? 'article.inForce' : `article.${v.state}`)}
              </StateTag>
            }
          >
            <p className="hl-text">{v.body}</p>
            {v.basis ? <p className="bw-quiet">{t('knowledge.basisIs', { basis: v.basis })}</p> : null}
            <p className="bw-quiet">
              {t('knowledge.made', { who: v.madeBy, at: timeText(v.madeAt) })}
              {v.decidedBy ? `　${t('knowledge.decided', { who: v.decidedBy, at: timeText(v.decidedAt) })}` : ''}
              {v.fromDate ? `　${t('knowledge.from', { day: dateText(v.fromDate) })}` : ''}
              {v.reason ? `　${v.reason}` : ''}
            </p>
          </Panel>
        ))}
      </RecordPage>
      {sheet ? (
        <FormDrawer
          title={t(sheet === 'draft' ? 'knowledge.newVersion' : `knowledge.${sheet}`)}
          open
          close={close}
          initial={
            sheet === 'draft'
              ? { title: (force ?? latest)?.title, body: (force ?? latest)?.body, basis: (force ?? latest)?.basis }
              : sheet === 'approve'
                ? { fromDate: todayText() }
                : {}
          }
          codes={{ 'date-past': 'fromDate' }}
          fields={
            sheet === 'draft'
              ? [
                  { name: 'title', kind: 'text', label: t('knowledge.name'), required: true, max: 200 },
                  { name: 'body', kind: 'longtext', label: t('knowledge.body'), required: true, max: 20_000, rows: 12 },
                  { name: 'basis', kind: 'text', label: t('knowledge.basis'), max: 500 },
                ]
              : sheet === 'approve'
                ? [{ name: 'fromDate', kind: 'date', label: t('fromDate'), required: true }]
                : [reason]
          }
          submit={send}
        />
      ) : null}
    </>
  )
}
export default ArticleRecord
