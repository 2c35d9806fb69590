import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { addressOf, type Reply } from '../../../platform/ui/call.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { language, listText } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { addVersion, attachText, readLaw, readText, repealVersion } from '../api.ts'
import { lawName, versionTone } from './laws-list.tsx'
import { articleLines, readArticles, versionCodes, versionFields } from './version-fields.tsx'

type Law = Reply<typeof readLaw>
type Version = Law['versions'][number]
type Open = { what: 'add' } | { what: 'correct' | 'repeal' | 'attach'; version: Version }

const impactField = (label: string) => ({ name: 'impact', kind: 'switch', label }) as const

const LawRecord = (): ReactNode => {
  const { t } = useTranslation('laws')
  const all = useTranslation().t
  const id = Number(usePathParams().id)
  const tell = useTell()
  const go = useGo()
  const [open, setOpen] = useState<Open | null>(null)
  const { data, error, refetch } = useCall(readLaw, { params: { id } })
  const add = useAct(addVersion)
  const repeal = useAct(repealVersion)
  const close = (): void => setOpen(null)
  const picked = open && open.what !== 'add' ? open.version : null
  const shown = (d: string | null): ReactNode => (d ? dateText(d) : <span className="bw-quiet">{t('unknown')}</span>)
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/laws' }}
        title={data ? lawName(data.name) : undefined}
        error={error}
        retry={() => void refetch()}
        state={data?.state ? <StateTag tone={versionTone[data.state]}>{t(`states.${data.state}`)}</StateTag> : null}
        acts={[
          { key: 'add', label: t('addVersion'), primary: true, can: data?.can.addVersion.ok ?? false, run: () => setOpen({ what: 'add' }) },
          ...(data && data.versions.length > 1
            ? [
                {
                  key: 'compare',
                  label: t('compare'),
                  run: () => go(`/laws/${id}/compare?from=${data.versions[1]!.id}&until=${data.versions[0]!.id}`),
                },
              ]
            : []),
        ]}
        facts={
          data
            ? [
                { key: 'key', label: t('key'), value: data.key },
                { key: 'kind', label: t('kind'), value: t(`kinds.${data.kind}`) },
                { key: 'issuer', label: t('issuer'), value: data.issuer },
                { key: 'version', label: t('current'), value: [data.version, data.number].filter(Boolean).join(' · ') },
                { key: 'effective', label: t('effectiveOn'), value: shown(data.effectiveOn) },
                { key: 'own', label: t('own'), value: t(data.own ? 'ownYes' : 'ownNo') },
              ]
            : []
        }
      >
        {data ? (
          <div className="bw-panels bw-gap">
            <Panel title={t('versions')} wide>
              <DataTable
                label={t('versions')}
                rows={data.versions}
                rowKey={(v) => v.id}
                columns={[
                  { key: 'label', title: t('version'), render: (v) => [v.label, v.number].filter(Boolean).join(' · ') },
                  {
                    key: 'state',
                    title: t('state'),
                    render: (v) => <StateTag tone={versionTone[v.state]}>{t(`states.${v.state}`)}</StateTag>,
                  },
                  { key: 'promulgated', title: t('promulgatedOn'), render: (v) => (v.promulgatedOn ? dateText(v.promulgatedOn) : '—') },
                  { key: 'effective', title: t('effectiveOn'), render: (v) => shown(v.effectiveOn) },
                  { key: 'repealed', title: t('repealedOn'), render: (v) => dateText(v.repealedOn) },
                  {
                    key: 'articles',
                    title: t('articles'),
                    render: (v) =>
                      v.articles.length === 0
                        ? '—'
                        : listText(v.articles.map((a) => `${a.topic} ${a.number}${a.certain ? '' : ` (${t('uncertain')})`}`)),
                  },
                  { key: 'note', title: t('note'), render: (v) => (language() === 'en' ? (v.note.en ?? v.note.zh) : v.note.zh) ?? '—' },
                  {
                    key: 'text',
                    title: t('text'),
                    render: (v) =>
                      v.text ? (
                        <a href={addressOf(readText, { params: { id: v.text.id } })} download>
                          {v.text.name}
                        </a>
                      ) : (
                        <span className="bw-quiet">{t('noText')}</span>
                      ),
                  },
                  {
                    key: 'acts',
                    title: '',
                    render: (v) => (
                      <ActBar
                        size="small"
                        acts={[
                          { key: 'attach', label: t('attach'), can: v.can.attach.ok, run: () => setOpen({ what: 'attach', version: v }) },
                          {
                            key: 'correct',
                            label: t('correct'),
                            can: v.can.correct.ok,
                            run: () => setOpen({ what: 'correct', version: v }),
                          },
                          {
                            key: 'repeal',
                            label: t('repeal'),
                            can: v.can.repeal.ok,
                            danger: true,
                            run: () => setOpen({ what: 'repeal', version: v }),
                          },
                        ]}
                      />
                    ),
                  },
                ]}
              />
            </Panel>
            <Panel title={t('changes')} wide>
              {data.changes.length === 0 ? (
                <p className="bw-quiet">{t('noChanges')}</p>
              ) : (
                <DataTable
                  label={t('changes')}
                  rows={data.changes}
                  rowKey={(c) => c.id}
                  columns={[
                    { key: 'kind', title: t('change'), render: (c) => `${t(`changeKinds.${c.kind}`)} · ${c.version}` },
                    { key: 'counts', title: t('countsOn'), render: (c) => shown(c.countsOn) },
                    { key: 'note', title: t('note'), render: (c) => c.note ?? '—' },
                    { key: 'by', title: t('madeBy'), render: (c) => [c.madeBy, dateText(c.noticedOn)].filter(Boolean).join(' · ') },
                    ...(data.changes[0]?.reviews
                      ? [
                          {
                            key: 'reviews',
                            title: t('reviews'),
                            render: (c: Law['changes'][number]) =>
                              c.reviews ? <Go to={`/law-reviews?lawId=${id}`}>{t('openOf', c.reviews)}</Go> : '—',
                          },
                        ]
                      : []),
                    ...(data.changes[0]?.impacts
                      ? [
                          {
                            key: 'impacts',
                            title: t('impacts'),
                            render: (c: Law['changes'][number]) =>
                              c.impacts ? <Go to={`/law-impacts?lawId=${id}`}>{t('openOf', c.impacts)}</Go> : '—',
                          },
                        ]
                      : []),
                  ]}
                />
              )}
            </Panel>
            <Panel title={t('places')} wide>
              {data.places.length === 0 ? (
                <p className="bw-quiet">{t('noPlaces')}</p>
              ) : (
                <DataTable
                  label={t('places')}
                  rows={data.places}
                  rowKey={(p) => `${p.module} ${p.place}`}
                  open={(p) => p.link}
                  columns={[
                    { key: 'title', title: t('place'), render: (p) => p.title[language()] },
                    { key: 'module', title: t('module'), render: (p) => t(`modules.${p.module}`) },
                    { key: 'articles', title: t('articles'), render: (p) => listText(p.articles) || '—' },
                  ]}
                />
              )}
            </Panel>
          </div>
        ) : null}
      </RecordPage>
      <FormDrawer
        title={open?.what === 'correct' ? t('correct') : t('addVersion')}
        lead={open?.what === 'correct' ? t('correctLead') : t('addVersionLead')}
        open={open?.what === 'add' || open?.what === 'correct'}
        close={close}
        fields={[
          ...versionFields(all),
          ...(open?.what === 'correct' ? [{ name: 'repealedOn', kind: 'date' as const, label: t('repealedOn') }] : []),
          impactField(t('impact')),
        ]}
        initial={
          picked && open?.what === 'correct'
            ? { ...picked, note: picked.note.zh ?? '', articles: articleLines(picked.articles), impact: false }
            : { impact: true }
        }
        codes={{ ...versionCodes, 'article-line': 'articles' }}
        submit={async (v) => {
          const articles = readArticles(v.articles, picked?.articles)
          const made = await add.mutateAsync({
            params: { id },
            body: { ...v, articles, ...(picked ? { replacesId: picked.id } : {}) } as z.input<typeof addVersion.body & z.ZodType>,
          })
          tell.done(t('done', { reviews: made.reviews, impacts: made.impacts }))
        }}
      />
      <FormDrawer
        title={t('repeal')}
        lead={t('repealLead')}
        open={open?.what === 'repeal'}
        close={close}
        fields={[
          { name: 'repealedOn', kind: 'date', label: t('repealedOn'), required: true },
          { name: 'note', kind: 'longtext', label: t('note'), required: true, max: 1000 },
          impactField(t('impact')),
        ]}
        initial={{ impact: true }}
        codes={{ 'law-dates-reversed': 'repealedOn' }}
        submitLabel={t('repeal')}
        submit={async (v) => {
          if (!picked) return
          const made = await repeal.mutateAsync({ params: { id: picked.id }, body: v as z.input<typeof repealVersion.body & z.ZodType> })
          tell.done(t('done', { reviews: made.reviews, impacts: made.impacts }))
        }}
      />
      <FormDrawer
        title={t('attach')}
        lead={t('attachHint')}
        open={open?.what === 'attach'}
        close={close}
        fields={[{ name: 'file', kind: 'file', label: t('text'), required: true, accept: '.pdf,.docx,.txt' }]}
        codes={{ 'text-kind': 'file', 'wrong-media-type': 'file' }}
        submit={async (v) => {
          if (!picked) return
          await sendFile(attachText, v.file as File, { params: { id: picked.id } })
          tell.done(t('attached'))
          await refetch()
        }}
      />
    </>
  )
}
export default LawRecord
