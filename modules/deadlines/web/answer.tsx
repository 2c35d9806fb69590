import { Alert, Button, Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import type { DeadlineReply, RuleDescription } from '../api.ts'

const dueText = (due: string): string => `${dateText(due.slice(0, 10))}${due.length > 10 ? ` ${due.slice(11)}` : ''}`

const inputText = (input: RuleDescription['inputs'][number], value: unknown, yes: string, no: string): string => {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return '—'
  if (typeof value === 'boolean') return value ? yes : no
  const chosen = input.choices?.find((c) => c.value === value)
  if (chosen) return chosen.label[language()]
  if (!Array.isArray(value)) return String(value).replace('T', ' ')
  return value.map((v: unknown) => (typeof v === 'object' && v !== null ? Object.values(v).join(' – ') : String(v))).join(', ')
}

/** A computed deadline as it is read and printed: the day, why, by which articles, from which facts. */
export const Answer = ({ answer, rule }: { answer: DeadlineReply; rule: RuleDescription }): ReactNode => {
  const { t } = useTranslation('deadlines')
  const lang = language()
  return (
    <section className="bw-sheet bw-pad" aria-label={t('result')} aria-live="polite">
      <header className="bw-head">
        <h2 className="bw-h2">{answer.title[lang]}</h2>
        <div className="bw-acts bw-noprint">
          <Button onClick={() => window.print()}>{t('print')}</Button>
        </div>
      </header>
      <p>
        <span className="bw-quiet">{t('due')}</span>{' '}
        <strong className="bw-figures" style={{ fontSize: 24 }}>
          {dueText(answer.due)}
        </strong>{' '}
        {answer.provisional ? <StateTag tone="soon">{t('provisional')}</StateTag> : null}
      </p>
      {answer.warnings.map((w) => (
        <Alert key={w.code} type="warning" showIcon className="bw-gap" title={w[lang]} />
      ))}
      <h3>{t('steps')}</h3>
      <ol className="bw-figures">
        {answer.steps.map((s, n) => (
          <li key={`${n}-${s.code}`}>{s[lang]}</li>
        ))}
      </ol>
      {answer.also.length > 0 ? (
        <>
          <h3>{t('also')}</h3>
          <ul className="bw-figures">
            {answer.also.map((a) => (
              <li key={`${a.code}-${a.date}-${a[lang]}`}>
                {a[lang]}: <strong>{dateText(a.date)}</strong>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <h3>{t('basis')}</h3>
      <ul>
        {answer.basis.map((b) => (
          <li key={b.key}>{b[lang]}</li>
        ))}
      </ul>
      <h3>{t('inputs')}</h3>
      <Descriptions
        size="small"
        column={1}
        items={rule.inputs.map((i) => ({
          key: i.name,
          label: i.label[lang],
          children: inputText(i, answer.inputs[i.name], t('yes'), t('no')),
        }))}
      />
      <p className="bw-quiet">
        {t('versions', { version: answer.version, calendar: answer.calendar })} <span className="bw-noprint">{t('copyLink')}</span>
      </p>
    </section>
  )
}
