import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import { closeCandidate, readCandidate, reviewForm, withdrawCandidate } from '../api.ts'
import { CandidateFiles } from './candidate-files.tsx'
import { DecideDrawers, type Drawer } from './decide-drawers.tsx'
import { ProposeDrawer } from './propose-drawer.tsx'
import { RankTags, stateTone } from './words.tsx'

const CandidateRecord = (): ReactNode => {
  const { t } = useTranslation('candidates')
  const id = Number(usePathParams().id)
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const [open, setOpen] = useState<Drawer | 'propose' | null>(null)
  const { data, error, refetch } = useCall(readCandidate, { params: { id } })
  const withdraw = useAct(withdrawCandidate)
  const shut = useAct(closeCandidate)
  const close = (): void => setOpen(null)
  const said = async (act: { mutateAsync: (o: { params: { id: number }; revision: number }) => Promise<unknown> }): Promise<void> => {
    await act.mutateAsync({ params: { id }, revision: data?.revision ?? 0 })
    tell.done(t('saved'))
  }
  const hr = may('candidates.keep')
  // Who has no part in an act sees no button; who has, sees why not.
  const part = (mine: boolean, states: string[], can: { ok: boolean } | undefined) =>
    mine && data && states.includes(data.state) ? can : false
  const reviewer = may('candidates.review')
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/candidates' }}
        title={data ? (data.name ?? t('erasedName')) : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={stateTone[data.state]}>{t(`state.${data.state}`)}</StateTag> : null}
        mark={data ? <RankTags law={data.lawBackground} years={data.courtYears} /> : null}
        acts={[
          {
            key: 'propose',
            label: t('propose'),
            primary: true,
            can: part(hr, ['draft'], data?.can.propose),
            run: () => setOpen('propose'),
          },
          { key: 'change', label: t('change'), can: part(hr, ['draft'], data?.can.change), run: () => go(`/candidates/${id}/change`) },
          {
            key: 'withdraw',
            label: t('withdraw'),
            can: part(hr, ['proposed', 'reviewed'], data?.can.withdraw),
            confirm: t('withdrawSure'),
            run: () => said(withdraw),
          },
          {
            key: 'close',
            label: t('close'),
            danger: true,
            can: part(hr, ['draft'], data?.can.close),
            confirm: t('closeSure'),
            run: () => said(shut),
          },
          {
            key: 'review',
            label: t('review'),
            primary: true,
            can: part(reviewer, ['proposed'], data?.can.review),
            run: () => setOpen('review'),
          },
          {
            key: 'accept',
            label: t('accept'),
            primary: true,
            can: part(reviewer, ['reviewed'], data?.can.accept),
            run: () => setOpen('accept'),
          },
          { key: 'renew', label: t('renew'), can: part(reviewer, ['accepted'], data?.can.renew), run: () => setOpen('renew') },
          {
            key: 'reject',
            label: t('reject'),
            danger: true,
            can: part(reviewer, ['proposed', 'reviewed'], data?.can.reject),
            run: () => setOpen('reject'),
          },
          {
            key: 'form',
            label: t('form'),
            can: data ? data.state !== 'erased' : false,
            run: () => void window.open(addressOf(reviewForm, { params: { id } }), '_blank', 'noopener'),
          },
        ]}
        facts={
          data
            ? [
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'idNo', label: t('idNo'), value: <span className="bw-figures">{data.idNoMasked ?? '—'}</span> },
                { key: 'phone', label: t('phone'), value: data.phone },
                { key: 'engagement', label: t('engagement'), value: data.engagement },
                { key: 'role', label: t('role'), value: data.role ? [roleText(data.role), data.team].filter(Boolean).join(' · ') : null },
                { key: 'fromDate', label: t('fromDate'), value: data.fromDate ? dateText(data.fromDate) : null },
                { key: 'registrationNo', label: t('registrationNo'), value: data.registrationNo },
                ...(data.personId && may('workforce.see')
                  ? [{ key: 'gate', label: t('gateOf'), value: <Go to={`/workforce/${data.personId}`}>{data.name ?? ''}</Go> }]
                  : []),
                ...(data.reason ? [{ key: 'reason', label: t('reason'), value: data.reason, wide: true }] : []),
                ...(data.eraseOn && data.state !== 'erased'
                  ? [{ key: 'eraseOn', label: t('eraseOn'), value: dateText(data.eraseOn) }]
                  : []),
              ]
            : []
        }
      >
        {data && data.state !== 'erased' ? (
          <div className="bw-panels bw-gap">
            {['draft', 'proposed', 'reviewed'].includes(data.state) ? (
              <Panel title={t('checklist')} wide>
                {data.gaps.length === 0 ? (
                  <p>{t('complete')}</p>
                ) : (
                  <ul className="bw-checklist">
                    {data.gaps.map((g) => (
                      <li key={g.code} data-met="no">
                        <span className="bw-tick" aria-label={t('missing')} role="img">
                          ✗
                        </span>
                        <span>{t(`gap.${g.code}`)}</span>
                        <span className="bw-quiet">{g.clause}</span>
                        <span className="bw-under bw-quiet">
                          {t(`askFor.${g.code === 'conviction' || g.code === 'education-low' ? 'never' : 'hr'}`)}
                        </span>
                      </li>
                    ))}
                  </ul>
                )}
                <p className="bw-quiet">{t('afterwards')}</p>
              </Panel>
            ) : null}
            <Panel title={t('particulars')} wide>
              <Particulars data={data} />
            </Panel>
            <Panel title={t('files')} wide>
              <CandidateFiles id={id} files={data.files} change={data.can.change.ok} />
            </Panel>
            <Panel title={t('reviews')} wide>
              {data.reviews.length === 0 ? <p className="bw-quiet">{t('noReviews')}</p> : null}
              {data.reviews.map((r) => (
                <div key={r.id}>
                  <p>
                    <StateTag tone={r.passed ? 'done' : 'late'}>{t(r.passed ? 'passed' : 'failed')}</StateTag> {dateText(r.reviewedOn)} ·{' '}
                    {r.reviewedBy}
                    {r.validUntil ? ` · ${t('validTo', { date: dateText(r.validUntil) })}` : ''}
                  </p>
                  <p>{r.opinion}</p>
                  {r.skillsHalfDays ? (
                    <p className="bw-quiet">
                      {t('skills', { n: r.skillsHalfDays, content: r.skillsContent ?? '' })}
                      {data.skillsDone === null ? '' : ` · ${t('skillsDone', { n: data.skillsDone })}`}
                    </p>
                  ) : null}
                </div>
              ))}
            </Panel>
          </div>
        ) : null}
      </RecordPage>
      {data && open === 'propose' ? (
        <ProposeDrawer people={[{ id, revision: data.revision, name: data.name ?? '' }]} done={() => void refetch()} close={close} />
      ) : null}
      {data ? (
        <DecideDrawers id={id} revision={data.revision} nextNo={data.nextNo} open={open === 'propose' ? null : open} close={close} />
      ) : null}
    </>
  )
}

