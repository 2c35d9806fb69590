import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import type { OrderDetail } from '../api.ts'
import { Effect, useWords } from './parts.tsx'

type Deadline = OrderDetail['deadlines'][number]

/** What the court decided on this service, the replaced decisions included. */
export const Decisions = ({ order }: { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  return (
    <section className="bw-sheet bw-pad" aria-label={t('effectTab')}>
      <Effect effect={order.effect} />
      <ul style={{ paddingInlineStart: 18, marginBlockStart: 12 }}>
        {order.approvals.map((a) => (
          <li key={`a${a.id}`} style={{ marginBlockEnd: 6 }}>
            {t(`methods.${a.method}`)}{' '}
            <StateTag tone={a.approved ? 'done' : 'closed'}>{t(`approvals.${a.approved ? 'approved' : 'rejected'}`)}</StateTag>{' '}
            <span className="bw-quiet">
              {a.byName} <Moment at={a.decidedAt} />
            </span>
            <div>{a.reason}</div>
          </li>
        ))}
        {order.confirmations.map((c) => (
          <li key={`c${c.id}`} style={{ marginBlockEnd: 6 }}>
            <span style={c.supersededAt ? { textDecoration: 'line-through' } : {}}>
              {t(`validities.${c.effective ? 'effective' : 'notEffective'}`)} {c.effectiveOn ? dateText(c.effectiveOn) : ''}
              {c.closingOn ? ` · ${t('closingOn')} ${dateText(c.closingOn)}` : ''}
            </span>{' '}
            {c.supersededAt ? <StateTag tone="closed">{t('replacedDecision')}</StateTag> : null}{' '}
            <span className="bw-quiet">
              {c.byName} <Moment at={c.decidedAt} />
            </span>
            <div>
              {c.reason} <span className="bw-quiet">{listText(c.basis.map(words))}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

const How = ({ d }: { d: Deadline }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  return (
    <details>
      <summary>{t('howCounted')}</summary>
      {[...d.steps, ...d.also].map((s) => (
        <div key={s.code + (s.date ?? '')}>
          {words(s)} {s.date ? dateText(s.date) : ''}
        </div>
      ))}
      <div className="bw-quiet">{t('basisLine', { basis: listText(d.basis.map(words)), version: d.version, calendar: d.calendar })}</div>
    </details>
  )
}

/** Each period with the value in force and, beside it, the values it replaced: when and why (7.3.2.1). */
export const Deadlines = ({ order }: { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const words = useWords()
  if (order.deadlines.length === 0) return <p className="bw-quiet">{t('noDeadline')}</p>
  const rows = [...new Set(order.deadlines.map((d) => d.rule))].map((rule) => {
    const all = order.deadlines.filter((d) => d.rule === rule)
    return { rule, now: all.find((d) => d.supersededAt === null), old: all.filter((d) => d.supersededAt !== null), any: all[0]! }
  })
  return (
    <section className="bw-sheet bw-pad" aria-label={t('deadlines')}>
      <DataTable
        label={t('deadlines')}
        rows={rows}
        rowKey={(r) => r.rule}
        columns={[
          { key: 'title', title: t('deadlines'), render: (r) => words(r.any.title) },
          {
            key: 'now',
            title: t('inForce'),
            render: (r) =>
              r.now ? (
                <>
                  <strong>{dateText(r.now.due)}</strong> {r.now.provisional ? <StateTag tone="soon">{t('provisional')}</StateTag> : null}
                  <How d={r.now} />
                </>
              ) : (
                '—'
              ),
          },
          {
            key: 'old',
            title: t('formerValues'),
            render: (r) =>
              r.old.length === 0
                ? '—'
                : r.old.map((d) => (
                    <div key={d.id}>
                      <del>{dateText(d.due)}</del>{' '}
                      <span className="bw-quiet">
                        {t(`superseded.${d.supersededBecause}`)} <Moment at={d.supersededAt} />
                      </span>
                      <How d={d} />
                    </div>
                  )),
          },
        ]}
      />
    </section>
  )
}

/** Answers that arrived, each measured by the period in force when it came. */
export const Pleadings = ({ order }: { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  if (order.pleadings.length === 0) return <p className="bw-quiet">{t('noPleading')}</p>
  return (
    <section className="bw-sheet bw-pad" aria-label={t('pleadings')}>
      <DataTable
        label={t('pleadings')}
        rows={order.pleadings}
        rowKey={(p) => p.id}
        columns={[
          { key: 'kind', title: t('pleadingKind'), render: (p) => t(`pleadingKinds.${p.kind}`) },
          { key: 'received', title: t('receivedOn'), render: (p) => dateText(p.receivedOn) },
          { key: 'posted', title: t('postedOn'), render: (p) => dateText(p.postedOn) },
          { key: 'due', title: t('deadlines'), render: (p) => dateText(p.due) },
          {
            key: 'timeliness',
            title: t('state'),
            render: (p) => <StateTag tone={p.timeliness === 'late' ? 'late' : 'done'}>{t(`timeliness.${p.timeliness}`)}</StateTag>,
          },
        ]}
      />
    </section>
  )
}
