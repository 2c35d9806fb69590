import { Alert, Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { i18n, problemWords } from '../../../platform/ui/i18n.ts'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import type { Problem as Refused } from '../../../platform/ui/call.ts'
import { listCaseTypes, listCauses } from '../../cases/api.ts'
import { type FormContent, keyIn } from '../api.ts'
import { procedures, rolesOf } from '../rules.ts'
import { bodyOf, type Entry, entryOf, faultsOf, keepDraft, newParty, type PartyEntry, readDraft, tidyValue } from './entry.ts'
import { Cell, PartyPart } from './key-in-party.tsx'
import { FormTask, Pair, Problem, Received, type TaskProp, useAfter, useForm } from './form-task.tsx'
import { LikelyCases, useLikely } from './likely-cases.tsx'

const marksOf = (form: FormContent): Record<string, string> =>
  form.entries[0]?.passed === false ? Object.fromEntries(form.entries[0].marks.map((m) => [m.field, m.note])) : {}
/** Next and previous field in reading order; the last goes to the submit button. */
const step = (box: HTMLElement, from: Element, by: 1 | -1): void => {
  const all = [...box.querySelectorAll<HTMLElement>('input, select, button[data-submit]')].filter(
    (x) => !x.hasAttribute('disabled') && x.offsetParent !== null,
  )
  const to = all[all.indexOf(from as HTMLElement) + by]
  to?.focus()
  if (to instanceof HTMLInputElement && to.type !== 'date') to.select()
}

const KeyIn = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(keyIn)
  const box = useRef<HTMLDivElement>(null)
  const kept = useRef(readDraft(taskId))
  const restored = useRef(kept.current !== null && kept.current.caseRevision === form.keyed.revision)
  const [entry, setEntry] = useState<Entry>(() => (restored.current ? (kept.current as Entry) : entryOf(form)))
  const [touched, setTouched] = useState<Set<string>>(new Set())
  const [refused, setRefused] = useState<Refused | null>(null)
  const [causeAsked, setCauseAsked] = useState('')
  const types = useCall(listCaseTypes, {}, { staleTime: 3_600_000 })
  const causes = useCall(
    listCauses,
    { query: { on: form.today, ...(causeAsked ? { q: causeAsked } : {}) } },
    { placeholderData: (old) => old },
  )
  const marks = marksOf(form)
  const faults = faultsOf(entry)
  const likely = useLikely(
    taskId,
    {
      cause: entry.cause,
      parties: entry.parties.map((p) => ({ role: p.role, name: p.name, paperKind: p.paperKind || null, paper: p.paper || null })),
    },
    send.isPending || send.isSuccess,
  )

  const change = (next: Entry): void => {
    setEntry(next)
    keepDraft(taskId, next)
  }
  const set = (field: 'typeCode' | 'procedure' | 'cause' | 'amount', value: string): void => change({ ...entry, [field]: value })
  const setParty = (i: number, patch: Partial<PartyEntry>): void =>
    change({ ...entry, parties: entry.parties.map((p, n) => (n === i ? { ...p, ...patch } : p)) })
  const left = (path: string, field: string, value: string): void => {
    setTouched(new Set(touched).add(path))
    const tidy = tidyValue(field, value)
    if (tidy === value) return
    const m = /^parties\.(\d+)\.(\w+)$/.exec(path)
    if (m) setParty(Number(m[1]), { [m[2] as 'name']: tidy })
    else set(field as 'amount', tidy)
  }
  const add = (agent: boolean): void => {
    const last = entry.parties.at(-1)
    const role = agent ? 'agent' : last && last.role !== 'agent' ? last.role : rolesOf(entry.typeCode).opponent
    change({
      ...entry,
      parties: [
        ...entry.parties,
        newParty(role, agent ? {} : { kind: last?.kind ?? 'natural', paperKind: last?.kind === 'organisation' ? 'uscc' : 'idCard' }),
      ],
    })
    setTimeout(() => box.current?.querySelector<HTMLElement>(`[data-party="${entry.parties.length}"] input`)?.focus(), 0)
  }
  const remove = (i: number): void => {
    if (entry.parties.length === 1) return
    // Agents point at places in the list: who stood for the removed one stands for nobody, the others move up.
    const moved = (p: PartyEntry): PartyEntry =>
      p.role !== 'agent' || p.agentOf === ''
        ? p
        : { ...p, agentOf: Number(p.agentOf) === i ? '' : String(Number(p.agentOf) - (Number(p.agentOf) > i ? 1 : 0)) }
    change({ ...entry, parties: entry.parties.filter((_, n) => n !== i).map(moved) })
    setTimeout(() => box.current?.querySelector<HTMLElement>(`[data-party="${Math.max(0, i - 1)}"] input`)?.focus(), 0)
  }
  const submit = async (): Promise<void> => {
    const all = faultsOf(entry)
    const first = Object.keys(all)[0]
    if (first) {
      setTouched(new Set([...touched, ...Object.keys(all)]))
      box.current?.querySelector<HTMLElement>(`[data-path="${first}"]`)?.focus()
      return
    }
    setRefused(null)
    try {
      await send.mutateAsync({ params: { id: taskId }, revision: form.taskRevision, body: bodyOf(entry, likely.items.length) })
      keepDraft(taskId, null)
      after(t('keyIn.done'))
    } catch (e) {
      setRefused(e as Refused)
      const field = (e as Refused).detail?.field
      if (typeof field === 'string') box.current?.querySelector<HTMLElement>(`[data-path="${field}"]`)?.focus()
    }
  }
  const onKey = (e: KeyboardEvent<HTMLDivElement>): void => {
    const at = e.target as HTMLElement
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      void submit()
    } else if (e.key === 'Enter' && /^(INPUT|SELECT)$/.test(at.tagName) && !e.nativeEvent.isComposing) {
      e.preventDefault()
      step(box.current as HTMLElement, at, e.shiftKey ? -1 : 1)
    } else if (e.key === 'F2') {
      e.preventDefault()
      add(e.shiftKey)
    } else if (e.key === 'Delete' && e.ctrlKey) {
      const i = at.closest('[data-party]')?.getAttribute('data-party')
      if (i) {
        e.preventDefault()
        remove(Number(i))
      }
    }
  }
  useEffect(() => {
    // What came back begins where the first mark is, not at the top.
    const first = [...(box.current?.querySelectorAll<HTMLElement>('[data-path]') ?? [])].find((e) => (e.dataset.path ?? '') in marks)
    ;(first ?? box.current?.querySelector<HTMLElement>('[data-path="cause"]'))?.focus()
    const jump = (e: globalThis.KeyboardEvent): void => {
      if (!e.altKey || !/^Digit\d$/.test(e.code)) return
      e.preventDefault()
      const n = Number(e.code.slice(5))
      if (n === 0) document.getElementById('fl-likely')?.focus()
      else box.current?.querySelectorAll<HTMLElement>('fieldset')[n - 1]?.querySelector<HTMLElement>('input, select')?.focus()
    }
    document.addEventListener('keydown', jump)
    return () => document.removeEventListener('keydown', jump)
  }, [])
  const shown = (path: string): string | undefined =>
    refused?.detail?.field === path ? refused.code : touched.has(path) ? faults[path] : undefined
  const cell = { shown, marks, left }
  const duplicate = likely.items.some((x) => x.kind === 'duplicate')

  return (
    <Pair
      side={
        <>
          <LikelyCases {...likely} />
          <Received form={form} />
        </>
      }
    >
      {Object.keys(marks).length > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="bw-gap"
          title={t('keyIn.returned', { n: Object.keys(marks).length, by: form.entries[0]?.checkedBy ?? '' })}
        />
      ) : null}
      {restored.current ? (
        <Alert
          type="info"
          showIcon
          className="bw-gap"
          title={t('keyIn.draft')}
          action={
            <Button
              size="small"
              onClick={() => {
                keepDraft(taskId, null)
                restored.current = false
                setEntry(entryOf(form))
              }}
            >
              {t('keyIn.dropDraft')}
            </Button>
          }
        />
      ) : null}
      <div ref={box} className="bw-sheet" onKeyDown={onKey} role="form" aria-label={t('keyIn.title')}>
        <fieldset className="fl-part">
          <legend>
            {t('keyIn.case')} <kbd>Alt+1</kbd>
          </legend>
          <div className="fl-grid">
            <Cell
              {...cell}
              wide
              path="cause"
              field="cause"
              label={t('field.cause')}
              value={entry.cause}
              onChange={(v) => {
                set('cause', v)
                setCauseAsked(v.trim().slice(0, 60))
              }}
              list="fl-causes"
            />
            <Cell
              {...cell}
              path="amount"
              field="amount"
              label={t('field.amount')}
              value={entry.amount}
              onChange={(v) => set('amount', v)}
              inputMode="decimal"
            />
            <Cell
              {...cell}
              path="procedure"
              field="procedure"
              label={t('field.procedure')}
              value={entry.procedure}
              onChange={(v) => set('procedure', v)}
              options={procedures.map((p) => ({ value: p, label: t(`procedure.${p}`) }))}
            />
            <Cell
              {...cell}
              path="typeCode"
              field="typeCode"
              label={t('field.typeCode')}
              value={entry.typeCode}
              onChange={(v) => set('typeCode', v)}
              options={(types.data?.items ?? [])
                .filter((x) => x.enabled)
                .map((x) => ({ value: x.code, label: `${x.code} ${i18n.language === 'en' ? x.en : x.zh}` }))}
            />
          </div>
          <datalist id="fl-causes">
            {[...new Set((causes.data?.items ?? []).map((x) => x.name))].slice(0, 30).map((n) => (
              <option key={n} value={n} />
            ))}
          </datalist>
        </fieldset>
        {entry.parties.map((p, i) => (
          <PartyPart
            key={p.key}
            {...cell}
            party={p}
            index={i}
            entry={entry}
            onChange={(patch) => setParty(i, patch)}
            onRemove={() => remove(i)}
          />
        ))}
        <div className="fl-foot">
          <Button type="primary" data-submit loading={send.isPending} onClick={() => void submit()}>
            {t('keyIn.submit')}
          </Button>
          <Button onClick={() => add(false)}>
            {t('keyIn.addParty')} <kbd>F2</kbd>
          </Button>
          <Button onClick={() => add(true)}>
            {t('keyIn.addAgent')} <kbd>Shift+F2</kbd>
          </Button>
          <span className="bw-quiet">{t('keyIn.keys')}</span>
          {touched.size > 0 && faults.parties ? (
            <span role="alert" style={{ color: 'var(--late)' }}>
              {problemWords(faults.parties).text}
            </span>
          ) : null}
          {duplicate ? (
            <span role="status" style={{ color: 'var(--late)' }}>
              {t('keyIn.duplicate')}
            </span>
          ) : null}
        </div>
      </div>
      <Problem error={refused} />
    </Pair>
  )
}

const KeyInTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task} keep>
    <KeyIn taskId={task.id} />
  </FormTask>
)
export default KeyInTask
