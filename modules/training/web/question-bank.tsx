import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { addQuestions, listQuestions, retireQuestion } from '../api.ts'
import { type QuestionKind, questionKinds } from '../rules.ts'

/** Options as people type them: one a line, what is right begins with a star. */
const optionsOf = (text: string): { options: string[]; answers: number[] } => {
  const lines = text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)
  return {
    options: lines.map((l) => l.replace(/^[*＊]\s*/, '')),
    answers: lines.flatMap((l, i) => (/^[*＊]/.test(l) ? [i] : [])),
  }
}

export const QuestionBank = ({ course }: { course: { id: number; bank: number; questionCount: number } }): ReactNode => {
  const { t } = useTranslation('training')
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const add = useAct(addQuestions)
  const retire = useAct(retireQuestion)
  return (
    <>
      {course.bank < course.questionCount ? (
        <Alert type="warning" showIcon title={t('bankShort', { bank: course.bank, count: course.questionCount })} />
      ) : null}
      <ListPage
        embedded
        name="training-questions"
        title={t('bank')}
        endpoint={listQuestions}
        params={{ id: course.id }}
        rowKey={(q) => q.id}
        columns={[
          { key: 'wording', title: t('wording'), render: (q) => q.wording },
          { key: 'kind', title: t('kindOf'), render: (q) => t(`kind.${q.kind}`) },
          {
            key: 'answers',
            title: t('correct'),
            render: (q) =>
              q.kind === 'trueFalse' ? t(q.answers[0] === 0 ? 'isTrue' : 'isFalse') : listText(q.answers.map((a) => q.options[a] ?? '')),
          },
          { key: 'explanation', title: t('explanation'), render: (q) => q.explanation || '—' },
          {
            key: 'acts',
            title: '',
            render: (q) => (
              <ActBar
                size="small"
                acts={[
                  {
                    key: 'retire',
                    label: t('retire'),
                    run: async () => {
                      await retire.mutateAsync({ params: { id: q.id } })
                      tell.done(t('retired'))
                    },
                  },
                ]}
              />
            ),
          },
        ]}
        acts={[{ key: 'add', label: t('addQuestion'), primary: true, run: () => setOpen(true) }]}
        empty={t('bankNone')}
      />
      <FormDrawer
        title={t('addQuestion')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          {
            name: 'kind',
            kind: 'radio',
            label: t('kindOf'),
            required: true,
            options: questionKinds.map((k) => ({ value: k, label: t(`kind.${k}`) })),
          },
          { name: 'wording', kind: 'longtext', label: t('wording'), required: true, max: 1000 },
          {
            name: 'options',
            kind: 'longtext',
            label: t('options'),
            hint: t('optionsHint'),
            required: true,
            rows: 5,
            when: (v) => v.kind !== 'trueFalse',
          },
          {
            name: 'truth',
            kind: 'radio',
            label: t('truth'),
            required: true,
            when: (v) => v.kind === 'trueFalse',
            options: [
              { value: '0', label: t('isTrue') },
              { value: '1', label: t('isFalse') },
            ],
          },
          { name: 'explanation', kind: 'longtext', label: t('explanation'), max: 1000 },
        ]}
        initial={{ kind: 'single' }}
        codes={{ 'options-malformed': 'options', 'answers-malformed': 'options', 'one-answer-only': 'options' }}
        submit={async (v) => {
          const kind = v.kind as QuestionKind
          const said = kind === 'trueFalse' ? { options: [], answers: [Number(v.truth)] } : optionsOf(String(v.options ?? ''))
          await add.mutateAsync({
            params: { id: course.id },
            body: { questions: [{ kind, wording: String(v.wording), explanation: String(v.explanation ?? ''), ...said }] },
          })
          tell.done(t('added'))
        }}
      />
    </>
  )
}
