import { citation } from '../../deadlines/web/public.tsx'
import { Alert, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type AttemptView, type EffectView, type OrderDetail, readDocument, readEvidence, readOrder } from '../api.ts'

/** What the task page gives to a form. */
export interface TaskProp {
  task: { id: number; revision: number; subjectId: number }
}
/** The language's half of words that come with their rule. */
export const useWords = (): ((w: { zh: string; en: string }) => string) => {
  const { i18n } = useTranslation()
  return (w) => (i18n.language.startsWith('en') ? w.en : w.zh)
}

const tones: Record<string, Tone> = {
  served: 'done',
  cancelled: 'closed',
  awaitingAddress: 'soon',
  notice: 'soon',
  confirm: 'active',
  approval: 'active',
}
export const OrderState = ({ state, late }: { state: string; late?: boolean }): ReactNode => {
  const { t } = useTranslation('service')
  return <StateTag tone={late ? 'late' : (tones[state] ?? 'plain')}>{t(`states.${state}`)}</StateTag>
}

/** Loads the order of a task; what stands beside every form. */
export const WithOrder = ({ task, children }: TaskProp & { children: (order: OrderDetail) => ReactNode }): ReactNode => {
  // A form starts from what the order is now, not from what the step before left in the cache.
  const { data, error, refetch, isFetchedAfterMount } = useCall(
    readOrder,
    { params: { id: task.subjectId } },
    { refetchOnWindowFocus: false, refetchOnMount: 'always' },
  )
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (!data || !isFetchedAfterMount) return <Skeleton active paragraph={{ rows: 8 }} />
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}>
      <div style={{ flex: '1 1 340px', minWidth: 0 }}>{children(data)}</div>
      <aside style={{ flex: '1 1 300px', minWidth: 0 }}>
        <Papers order={data} />
        <Attempts order={data} />
      </aside>
    </div>
  )
}
/** After a form: say it, then the follow-up step when it is one's own to take, else back to one's tasks. */
export const useAfter = (): ((words: string, next?: number | null) => void) => {
  const go = useGo()
  const tell = useTell()
  return (words, next) => {
    tell.done(words)
    go(next ? `/tasks/${next}` : '/tasks', { replace: true })
  }
}

