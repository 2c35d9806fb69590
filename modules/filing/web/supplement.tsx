import { Button, DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { issueSupplement } from '../api.ts'
import { mayIssueSupplement } from '../rules.ts'
import { problemWords } from '../../../platform/ui/i18n.ts'
import { FormTask, Note, Pair, Problem, Received, type TaskProp, useAfter, useForm } from './form-task.tsx'

type Item = { key: number; what: string; article: string; visibleOn: string }
let keys = 0
const blank = (visibleOn: string): Item => {
  keys += 1
  return { key: keys, what: '', article: '', visibleOn }
}
// What is most often missing; the officer takes or writes his own. The article goes to the party in the notice, so it stands there in full.
const usual = ['copies', 'identity', 'authority', 'evidence', 'opponent', 'claims'] as const
const articles: Record<(typeof usual)[number], string> = {
  copies: '民事诉讼法第一百二十三条',
  identity: '登记立案规定第六条',
  authority: '民事诉讼法第六十二条',
  evidence: '登记立案规定第六条',
  opponent: '民事诉讼法第一百二十二条',
  claims: '民事诉讼法第一百二十四条',
}

const Supplement = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(issueSupplement)
  const second = form.firstNoticeOn !== null
  // In a further notice a lack is new unless the officer says it could be seen before.
  const seen = second ? form.today : (form.deadlines.find((d) => d.rule === 'filing-decision')?.inputs.from ?? form.today)
  const [items, setItems] = useState<Item[]>(() => [blank(seen)])
  const [reason, setReason] = useState('')
  const [refused, setRefused] = useState<unknown>(null)
  const written = items.filter((i) => i.what.trim() !== '')
  const verdict = mayIssueSupplement({ items: written, firstNoticeOn: form.firstNoticeOn, today: form.today, reason })
  const change = (key: number, patch: Partial<Item>): void => setItems(items.map((i) => (i.key === key ? { ...i, ...patch } : i)))
  const finish = async (): Promise<void> => {
    setRefused(null)
    try {
      await send.mutateAsync({
        params: { id: taskId },
        revision: form.taskRevision,
        body: {
          items: written.map(({ what, article, visibleOn }) => ({
            what: what.trim(),
            article: article.trim(),
            ...(second ? { visibleOn } : {}),
          })),
          againReason: reason.trim(),
        },
      })
      after(t('supplement.done'))
    } catch (error) {
      setRefused(error)
    }
  }
  return (
    <Pair side={<Received form={form} />}>
      <section className="bw-sheet bw-pad" aria-label={t('supplement.title')}>
        <h2 className="bw-h2">{t('supplement.title')}</h2>
        <p className="bw-lead">{t('supplement.lead')}</p>
        {second ? <Note>{t('supplement.second', { on: dateText(form.firstNoticeOn) })}</Note> : null}
        <div className="bw-acts bw-gap">
          {usual.map((u) => (
            <Button
              key={u}
              size="small"
              disabled={items.some((i) => i.what === t(`supplement.usual.${u}`))}
              onClick={() =>
                setItems([
                  ...items.filter((i) => i.what !== ''),
                  { ...blank(seen), what: t(`supplement.usual.${u}`), article: articles[u] },
                ])
              }
            >
              + {t(`supplement.usual.${u}`)}
            </Button>
          ))}
        </div>
        {items.map((i, n) => (
          <div className="fl-row" key={i.key}>
            <Input.TextArea
              autoSize
              aria-label={t('supplement.item', { n: n + 1 })}
              placeholder={t('supplement.item', { n: n + 1 })}
              value={i.what}
              maxLength={300}
              onChange={(e) => change(i.key, { what: e.target.value })}
            />
            <Input
              aria-label={t('supplement.article')}
              placeholder={t('supplement.article')}
              value={i.article}
              maxLength={60}
              onChange={(e) => change(i.key, { article: e.target.value })}
            />
            {second ? (
              <DatePicker
                aria-label={t('supplement.visibleOn')}
                title={t('supplement.visibleOn')}
                value={dayjs(i.visibleOn)}
                maxDate={dayjs(form.today)}
                allowClear={false}
                onChange={(day) => day && change(i.key, { visibleOn: day.format('YYYY-MM-DD') })}
              />
            ) : (
              <span />
            )}
            <Button type="text" onClick={() => setItems(items.length === 1 ? [blank(seen)] : items.filter((x) => x.key !== i.key))}>
              {t('keyIn.remove')}
            </Button>
          </div>
        ))}
        <Button className="bw-gap" onClick={() => setItems([...items, blank(seen)])}>
          {t('supplement.add')}
        </Button>
        {second ? (
          <Input.TextArea
            className="bw-gap"
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
            aria-label={t('supplement.reason')}
            placeholder={t('supplement.reason')}
          />
        ) : null}
        {!verdict.ok && verdict.code !== 'supplement-empty' ? (
          <p role="status" style={{ color: 'var(--late)' }}>
            {problemWords(verdict.code, verdict.detail).text}
          </p>
        ) : null}
        <Problem error={refused} />
        <Button type="primary" disabled={!verdict.ok} loading={send.isPending} onClick={() => void finish()}>
          {t('supplement.submit', { n: written.length })}
        </Button>
      </section>
    </Pair>
  )
}
const SupplementTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <Supplement taskId={task.id} />
  </FormTask>
)
export default SupplementTask
