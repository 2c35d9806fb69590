import { Alert, Button, Form } from 'antd'
import type { FormInstance } from 'antd'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { type Problem } from './call.ts'
import { type Field, FieldInput, fieldProps } from './fields.tsx'
import { i18n, problemWords } from './i18n.ts'
import { Refusal } from './refusal.tsx'

export type Values = Record<string, unknown>

export interface SchemaFormProps {
  fields: readonly Field[]
  /** Checked before sending: usually `endpoint.body`. Issues appear beside their fields. */
  schema?: z.ZodType
  initial?: Values
  /** Keeps what was typed in this browser tab under this name until it is sent. */
  draft?: string
  /** Sends; throw the Problem of `call` to have it shown. */
  submit: (values: Values) => Promise<unknown>
  submitLabel?: string
  cancel?: () => void
  /** Which field a problem code belongs to: { 'login-taken': 'login' }. */
  codes?: Readonly<Record<string, string>>
  columns?: 1 | 2
  /** Shown between fields and buttons; sees the current values. */
  below?: (values: Values) => ReactNode
  disabled?: boolean
}

const readDraft = (name: string | undefined): Values | null => {
  if (!name) return null
  try {
    const text = sessionStorage.getItem(`bw.draft.${name}`)
    return text ? (JSON.parse(text) as Values) : null
  } catch {
    return null
  }
}
const writeDraft = (name: string | undefined, values: Values | null): void => {
  if (!name) return
  try {
    if (values) sessionStorage.setItem(`bw.draft.${name}`, JSON.stringify(values))
    else sessionStorage.removeItem(`bw.draft.${name}`)
  } catch {
    // Storage refused: no draft is kept.
  }
}

/** Empty text means "not given": optional fields leave, cleared ones of `keepNull` fields become null. */
export const cleaned = (fields: readonly Field[], values: Values): Values => {
  const out: Values = {}
  for (const f of fields) {
    if (f.kind === 'heading' || (f.when && !f.when(values))) continue
    const raw = values[f.name]
    const v = typeof raw === 'string' && f.kind !== 'password' ? raw.trim() : raw
    if (v === '' || v === undefined || v === null) {
      if (f.keepNull) out[f.name] = null
    } else out[f.name] = v
  }
  return out
}

export interface Issue {
  path: PropertyKey[]
  code: string
  minimum?: unknown
  maximum?: unknown
  input?: unknown
}
/** The words of a schema issue: a code of our own (custom message) or one of the general ones. */
export const issueText = (i: Issue & { message?: string }, value: unknown): string => {
  if (i.code === 'custom' && i.message) return problemWords(i.message).text
  const key = value === undefined || value === null || value === '' ? 'required' : i.code
  const limit = i.code === 'too_small' ? i.minimum : i.maximum
  return i18n.t([`ui:form.issue.${key}`, 'ui:form.issue.invalid'], { limit: String(limit ?? '') })
}

/** Beside a field as in full: what happened, then what to do and by which clause. */
const refusalLines = (p: Problem): string[] => {
  const w = problemWords(p.code, p.detail)
  const more = [w.todo, w.clause ? i18n.t('ui:refusal.clause', { clause: w.clause }) : ''].filter(Boolean).join(' ')
  return more ? [w.text, more] : [w.text]
}
type Marks = { name: string; errors: string[] }[]
const place = (form: FormInstance, fields: readonly Field[], marks: Marks): boolean => {
  const known = marks.filter((m) => fields.some((f) => f.name === m.name))
  form.setFields(known)
  if (known[0]) form.scrollToField(known[0].name, { block: 'center', focus: true })
  return known.length > 0 && known.length === marks.length
}