export const Papers = ({ order }: { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  return (
    <section className="bw-sheet bw-pad" aria-label={t('documents')}>
      <h2 className="bw-h2">{t('documents')}</h2>
      <p>
        {order.recipient} <span className="bw-quiet">{t(`cases:role.${order.recipientRole}`)}</span> · {order.set.title}
      </p>
      <ul style={{ paddingInlineStart: 18 }}>
        {order.set.documents.map((d) => (
          <li key={d.id}>
            <a href={addressOf(readDocument, { params: { id: d.id } })} target="_blank" rel="noreferrer">
              {d.name}
            </a>
          </li>
        ))}
      </ul>
      <h2 className="bw-h2">{t('addresses')}</h2>
      <p className="bw-quiet">{t('addressOrder')}</p>
      <ol style={{ paddingInlineStart: 18 }}>
        {order.addresses.map((a) => (
          <li key={a.id}>
            <span className="bw-quiet">
              {t(`sources.${a.source}`)} · {t(`kinds.${a.kind}`)}
            </span>{' '}
            {a.address} {/* The mask stays here; the full number is shown on the case, each look with its reason (7.3.2.5). */}
            {a.kind === 'telephone' && a.address.includes('*') ? (
              <Go to={`/cases/${order.caseId}`} style={{ textDecoration: 'underline' }}>
                {t('fullNumber')}
              </Go>
            ) : null}{' '}
            {a.confirmedOn ? <span className="bw-quiet">{t('confirmedOn', { on: dateText(a.confirmedOn) })}</span> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The ladder of methods: the next lawful one, and why the others are closed, each with its article. */
export const Ladder = ({ order }: { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  return (
    <ol aria-label={t('ladder')} style={{ paddingInlineStart: 18, margin: 0 }}>
      {order.ladder.map((s) => (
        <li key={s.method} style={{ marginBlockEnd: 4 }}>
          <strong>{t(`methods.${s.method}`)}</strong>{' '}
          {s.suggested ? (
            <StateTag tone="active">{t('suggested')}</StateTag>
          ) : s.lawful ? (
            <StateTag tone="done">{t('lawful')}</StateTag>
          ) : (
            <StateTag tone="closed">{t('notYet')}</StateTag>
          )}
          {s.reasons.map((r) => (
            <div key={r.code} className="bw-quiet">
              {words({ zh: `${r.zh}（${citation(r.basis).zh}）`, en: `${r.en} (${citation(r.basis).en})` })}
            </div>
          ))}
          {s.lawful && s.gate ? <div className="bw-quiet">{words(s.gate)}</div> : null}
        </li>
      ))}
    </ol>
  )
}

const Attempt = ({ a }: { a: AttemptView }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  const colon = words({ zh: '：', en: ': ' })
  const list = (days: readonly string[]) => days.map((d) => dateText(d)).join(words({ zh: '、', en: ', ' }))
  const line = [
    a.address,
    a.mailNo && `${t('mailNo')} ${a.mailNo}`,
    a.carrierStatus && `${t('carrierStatus')}${colon}${a.carrierStatus}`,
    a.publishedOn.length > 0 && `${t('publishedOn')} ${list(a.publishedOn)}`,
    a.tries.length > 0 && `${t('tries')} ${list(a.tries)}`,
    a.outcome && `${t(`outcomes.${a.outcome}`)} ${dateText(a.happenedOn)}`,
    a.returnReason && t(`returnReasons.${a.returnReason}`),
    a.receiver && `${t(`receivers.${a.receiver}`)} ${a.receiverName ?? ''}`,
    a.readOn && `${t('readOn')} ${dateText(a.readOn)}`,
    a.courtMember && `${t('courtMember')} ${a.courtMember}`,
    a.witness && `${t('witness')} ${a.witness}`,
    a.ground && `${t('ground')}${colon}${a.ground}`,
    a.note,
  ].filter(Boolean)
  return (
    <li style={{ marginBlockEnd: 8 }}>
      <strong>{t(`methods.${a.method}`)}</strong>{' '}
      <StateTag tone={a.state === 'effective' ? 'done' : a.state === 'failed' || a.state === 'refused' ? 'closed' : 'active'}>
        {t(`attemptStates.${a.state}`)}
      </StateTag>{' '}
      <span className="bw-quiet">
        {a.dispatchedAt ? <Moment at={a.dispatchedAt} /> : null} {a.byName}
      </span>
      <div>{line.join(words({ zh: '；', en: '; ' }))}</div>
      {a.evidence.map((e) => (
        <a
          key={e.id}
          href={addressOf(readEvidence, { params: { id: e.id } })}
          target="_blank"
          rel="noreferrer"
          style={{ marginInlineEnd: 8 }}
        >
          {t(`evidenceKinds.${e.kind}`)}
          {colon}
          {e.name}
        </a>
      ))}
    </li>
  )
}
export const Attempts = ({ order }: { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  return (
    <section className="bw-sheet bw-pad" aria-label={t('attempts')} style={{ marginBlockStart: 12 }}>
      <h2 className="bw-h2">{t('attempts')}</h2>
      {order.attempts.length === 0 ? <p className="bw-quiet">{t('noAttempt')}</p> : null}
      <ol style={{ paddingInlineStart: 18 }}>
        {order.attempts.map((a) => (
          <Attempt key={a.id} a={a} />
        ))}
      </ol>
    </section>
  )
}

/** The legal effect the rules derive, with steps and articles. It is a proposal: the court decides. */
export const Effect = ({ effect }: { effect: EffectView | null }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  if (!effect) return <Alert type="info" showIcon title={t('effect.none')} />
  return (
    <Alert
      type={effect.served ? 'success' : 'warning'}
      showIcon
      title={
        effect.served ? t('effect.served', { on: dateText(effect.effective), closing: dateText(effect.closingOn) }) : t('effect.notServed')
      }
      description={
        <>
          {effect.refusal ? <div>{words(effect.refusal)}</div> : null}
          {effect.expected ? <div>{t('effect.expected', { on: dateText(effect.expected) })}</div> : null}
          {effect.steps.map((s) => (
            <div key={s.code + (s.date ?? '')}>{words(s)}</div>
          ))}
          <div className="bw-quiet">{effect.basis.map((b) => words(b)).join(words({ zh: '；', en: '; ' }))}</div>
          {effect.provisional ? <div>{t('provisional')}</div> : null}
        </>
      }
    />
  )
}
