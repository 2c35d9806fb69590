import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { listText } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import type { readAttempt } from '../api-tests.ts'

type Attempt = Reply<typeof readAttempt>

/** The result teaches: what was asked, what was said, what is right and why. */
export const TestResult = ({ test, again }: { test: Attempt; again: () => Promise<void> }): ReactNode => {
  const { t } = useTranslation('training')
  const words = (q: Attempt['questions'][number], places: readonly number[]): string =>
    listText(places.map((p) => (q.kind === 'trueFalse' ? t(p === 0 ? 'isTrue' : 'isFalse') : (q.options[p] ?? ''))))
  return (
    <>
      <div className="bw-sheet bw-pad" role="status">
        <p>
          <StateTag tone={test.passed ? 'done' : 'late'}>{t(test.passed ? 'passed' : 'failed')}</StateTag>{' '}
          <span className="bw-figures">{t('resultText', { right: test.right, of: test.questions.length, mark: test.passMark })}</span>
        </p>
        {test.handedIn ? null : <p className="bw-quiet">{t('timeUp')}</p>}
        {test.passed ? null : test.triesLeft > 0 ? (
          <Button type="primary" onClick={() => void again()}>
            {`${t('again')} · ${t('triesLeft', { n: test.triesLeft })}`}
          </Button>
        ) : (
          <p className="bw-quiet">{t('triesLeft', { n: 0 })}</p>
        )}
      </div>
      {test.questions.map((q, i) => (
        <article key={q.id} className="bw-sheet bw-pad">
          <p className="bw-quiet">
            {t('question', { n: i + 1, of: test.questions.length })}{' '}
            <StateTag tone={q.right ? 'done' : 'soon'}>{t(q.right ? 'right' : 'wrong')}</StateTag>
          </p>
          <h2 className="bw-h2">{q.wording}</h2>
          <p>
            {t('yours')}: {q.chosen.length > 0 ? words(q, q.chosen) : t('notAnswered')}
          </p>
          {q.right ? null : (
            <p>
              {t('correct')}: {words(q, q.answers ?? [])}
            </p>
          )}
          {q.explanation ? (
            <p className="bw-quiet">
              {t('explanation')}: {q.explanation}
            </p>
          ) : null}
        </article>
      ))}
      <p className="bw-quiet tr-seed">
        {t('seed')}: {test.seed}
        <br />
        {t('commitment')}: {test.commitment}
        <br />
        {t('commitmentHint')}
      </p>
    </>
  )
}
