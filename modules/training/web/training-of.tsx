import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { addressOf, type Reply } from '../../../platform/ui/call.ts'
import { dateText, Moment, todayText } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { issueCertificate, printCertificate, type readMine, startTest } from '../api-tests.ts'
import { timesText } from './words.tsx'
import './training.css'

type Training = Reply<typeof readMine>
const testTone: Record<string, Tone> = { none: 'plain', due: 'soon', running: 'active', passed: 'done', failed: 'late' }
const yearTone: Record<string, Tone> = { met: 'done', open: 'soon', short: 'late' }

/** What is missing, what comes next, what was done: one's own page, and the same read by those who manage. */
export const TrainingOf = ({ data, own }: { data: Training; own: boolean }): ReactNode => {
  const { t } = useTranslation('training')
  const go = useGo()
  const tell = useTell()
  const begin = useAct(startTest)
  const issue = useAct(issueCertificate)
  const [busy, setBusy] = useState(false)
  const start = async (courseId: number): Promise<void> => {
    if (busy) return
    setBusy(true)
    try {
      go(`/training/tests/${(await begin.mutateAsync({ params: { id: courseId } })).id}`)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="bw-panels bw-gap">
      <Panel title={t('preJob')}>
        <p>
          <StateTag tone={data.preJob.met ? 'done' : 'soon'}>{t(data.preJob.met ? 'annualState.met' : 'annualState.open')}</StateTag>{' '}
          <span className="bw-figures">{t('preJobText', data.preJob)}</span>
        </p>
        {data.preJob.topicsMissing.length > 0 ? (
          <p>{t('topicsLeft', { topics: listText(data.preJob.topicsMissing.map((k) => t(`topic.${k}`))) })}</p>
        ) : data.preJob.met ? (
          <p className="bw-quiet">{t('preJobMet')}</p>
        ) : null}
      </Panel>
      {data.year ? (
        <Panel title={t('yearOf', { year: data.year.year })}>
          <p>
            <StateTag tone={yearTone[data.year.state] ?? 'plain'}>{t(`annualState.${data.year.state}`)}</StateTag>{' '}
            <span className="bw-figures">{t('annualText', data.year)}</span>
          </p>
          {data.year.state === 'open' ? <p className="bw-quiet">{t('annualDue', { date: dateText(data.year.dueOn) })}</p> : null}
        </Panel>
      ) : null}
      <Panel title={t('coming')} wide>
        {data.coming.length === 0 ? (
          <p className="bw-quiet">{t('comingNone')}</p>
        ) : (
          <ul className="tr-lines">
            {data.coming.map((s) => (
              <li key={s.sessionId}>
                <span className="tr-head">
                  <Go to={`/training/courses/${s.courseId}`}>{s.title}</Go>
                  {s.open ? <StateTag tone="active">{t('openNow')}</StateTag> : null}
                  {s.present.map((h) => (
                    <StateTag key={h} tone="done">
                      {t(`half.${h}`)}
                    </StateTag>
                  ))}
                </span>
                <span className="bw-figures">
                  {s.onDate === todayText() ? t('today') : dateText(s.onDate)} {timesText(t, s)}
                </span>
                <span className="bw-quiet">
                  {s.place} · {s.teacher}
                </span>
                {own && s.open ? (
                  <ActBar acts={[{ key: 'in', label: t('checkInNow'), primary: true, run: () => go('/training/check-in') }]} />
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('myCourses')} wide>
        {data.courses.length === 0 ? (
          <p className="bw-quiet">{t('myCoursesNone')}</p>
        ) : (
          <DataTable
            label={t('myCourses')}
            rows={data.courses}
            rowKey={(c) => `${c.courseId}-${c.year}`}
            open={(c) => `/training/courses/${c.courseId}`}
            columns={[
              { key: 'title', title: t('course'), render: (c) => c.title },
              {
                key: 'phase',
                title: t('phaseOf'),
                render: (c) => [t(`phase.${c.phase}`), c.year || null, t(`topic.${c.topic}`)].filter(Boolean).join(' · '),
              },
              { key: 'organiser', title: t('organiserOf'), render: (c) => t(`organiser.${c.organiser}`) },
              {
                key: 'attended',
                title: t('held'),
                render: (c) =>
                  [t('attended', { n: c.attended }), c.waiting ? t('waitingN', { n: c.waiting }) : null].filter(Boolean).join(' · '),
              },
              {
                key: 'test',
                title: t('test'),
                render: (c) => (
                  <>
                    <StateTag tone={testTone[c.test] ?? 'plain'}>{t(`testState.${c.test}`)}</StateTag>{' '}
                    {c.test === 'due' ? <span className="bw-quiet">{t('triesLeft', { n: c.triesLeft })}</span> : null}
                  </>
                ),
              },
              { key: 'counted', title: t('counted'), align: 'end', render: (c) => t('ofHalf', c) },
              {
                key: 'acts',
                title: '',
                render: (c) => (
                  <ActBar
                    size="small"
                    acts={[
                      {
                        key: 'test',
                        label: t(c.test === 'running' ? 'goOn' : 'startTest'),
                        primary: true,
                        can: own && (c.test === 'due' || c.test === 'running'),
                        run: () => start(c.courseId),
                      },
                      {
                        key: 'result',
                        label: t('result'),
                        can: own && c.attemptId !== null && c.test !== 'running',
                        run: () => go(`/training/tests/${c.attemptId}`),
                      },
                      {
                        key: 'certificate',
                        label: t('issue'),
                        can: c.certificate.ok,
                        run: async () => {
                          await issue.mutateAsync({
                            body: { courseId: c.courseId, year: c.year, ...(own ? {} : { personId: data.personId }) },
                          })
                          tell.done(t('issued'))
                        },
                      },
                    ]}
                  />
                ),
              },
            ]}
          />
        )}
      </Panel>
      <Panel title={t('certificates')} wide>
        {data.certificates.length === 0 ? (
          <p className="bw-quiet">{t('certificatesNone')}</p>
        ) : (
          <DataTable
            label={t('certificates')}
            rows={data.certificates}
            rowKey={(c) => c.id}
            columns={[
              { key: 'title', title: t('course'), render: (c) => c.title },
              { key: 'halfDays', title: t('halfDays'), align: 'end', render: (c) => t('nHalf', { n: c.halfDays }) },
              { key: 'on', title: t('completedOn'), render: (c) => dateText(c.completedOn) },
              { key: 'code', title: t('code'), render: (c) => <span className="bw-figures">{c.code}</span> },
              { key: 'at', title: t('issuedAt'), render: (c) => <Moment at={c.issuedAt} /> },
              {
                key: 'file',
                title: '',
                render: (c) => (
                  <a href={addressOf(printCertificate, { params: { id: c.id } })} target="_blank" rel="noreferrer">
                    {t('openPdf')}
                  </a>
                ),
              },
            ]}
          />
        )}
      </Panel>
    </div>
  )
}