/** A form described as data: schema issues and server errors beside fields, draft kept, Ctrl+Enter sends. */
export const SchemaForm = (p: SchemaFormProps): ReactNode => {
  const { t } = useTranslation('ui')
  const [form] = Form.useForm()
  const kept = useRef(readDraft(p.draft))
  const [restored, setRestored] = useState(kept.current !== null)
  const [values, setValues] = useState<Values>({ ...p.initial, ...kept.current })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const box = useRef<HTMLDivElement>(null)

  const send = async (): Promise<void> => {
    if (busy || p.disabled) return
    const given = form.getFieldsValue(true) as Values
    const body = cleaned(p.fields, given)
    form.setFields(p.fields.filter((f) => f.kind !== 'heading').map((f) => ({ name: f.name, errors: [] })))
    const missing = p.fields.filter(
      (f) =>
        f.required &&
        (!f.when || f.when(given)) &&
        (body[f.name] === undefined || body[f.name] === null || (Array.isArray(body[f.name]) && (body[f.name] as unknown[]).length === 0)),
    )
    const checked = p.schema?.safeParse(body)
    const marks: Marks = missing.map((f) => ({ name: f.name, errors: [t('form.issue.required')] }))
    for (const i of checked?.success === false ? checked.error.issues : []) {
      const name = String(i.path[0] ?? '')
      if (!marks.some((m) => m.name === name)) marks.push({ name, errors: [issueText(i as unknown as Issue, body[name])] })
    }
    if (marks.length > 0 && place(form, p.fields, marks)) return
    setBusy(true)
    setProblem(null)
    try {
      await p.submit(body)
      writeDraft(p.draft, null)
      setRestored(false)
    } catch (error) {
      const refused = error as Problem
      const field = p.codes?.[refused.code] ?? (refused.detail?.field as string | undefined)
      const issues = (refused.detail?.issues ?? []) as { path: string; code: string }[]
      const found: Marks = field
        ? [{ name: field, errors: refusalLines(refused) }]
        : issues.map((i) => ({
            name: i.path.split('.')[0] ?? '',
            errors: [t([`form.issue.${i.code}`, 'form.issue.invalid'], { limit: '' })],
          }))
      if (found.length === 0 || !place(form, p.fields, found)) setProblem(refused)
    } finally {
      setBusy(false)
    }
  }

  useEffect(() => {
    const at = box.current
    const onKey = (e: KeyboardEvent): void => {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
        e.preventDefault()
        void send()
      }
    }
    at?.addEventListener('keydown', onKey)
    return () => at?.removeEventListener('keydown', onKey)
  })

  return (
    <div ref={box}>
      {restored ? (
        <Alert
          type="info"
          showIcon
          className="bw-gap"
          title={t('form.draft')}
          action={
            <Button
              size="small"
              onClick={() => {
                writeDraft(p.draft, null)
                form.resetFields()
                form.setFieldsValue({ ...Object.fromEntries(p.fields.map((f) => [f.name, undefined])), ...p.initial })
                setValues({ ...p.initial })
                setRestored(false)
              }}
            >
              {t('form.dropDraft')}
            </Button>
          }
        />
      ) : null}
      <Form
        form={form}
        layout="vertical"
        requiredMark
        initialValues={{ ...p.initial, ...kept.current }}
        disabled={p.disabled ?? false}
        onValuesChange={(_, all: Values) => {
          setValues(all)
          const secret = p.fields.filter((f) => f.kind === 'password' || f.kind === 'file').map((f) => f.name)
          writeDraft(p.draft, Object.fromEntries(Object.entries(all).filter(([k]) => !secret.includes(k))))
        }}
        // Enter takes over the day that was typed; it must not hand the form in besides, half filled.
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.target as HTMLElement).closest('.ant-picker')) e.preventDefault()
        }}
        onFinish={() => void send()}
        className={p.columns === 2 ? 'bw-form2' : 'bw-form1'}
      >
        {p.fields.map((f) =>
          f.when && !f.when(values) ? null : f.kind === 'heading' ? (
            <h2 key={f.name} className="bw-h2 bw-span">
              {f.label}
            </h2>
          ) : (
            <Form.Item
              key={f.name}
              name={f.name}
              label={f.label}
              required={f.required ?? false}
              className={f.wide ? 'bw-span' : ''}
              {...(f.hint ? { extra: f.hint } : {})}
              {...fieldProps(f)}
            >
              <FieldInput field={f} />
            </Form.Item>
          ),
        )}
        {p.below ? <div className="bw-span">{p.below(values)}</div> : null}
        {problem ? (
          <div className="bw-span bw-gap">
            <Refusal problem={problem} />
          </div>
        ) : null}
        <div className="bw-acts bw-span">
          <Button type="primary" htmlType="submit" loading={busy} title={t('form.submitKey')}>
            {p.submitLabel ?? t('act.save')}
          </Button>
          {p.cancel ? <Button onClick={p.cancel}>{t('act.cancel')}</Button> : null}
        </div>
      </Form>
    </div>
  )
}
