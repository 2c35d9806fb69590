import { Button, Popconfirm, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { handIn, readAttempt, saveAnswer, startTest } from '../api-tests.ts'
import { useSecondsLeft } from './countdown.ts'
import { TestResult } from './test-result.tsx'
import './training.css'

type Attempt = Reply<typeof readAttempt>
const minutes = (s: number): string => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`

const Running = ({ test, stamp, reread }: { test: Attempt; stamp: number; reread: () => void }): ReactNode => {
  const { t } = useTranslation('training')
  const tell = useTell()
  const [chosen, setChosen] = useState<Record<number, number[]>>(() => Object.fromEntries(test.questions.map((q) => [q.id, q.chosen])))
  const [saved, setSaved] = useState<ReadonlySet<number>>(new Set())
  const save = useAct(saveAnswer, { keep: true })
  const give = useAct(handIn)
  const left = useSecondsLeft(test.msLeft, stamp, reread)
  const answered = test.questions.filter((q) => (chosen[q.id] ?? []).length > 0).length
  const choose = async (q: Attempt['questions'][number], place: number): Promise<void> => {
    const before = chosen[q.id] ?? []
    const next = q.kind === 'multiple' ? (before.includes(place) ? before.filter((x) => x !== place) : [...before, place]) : [place]
    setChosen((c) => ({ ...c, [q.id]: next }))
    try {
      await save.mutateAsync({ params: { id: test.id }, body: { questionId: q.id, chosen: next } })
      setSaved((s) => new Set(s).add(q.id))
    } catch (error) {
      // What the server did not take is not shown as chosen.
      setChosen((c) => ({ ...c, [q.id]: before }))
      tell.refused(error)
      reread()
    }
  }
  const finish = async (): Promise<void> => {
    try {
      await give.mutateAsync({ params: { id: test.id } })
    } catch (error) {
      tell.refused(error)
      reread()
    }
  }
  const open = test.questions.length - answered
  return (
    <>
      <div className="tr-bar bw-figures">
        <span>{t('answered', { n: answered, of: test.questions.length })}</span>
        <span role="timer">{left === null ? '' : t('left', { time: minutes(left) })}</span>
      </div>
      {test.questions.map((q, i) => (
        <fieldset key={q.id} className="bw-sheet bw-pad tr-question">
          <legend>
            <small className="bw-quiet">
              {t('question', { n: i + 1, of: test.questions.length })} · {t(q.kind === 'multiple' ? 'chooseMany' : 'chooseOne')}
              {saved.has(q.id) ? ` · ${t('savedAnswer')}` : ''}
            </small>
            {q.wording}
          </legend>
          <div className="tr-options">
            {(q.kind === 'trueFalse' ? [t('isTrue'), t('isFalse')] : q.options).map((o, place) => (
              <label key={o}>
                <input
                  type={q.kind === 'multiple' ? 'checkbox' : 'radio'}
                  name={`q${q.id}`}
                  checked={(chosen[q.id] ?? []).includes(place)}
                  onChange={() => void choose(q, place)}
                />
                <span>{o}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <Popconfirm title={open > 0 ? t('handInAsk', { n: open }) : t('handInSure')} onConfirm={() => void finish()} okText={t('handIn')}>
        <Button type="primary" block className="tr-big" loading={give.isPending}>
          {t('handIn')}
        </Button>
      </Popconfirm>
      <p className="bw-quiet tr-seed">
        {t('commitment')}: {test.commitment}
        <br />
        {t('commitmentHint')}
      </p>
    </>
  )
}

/** Held in one hand: every answer is saved when it is given, the clock is the server's. */
const Test = (): ReactNode => {
  const { t } = useTranslation('training')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const begin = useAct(startTest)
  const { data, error, refetch, dataUpdatedAt } = useCall(
    readAttempt,
    { params: { id } },
    { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  )
  useTitle(data ? `${t('testTitle')} · ${data.title}` : t('testTitle'))
  const again = async (courseId: number): Promise<void> => {
    try {
      go(`/training/tests/${(await begin.mutateAsync({ params: { id: courseId } })).id}`)
    } catch (refused) {
      tell.refused(refused)
    }
  }
  return (
    <section className="tr-phone">
      <p className="bw-kind">
        <Go to="/training/mine">← {t('mine')}</Go>
      </p>
      <h1>{data ? data.title : t('testTitle')}</h1>
      {error ? (
        <Refusal problem={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton active />
      ) : data.state === 'running' ? (
        <Running key={data.id} test={data} stamp={dataUpdatedAt} reread={() => void refetch()} />
      ) : (
        <TestResult test={data} again={() => again(data.courseId)} />
      )}
    </section>
  )
}
export default Test