type Data = NonNullable<ReturnType<typeof useCall<typeof readCandidate>>['data']>
const Particulars = ({ data }: { data: Data }): ReactNode => {
  const { t } = useTranslation('candidates')
  const day = (d: string | null): string => (d ? dateText(d) : '—')
  const lines: [string, ReactNode][] = [
    [
      t('education'),
      [data.education ? t(`level.${data.education}`) : '—', data.school, data.major, data.diplomaNo].filter(Boolean).join(' · '),
    ],
    [t('xuexin'), data.xuexin ? [t(data.xuexin), day(data.xuexinOn), data.xuexinNo].filter(Boolean).join(' · ') : '—'],
    [t('courtExperience'), data.courtExperience ?? '—'],
    [t('startOn'), day(data.startOn)],
    [
      t('contractHeading'),
      data.contractSignedOn
        ? t('contractLine', { signed: day(data.contractSignedOn), from: day(data.contractFrom), until: day(data.contractUntil) })
        : '—',
    ],
    [
      t('recordsHeading'),
      [data.recordsNo, data.recordsAuthority, data.recordsOn ? day(data.recordsOn) : null].filter(Boolean).join(' · ') || '—',
    ],
    [t('conviction'), data.conviction === null ? '—' : t(data.conviction ? 'convictionYes' : 'convictionNo')],
    [t('background'), data.background ?? '—'],
    [
      t('relationsHeading'),
      data.relationsDeclared === 'none'
        ? t('relationsNone')
        : data.relations.length
          ? data.relations.map((r) => `${r.name}（${r.relation}，${r.place}）`).join('；')
          : '—',
    ],
  ]
  return (
    <dl style={{ margin: 0 }}>
      {lines.map(([label, value]) => (
        <div key={label} style={{ display: 'grid', gridTemplateColumns: 'minmax(96px, 200px) minmax(0, 1fr)', gap: 12, padding: '3px 0' }}>
          <dt className="bw-quiet">{label}</dt>
          <dd style={{ margin: 0, overflowWrap: 'anywhere' }}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
export default CandidateRecord
