import { Alert, Input, Radio, Skeleton } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../../../platform/ui/acts.tsx'
import { addressOf, type Problem, type Reply } from '../../../platform/ui/call.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { agreementPdf, readMine, sign } from '../api.ts'
import { nameMatches } from '../rules.ts'
import { AgreementText } from './agreement-text.tsx'
import { signedTone, standTone } from './agreements-list.tsx'
import { SignaturePad } from './signature-pad.tsx'

type Paper = Reply<typeof readMine>['toSign'][number]

/** One agreement to read and to sign: text, name, drawn name (or keyboard and a second person), password. */
const ToSign = ({ paper }: { paper: Paper }): ReactNode => {
  const { t } = useTranslation('agreements')
  const tell = useTell()
  const field = useId()
  const act = useAct(sign)
  const [way, setWay] = useState<'draw' | 'type'>('draw')
  const [name, setName] = useState('')
  const [png, setPng] = useState<string | null>(null)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const ready = nameMatches(name, paper.name) && password !== '' && (way === 'type' || png !== null)
  return (
    <section className="bw-sheet bw-pad bw-gap">
      <header className="bw-name">
        <h2 className="bw-h2">
          {paper.title}
          {paper.keyPost ? `：${paper.keyPost}` : ''}
        </h2>
        <StateTag tone={standTone[paper.stand]}>{t(`stand.${paper.stand}`)}</StateTag>
      </header>
      <p className="bw-quiet">
        {[
          paper.label,
          paper.effectiveOn ? t('countsFrom', { date: dateText(paper.effectiveOn) }) : null,
          paper.mustBy ? t('mustByLine', { date: dateText(paper.mustBy) }) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <AgreementText body={paper.body} boxed={paper.title} />
      {paper.stand === 'waiting' ? (
        <Alert type="info" showIcon title={t('waitsLead')} />
      ) : (
        <form className="bw-form1 bw-signform" onSubmit={(e) => e.preventDefault()}>
          <p className="bw-signline">
            <label htmlFor={`${field}n`}>{t('typedName', { name: paper.name })}</label>
            <Input id={`${field}n`} value={name} onChange={(e) => setName(e.target.value)} autoComplete="off" maxLength={100} />
          </p>
          <Radio.Group
            aria-label={t('way')}
            value={way}
            onChange={(e) => setWay(e.target.value as 'draw' | 'type')}
            options={[
              { value: 'draw', label: t('wayDraw') },
              { value: 'type', label: t('wayType') },
            ]}
          />
          {way === 'draw' ? <SignaturePad onChange={setPng} /> : <p className="bw-quiet">{t('wayTypeLead')}</p>}
          <p className="bw-signline">
            <label htmlFor={`${field}p`}>{t('password')}</label>
            <Input.Password
              id={`${field}p`}
              value={password}
              onChange={(e) => setPassword(e.target.value)}
              autoComplete="current-password"
              maxLength={200}
            />
          </p>
          <p className="bw-quiet">{t('signLead')}</p>
          {problem ? <Refusal problem={problem} /> : null}
          <ActButton
            act={{
              key: 'sign',
              label: t(way === 'draw' ? 'sign' : 'signTyped'),
              primary: true,
              can: ready ? true : 'sign-incomplete',
              run: async () => {
                setProblem(null)
                try {
                  const done = await act.mutateAsync({
                    body: {
                      kind: paper.kind,
                      keyPostId: paper.keyPostId,
                      bodySha256: paper.bodySha256,
                      typedName: name,
                      signature: way === 'draw' ? png : null,
                      password,
                    },
                  })
                  tell.done(t(done.state === 'signed' ? 'signedDone' : 'typedDone'))
                } catch (e) {
                  setPassword('')
                  setProblem(e as Problem)
                }
              },
            }}
          />
        </form>
      )}
    </section>
  )
}

const Mine = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const { data, error, refetch } = useCall(readMine, {})
  return (
    <section aria-busy={!data && !error}>
      <header className="bw-head">
        <h1>{t('mine')}</h1>
      </header>
      {error ? (
        <Refusal problem={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton active title={false} paragraph={{ rows: 10 }} />
      ) : (
        <>
          {data.toSign.length === 0 ? (
            <div className="bw-sheet bw-pad bw-gap">
              <p>{t('nothingToSign')}</p>
            </div>
          ) : (
            data.toSign.map((p) => <ToSign key={`${p.kind} ${p.keyPostId} ${p.bodySha256}`} paper={p} />)
          )}
          <section className="bw-sheet bw-pad bw-gap">
            <h2 className="bw-h2">{t('signedMine')}</h2>
            <p className="bw-quiet">{t('survives')}</p>
            {data.signed.length === 0 ? (
              <p className="bw-quiet">{t('nothingSigned')}</p>
            ) : (
              <DataTable
                label={t('signedMine')}
                rows={data.signed}
                rowKey={(a) => a.id}
                open={(a) => `/agreements/${a.id}`}
                columns={[
                  { key: 'title', title: t('title'), render: (a) => `${a.title}${a.keyPost ? `：${a.keyPost}` : ''}` },
                  { key: 'label', title: t('version'), render: (a) => a.label },
                  { key: 'route', title: t('route'), render: (a) => t(`routes.${a.route}`) },
                  { key: 'at', title: t('signedAt'), render: (a) => <Moment at={a.signedAt} /> },
                  {
                    key: 'state',
                    title: t('state'),
                    render: (a) => <StateTag tone={signedTone[a.state]}>{t(`states.${a.state}`)}</StateTag>,
                  },
                  {
                    key: 'pdf',
                    title: '',
                    render: (a) => (
                      <a href={addressOf(agreementPdf, { params: { id: a.id } })} target="_blank" rel="noreferrer">
                        {t('pdf')}
                      </a>
                    ),
                  },
                ]}
              />
            )}
          </section>
        </>
      )}
    </section>
  )
}
export default Mine
