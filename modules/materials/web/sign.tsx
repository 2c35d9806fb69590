import { Alert, Button, Input, Radio, Select, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { reasonText, Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type HandOverList, printList, readList, signList } from '../api-lists.ts'
import { refusalReasons } from '../rules/kinds.ts'
import { kindText, Urgent } from './shown.tsx'

const over = (m: OneMaterial): boolean => m.items.length > 0 && m.items.every((i) => i.state === 'signed')

interface Answer {
  outcome: 'signed' | 'refused'
  reason?: (typeof refusalReasons)[number]
  note: string
}
type OneMaterial = HandOverList['materials'][number]

/** Items to be answered; a sheet in the hand, a thumb on the phone. Also used by the step of signing. */
export const SignSheet = ({ list, only, done }: { list: HandOverList; only?: number; done?: () => void }): ReactNode => {
  const { t } = useTranslation('materials')
  const tell = useTell()
  const send = useAct(signList, only ? { keep: true } : {})
  const [answers, setAnswers] = useState<Record<number, Answer>>({})
  const [because, setBecause] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const materials = list.materials.filter((m) => only === undefined || m.id === only)
  const open = materials.flatMap((m) => m.items.filter((i) => !i.answer && i.state !== 'signed'))
  const can = list.can.sign === true && open.length > 0
  const set = (id: number, a: Answer): void => setAnswers((b) => ({ ...b, [id]: a }))
  const ready = open.filter((i) => answers[i.id] && (answers[i.id]!.outcome === 'signed' || answers[i.id]!.reason)).length
  const confirm = async (all: boolean): Promise<void> => {
    setProblem(null)
    try {
      const given = open.flatMap((i) => {
        const a = all ? ({ outcome: 'signed', note: '' } as Answer) : answers[i.id]
        return a
          ? [{ itemId: i.id, outcome: a.outcome, ...(a.outcome === 'refused' && a.reason ? { reason: a.reason } : {}), note: a.note }]
          : []
      })
      const r = await send.mutateAsync({
        params: { id: list.id },
        revision: list.revision,
        body: { answers: given, standInBecause: because },
      })
      tell.done(r.refused ? t('sign.doneRefused', r) : t('sign.done', r))
      setAnswers({})
      done?.()
    } catch (e) {
      setProblem(e)
    }
  }
  return (
    <div className="mt-sign">
      {materials.map((m) => (
        <section key={m.id} className="bw-sheet bw-pad">
          <h2>
            {m.hidden ? m.number : <Go to={`/materials/${m.id}`}>{m.caseNumber ?? m.number}</Go>}
            <Urgent urgent={m.urgent} over={over(m)} />
            <span className="mt-due">
              <DueTag due={m.dueAt} done={over(m)} />
            </span>
          </h2>
          <Head m={m} />
          {m.hidden ? (
            <p className="bw-quiet">{t('lists.hidden')}</p>
          ) : (
            <ul className="mt-items">
              {m.items.map((i) => (
                <li key={i.id}>
                  <span>
                    {i.title}{' '}
                    <span className="bw-quiet">
                      {[
                        kindText(i.kind),
                        t('sign.copiesPages', { copies: i.copies, pages: i.pages }),
                        i.original ? t('item.isOriginal') : t('item.isCopy'),
                      ].join(' · ')}
                    </span>
                  </span>
                  {i.answer ? (
                    <Given answer={i.answer} />
                  ) : i.state === 'signed' ? (
                    <StateTag tone="done">{t('itemState.signed')}</StateTag>
                  ) : can ? (
                    <Radio.Group
                      aria-label={i.title}
                      optionType="button"
                      buttonStyle="solid"
                      value={answers[i.id]?.outcome}
                      onChange={(e) => set(i.id, { note: '', ...answers[i.id], outcome: e.target.value as 'signed' })}
                      options={[
                        { value: 'signed', label: t('sign.signed') },
                        { value: 'refused', label: t('sign.refused') },
                      ]}
                    />
                  ) : (
                    <StateTag>{t('itemState.open')}</StateTag>
                  )}
                  {can && answers[i.id]?.outcome === 'refused' ? (
                    <div className="mt-reason">
                      <Select
                        aria-label={t('sign.reason')}
                        placeholder={t('sign.reason')}
                        value={answers[i.id]?.reason}
                        onChange={(reason) => set(i.id, { ...answers[i.id]!, reason })}
                        options={refusalReasons.map((r) => ({ value: r, label: t(`reason.${r}`) }))}
                      />
                      <Input
                        aria-label={t('note')}
                        placeholder={t('note')}
                        maxLength={300}
                        value={answers[i.id]?.note}
                        onChange={(e) => set(i.id, { ...answers[i.id]!, note: e.target.value })}
                      />
                    </div>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
      {problem ? <Refusal problem={problem} /> : null}
      {can ? (
        <div className="mt-bar">
          {list.standIn ? (
            <Input
              aria-label={t('sign.because')}
              placeholder={t('sign.becauseOf', { name: list.recipientName })}
              maxLength={200}
              style={{ maxWidth: 320 }}
              value={because}
              onChange={(e) => setBecause(e.target.value)}
            />
          ) : null}
          <Button
            type="primary"
            loading={send.isPending}
            disabled={(list.standIn && because.trim() === '') || (ready > 0 && ready < Object.keys(answers).length)}
            onClick={() => void confirm(ready === 0)}
          >
            {ready === 0 ? t('sign.all', { n: open.length }) : t('sign.some', { n: ready })}
          </Button>
          <span className="bw-quiet">{t('sign.asWho')}</span>
        </div>
      ) : list.can.sign !== true && list.can.sign !== 'not-carried' ? (
        <Alert type="info" showIcon title={reasonText(list.can.sign as string)} />
      ) : null}
    </div>
  )
}
const Head = ({ m }: { m: OneMaterial }): ReactNode => {
  const { t } = useTranslation('materials')
  return (
    <div className="bw-quiet">
      {[m.number, m.senderName].filter(Boolean).join(' · ')} · {t('receivedAt')} <Moment at={m.receivedAt} />
      {m.postmarkedOn ? ` · ${t('sign.postmark', { day: dateText(m.postmarkedOn) })}` : null}
    </div>
  )
}
const Given = ({ answer: a }: { answer: NonNullable<OneMaterial['items'][number]['answer']> }): ReactNode => {
  const { t } = useTranslation('materials')
  return (
    <span>
      <StateTag tone={a.outcome === 'signed' ? 'done' : 'late'}>{t(`itemState.${a.outcome}`)}</StateTag>{' '}
      <span className="bw-quiet">
        {[
          a.reason ? t(`reason.${a.reason}`) : '',
          a.note,
          a.standInBecause ? t('sign.standIn', { by: a.by, because: a.standInBecause }) : a.by,
        ]
          .filter(Boolean)
          .join(' · ')}{' '}
        <Moment at={a.at} />
      </span>
    </span>
  )
}

/** Where the code of the sheet leads: the phone has scanned it, what remains is to sign. */
const Sign = (): ReactNode => {
  const { t } = useTranslation('materials')
  const id = Number(usePathParams().id)
  const { data, error, refetch } = useCall(readList, { params: { id } })
  return (
    <RecordPage
      kind={{ label: t('lists.title'), to: '/materials/lists' }}
      title={data?.number}
      error={error}
      retry={() => void refetch()}
      state={
        data ? (
          <StateTag tone={data.open === 0 ? 'done' : 'active'}>
            {data.open === 0 ? t('lists.settled') : t('lists.openOf', { open: data.open, n: data.lines })}
          </StateTag>
        ) : null
      }
      acts={[
        {
          key: 'print',
          label: t('lists.print'),
          can: data !== undefined,
          run: () => void window.open(addressOf(printList, { params: { id } }), '_blank', 'noopener'),
        },
      ]}
      facts={
        data
          ? [
              { key: 'recipient', label: t('recipient'), value: data.recipientName },
              { key: 'by', label: t('lists.madeBy'), value: data.madeBy },
              { key: 'at', label: t('lists.madeAt'), value: <Moment at={data.madeAt} /> },
              { key: 'lines', label: t('lists.linesLabel'), value: data.lines },
            ]
          : undefined
      }
    >
      {data ? <SignSheet list={data} /> : error ? null : <Skeleton active />}
    </RecordPage>
  )
}
export default Sign
