import { useQuery } from '@tanstack/react-query'
import { Select, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call, Problem } from '../../../platform/ui/call.ts'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useSearchText } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { calculateDeadline, type DeadlineReply, listDeadlineRules, type RuleDescription } from '../api.ts'
import { Answer } from './answer.tsx'
import { formFields, fromAddress, toAddress } from './inputs.tsx'

const groupsOf = (rules: readonly RuleDescription[], name: (group: RuleDescription['group']) => string) =>
  [...new Set(rules.map((r) => r.group))].map((group) => ({
    label: name(group),
    title: group,
    options: rules.filter((r) => r.group === group).map((r) => ({ value: r.id, label: r.title[language()] })),
  }))

/** 期限计算器: the address holds the rule and its inputs, so that an answer can be kept, passed on and printed. */
export const DeadlineCalculator = (): ReactNode => {
  const { t } = useTranslation('deadlines')
  const [search, setSearch] = useSearchText()
  const { data, error, refetch } = useCall(listDeadlineRules, {})
  useTitle(t('title'))
  const rule = data?.rules.find((r) => r.id === search.rule)
  const body = rule ? toAddress(rule, fromAddress(rule, search)) : {}
  const complete = rule?.inputs.every((i) => !i.required || body[i.name] !== undefined) ?? false
  const answer = useQuery<DeadlineReply, Problem>({
    queryKey: ['deadlines', data?.calendar, rule?.id, body],
    queryFn: ({ signal }) => call(calculateDeadline, { params: { rule: rule?.id ?? '' }, body, signal }),
    enabled: complete,
  })

  const choose = (id: string): void => {
    // Only the start day is carried over: other inputs mean other things in other rules.
    const others = Object.keys(search).filter((k) => k !== 'rule' && k !== 'from')
    setSearch({ ...Object.fromEntries(others.map((k) => [k, undefined])), rule: id })
  }
  const submit = async (chosen: RuleDescription, values: Record<string, unknown>): Promise<void> => {
    const next = toAddress(chosen, values)
    try {
      await call(calculateDeadline, { params: { rule: chosen.id }, body: next })
    } catch (e) {
      throw e instanceof Problem ? besideItsField(e) : e
    }
    setSearch({ ...Object.fromEntries(chosen.inputs.map((i) => [i.name, undefined])), ...next }, { replace: true })
  }

  return (
    <section aria-label={t('title')}>
      <header className="bw-head">
        <h1>{t('title')}</h1>
      </header>
      <div className="bw-sheet bw-pad bw-noprint bw-gap">
        <p className="bw-lead">{t('lead')}</p>
        {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton active title={false} /> : null}
        {data ? (
          <>
            <label htmlFor="deadline-rule">{t('rule')}</label>
            <Select
              id="deadline-rule"
              className="bw-gap"
              style={{ width: '100%' }}
              value={rule?.id}
              placeholder={t('choose')}
              showSearch={{ optionFilterProp: 'label' }}
              options={groupsOf(data.rules, (group) => t(`group.${group}`))}
              onChange={choose}
            />
            <p className="bw-quiet">{rule ? rule.basis.map((b) => b[language()]).join('；') : t('chooseHint')}</p>
          </>
        ) : null}
        {rule && data ? (
          <SchemaForm
            key={`${rule.id} ${language()}`}
            fields={formFields(rule, t('spanHint'))}
            initial={{ ...(rule.inputs[0]?.kind === 'date' ? { from: data.today } : {}), ...given(fromAddress(rule, search)) }}
            columns={2}
            submitLabel={t('compute')}
            submit={(values) => submit(rule, values)}
          />
        ) : null}
      </div>
      {rule && complete && answer.error ? <Refusal problem={answer.error} retry={() => void answer.refetch()} /> : null}
      {rule && complete && answer.data ? <Answer answer={answer.data} rule={rule} /> : null}
    </section>
  )
}
export default DeadlineCalculator

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined))

/** The first wrong input, in the words of its own code, so that the form can show it beside the field. */
const besideItsField = (p: Problem): Problem => {
  const [first] = p.code === 'inputs-invalid' ? ((p.detail.issues ?? []) as { path: string; code: string }[]) : []
  if (!first) return p
  return new Problem(first.code, p.status, { field: first.path }, p.traceId)
}
