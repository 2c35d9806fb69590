import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, DueTag, timeText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import * as api from '../api.ts'
import { outcomes, stepKinds } from '../rules.ts'

const InjuryRecord = (): ReactNode => {
  const { t } = useTranslation('injuries')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [sheet, setSheet] = useState<'step' | 'close' | null>(null)
  const { data, error, refetch } = useCall(api.readInjury, { params: { id } })
  const step = useAct(api.addStep)
  const close = useAct(api.closeInjury)
  const shut = data?.can.close
  const paper = (kind: 'notice' | 'filing' | 'other'): ReactNode => (
    <Upload
      endpoint={api.addPaper}
      params={{ id }}
      fields={{ kind, onDate: todayText(), text: '' }}
      accept=".pdf,.jpg,.jpeg,.png"
      label={t(`upload.${kind}`)}
      onDone={() => {
        tell.done(t('saved'))
        void refetch()
      }}
    />
  )
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/injuries' }}
        title={data ? `${data.number} ${data.personName}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={
          data ? (
            <StateTag tone={data.state === 'open' ? 'active' : 'closed'}>
              {t(data.outcome ? `outcome.${data.outcome}` : 'state.open')}
            </StateTag>
          ) : null
        }
        mark={data && !data.notifiedAt && data.state === 'open' ? <DueTag due={data.noticeDueAt} /> : undefined}
        acts={[
          { key: 'step', label: t('addStep'), can: data?.can.add.ok ?? false, run: () => setSheet('step') },
          {
            key: 'close',
            label: t('close'),
            can: shut ? shut.ok || (shut.code === 'not-allowed' || shut.code === 'injury-closed' ? false : shut.code) : false,
            run: () => setSheet('close'),
          },
        ]}
        facts={
          data
            ? [
                { key: 'at', label: t('happenedAt'), value: timeText(data.happenedAt) },
                { key: 'place', label: t('place'), value: data.place },
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'hospital', label: t('hospital'), value: data.hospital ?? '—' },
                {
                  key: 'notice',
                  label: t('notice'),
                  value: (
                    <>
                      {data.notifiedAt ? timeText(data.notifiedAt) : t('until', { at: timeText(data.noticeDueAt) })}{' '}
                      {data.noticeLate ? <StateTag tone="late">{t('late')}</StateTag> : null}
                    </>
                  ),
                },
                {
                  key: 'filing',
                  label: t('filing'),
                  value: (
                    <>
                      {data.filedAt
                        ? timeText(data.filedAt)
                        : data.outcome === 'notWorkInjury'
                          ? '—'
                          : t('until', { at: dateText(data.filingDueOn) })}{' '}
                      {data.filingLate ? <StateTag tone="late">{t('late')}</StateTag> : null}
                    </>
                  ),
                },
                { key: 'reported', label: t('reportedBy'), value: `${data.reportedBy ?? ''} ${timeText(data.reportedAt)}` },
                ...(data.closedAt
                  ? [
                      {
                        key: 'closed',
                        label: t('closed'),
                        value: `${data.closedBy ?? ''} ${timeText(data.closedAt)}：${data.reason ?? ''}`,
                        wide: true,
                      },
                    ]
                  : []),
                { key: 'text', label: t('text'), value: <span style={{ whiteSpace: 'pre-wrap' }}>{data.text}</span>, wide: true },
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'steps',
                  label: t('steps'),
                  content: (
                    <>
                      {data.can.notice.ok ? paper('notice') : null}
                      {data.can.filing.ok ? paper('filing') : null}
                      {data.can.add.ok ? paper('other') : null}
                      <div className="bw-gap" />
                      <Timeline
                        title={t('course')}
                        entries={[...data.steps].reverse().map((s) => ({
                          key: s.id,
                          at: s.at,
                          what: t('stepOn', { step: t(`step.${s.kind}`), on: dateText(s.onDate) }),
                          who: s.by ?? undefined,
                          note: s.file ? (
                            <a href={addressOf(api.readPaper, { params: { id: s.id } })} target="_blank" rel="noreferrer">
                              {s.file}
                            </a>
                          ) : (
                            s.text || undefined
                          ),
                        }))}
                      />
                      {data.steps.length === 0 ? <p className="bw-quiet">{t('noSteps')}</p> : null}
                    </>
                  ),
                },
              ]
            : []
        }
      />
      {sheet && data ? (
        <FormDrawer
          title={t(sheet === 'step' ? 'addStep' : 'close')}
          open
          close={() => setSheet(null)}
          fields={
            sheet === 'step'
              ? [
                  {
                    name: 'kind',
                    kind: 'choice',
                    label: t('stepOf'),
                    required: true,
                    options: stepKinds.filter((k) => k !== 'notice' && k !== 'filing').map((k) => ({ value: k, label: t(`step.${k}`) })),
                  },
                  { name: 'onDate', kind: 'date', label: t('onDate'), required: true, max: todayText() },
                  { name: 'text', kind: 'longtext', label: t('note'), required: true, max: 1000 },
                ]
              : [
                  {
                    name: 'outcome',
                    kind: 'radio',
                    label: t('outcomeOf'),
                    required: true,
                    options: outcomes.map((k) => ({ value: k, label: t(`outcome.${k}`) })),
                  },
                  { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
                ]
          }
          codes={{
            'day-in-future': 'onDate',
            'before-injury': 'onDate',
            'settlement-missing': 'outcome',
            'recognised-already': 'outcome',
            'filing-first': 'kind',
            'recognition-first': 'kind',
          }}
          submit={async (v) => {
            if (sheet === 'step')
              await step.mutateAsync({ params: { id }, body: { kind: v.kind as 'other', onDate: String(v.onDate), text: String(v.text) } })
            else
              await close.mutateAsync({
                params: { id },
                revision: data.revision,
                body: { outcome: v.outcome as 'settled', reason: String(v.reason) },
              })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default InjuryRecord
