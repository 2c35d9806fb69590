import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, timeText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import * as api from '../api.ts'
import { DECLARATION } from '../rules.ts'
import { tones } from './departures-list.tsx'

const DepartureRecord = (): ReactNode => {
  const { t } = useTranslation('leaving')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const may = useMay()
  const [sheet, setSheet] = useState<'media' | 'declare' | null>(null)
  const { data, error, refetch } = useCall(api.readDeparture, { params: { id } })
  const media = useAct(api.confirmMedia)
  const declare = useAct(api.declareNothingKept)
  const sign = useAct(api.signDeparture)
  const at = { params: { id }, revision: data?.revision ?? 0 }
  const shut = data?.can.sign
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/departures' }}
        title={data?.personName}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={tones[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        acts={[
          { key: 'declare', label: t('act.declare'), primary: true, can: data?.can.declare.ok ?? false, run: () => setSheet('declare') },
          { key: 'media', label: t('act.media'), can: data?.can.media.ok ?? false, run: () => setSheet('media') },
          {
            key: 'sign',
            label: t('act.sign'),
            primary: true,
            can: shut ? shut.ok || (shut.code === 'not-allowed' || shut.code === 'departure-over' ? false : shut.code) : false,
            run: async () => {
              await sign.mutateAsync(at)
              tell.done(t('saved'))
            },
          },
        ]}
        facts={
          data
            ? [
                ...(may('leaving.sign') || may('leaving.keep')
                  ? [
                      {
                        key: 'kept',
                        label: t('personalData'),
                        value: <Go to={`/personal-data?personId=${data.personId}`}>{t('holdings')}</Go>,
                      },
                    ]
                  : []),
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'kind', label: t('kindOf'), value: t(`kind.${data.kind}`) },
                { key: 'last', label: t('lastDay'), value: dateText(data.lastDay) },
                { key: 'opened', label: t('opened'), value: `${data.openedBy ?? ''} ${timeText(data.openedAt)}` },
                {
                  key: 'bound',
                  label: t('bound'),
                  value: data.boundSince ? t('boundSince', { on: dateText(data.boundSince) }) : t('boundAnyway'),
                },
                ...(data.signedAt
                  ? [{ key: 'signed', label: t('signed'), value: `${data.signedBy ?? ''} ${timeText(data.signedAt)}` }]
                  : []),
                ...(data.eraseOn
                  ? [{ key: 'erase', label: t('eraseOn'), value: data.erasedAt ? t('erased') : dateText(data.eraseOn) }]
                  : []),
                { key: 'reason', label: t('reason'), value: data.reason, wide: true },
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'items',
                  label: t('items'),
                  content: (
                    <>
                      <div className="bw-sheet">
                        <DataTable
                          label={t('items')}
                          rows={data.items}
                          rowKey={(r) => r.key}
                          columns={[
                            { key: 'item', title: t('item'), render: (r) => t(`itemOf.${r.key}`) },
                            {
                              key: 'done',
                              title: t('stateOf'),
                              render: (r) => (
                                <StateTag tone={r.done ? 'done' : 'soon'}>{r.done ? t('cleared') : t('leftOver', { n: r.left })}</StateTag>
                              ),
                            },
                            {
                              key: 'shown',
                              title: t('shownBy'),
                              render: (r) =>
                                !r.done && (r.key === 'access' || r.key === 'tasks') && data.lastDay >= todayText() ? (
                                  t('endsByItself', { on: dateText(data.lastDay) })
                                ) : !r.done && r.key === 'pieces' && may('badges.see') ? (
                                  <Go to={`/badges?q=${encodeURIComponent(data.personName)}`}>{t('toPieces')}</Go>
                                ) : r.key === 'media' ? (
                                  data.media ? (
                                    [t(`media.${data.media}`), data.mediaBy, data.mediaNote].filter(Boolean).join(' · ')
                                  ) : (
                                    t('byHr')
                                  )
                                ) : r.key === 'declaration' ? (
                                  data.declaredHow && data.declaredAt ? (
                                    <>
                                      {data.declaredHow === 'paper' ? (
                                        <a href={addressOf(api.readDeclaration, { params: { id } })} target="_blank" rel="noreferrer">
                                          {t('how.paper')}
                                        </a>
                                      ) : (
                                        t('how.screen')
                                      )}
                                      <div className="bw-quiet">{timeText(data.declaredAt)}</div>
                                      {data.declaredText ? <div className="bw-quiet">{data.declaredText}</div> : null}
                                    </>
                                  ) : (
                                    t(data.gone ? 'byPaper' : 'byLeaver')
                                  )
                                ) : r.key === 'volumes' && data.volumes.length ? (
                                  data.volumes.map((v) => (
                                    <div key={v.id}>
                                      <Go to={`/custody/${v.id}`}>{v.code}</Go> {v.place}
                                    </div>
                                  ))
                                ) : (
                                  t('derived')
                                ),
                            },
                          ]}
                        />
                      </div>
                      {data.can.paper.ok ? (
                        <Upload
                          endpoint={api.addDeclaration}
                          params={{ id }}
                          accept=".pdf,.jpg,.jpeg,.png"
                          label={t('addDeclaration')}
                          onDone={() => void refetch()}
                        />
                      ) : null}
                    </>
                  ),
                },
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(`act.${sheet}`)}
          open
          close={() => setSheet(null)}
          lead={sheet === 'declare' ? DECLARATION[language() === 'zh' ? 'zh' : 'en'] : undefined}
          fields={
            sheet === 'media'
              ? [
                  {
                    name: 'media',
                    kind: 'radio',
                    label: t('itemOf.media'),
                    required: true,
                    options: (['returned', 'none'] as const).map((k) => ({ value: k, label: t(`media.${k}`) })),
                  },
                  { name: 'note', kind: 'longtext', label: t('note'), max: 500 },
                ]
              : [{ name: 'name', kind: 'text', label: t('typeName'), required: true, max: 100 }]
          }
          submit={async (v) => {
            if (sheet === 'media')
              await media.mutateAsync({ ...at, body: { media: v.media as 'none', note: v.note ? String(v.note) : null } })
            else await declare.mutateAsync({ ...at, body: { name: String(v.name), language: language() === 'zh' ? 'zh' : 'en' } })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default DepartureRecord
