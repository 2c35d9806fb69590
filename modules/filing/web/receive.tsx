import { Button, Input, InputNumber, Switch } from 'antd'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import type { z } from 'zod'
import { channels, filingOptions, openDocument, receiveFiling } from '../api.ts'
import './filing.css'

export interface MaterialEntry {
  name: string
  copies: number
  pages: number
  original: boolean
}
const blank: MaterialEntry = { name: '', copies: 1, pages: 1, original: false }
/** The list of papers; the last line is always empty, so that typing goes on. */
export const MaterialsInput = ({ value, onChange, disabled }: OwnInput): ReactNode => {
  const { t } = useTranslation('filing')
  const rows = [...((value as MaterialEntry[] | undefined) ?? []), blank]
  const change = (i: number, patch: Partial<MaterialEntry>): void =>
    onChange?.(rows.map((r, n) => (n === i ? { ...r, ...patch } : r)).filter((r) => r.name !== ''))
  // Enter belongs to the list: it closes the line and goes to the next. Issuing the receipt is the button's (or Ctrl+Enter's).
  const onEnter = (e: KeyboardEvent<HTMLDivElement>): void => {
    if (e.key !== 'Enter' || e.ctrlKey || e.metaKey || e.nativeEvent.isComposing || !(e.target instanceof HTMLInputElement)) return
    e.preventDefault()
    const names = [...e.currentTarget.querySelectorAll<HTMLInputElement>('input[list="fl-materials"]')]
    const here = names.findIndex((n) => n.closest('.fl-row') === (e.target as HTMLElement).closest('.fl-row'))
    names[here + 1]?.focus()
  }
  return (
    <div role="group" aria-label={t('materials')} onKeyDown={onEnter}>
      {rows.map((r, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity until they are sent
        <div className="fl-row" key={i}>
          <Input
            aria-label={t('material.name', { n: i + 1 })}
            placeholder={t('material.name', { n: i + 1 })}
            list="fl-materials"
            value={r.name}
            maxLength={200}
            disabled={disabled ?? false}
            onChange={(e) => change(i, { name: e.target.value })}
          />
          <InputNumber
            controls={false}
            aria-label={t('material.copies')}
            prefix={t('material.copies')}
            min={1}
            max={999}
            value={r.copies}
            disabled={r.name === ''}
            onChange={(n) => change(i, { copies: n ?? 1 })}
            style={{ width: '100%' }}
          />
          <InputNumber
            controls={false}
            aria-label={t('material.pages')}
            prefix={t('material.pages')}
            min={0}
            max={99_999}
            value={r.pages}
            disabled={r.name === ''}
            onChange={(n) => change(i, { pages: n ?? 0 })}
            style={{ width: '100%' }}
          />
          <span>
            <Switch
              size="small"
              aria-label={t('original')}
              checked={r.original}
              disabled={r.name === ''}
              onChange={(original) => change(i, { original })}
            />{' '}
            <span className="bw-quiet">{t('original')}</span>
          </span>
        </div>
      ))}
      <datalist id="fl-materials">
        {(['complaint', 'identity', 'licence', 'authority', 'evidence', 'list'] as const).map((k) => (
          <option key={k} value={t(`material.usual.${k}`)} />
        ))}
      </datalist>
    </div>
  )
}

/** Every complaint is received, with a dated receipt (登记2): this form never refuses one. */
const Receive = (): ReactNode => {
  const { t, i18n } = useTranslation('filing')
  const go = useGo()
  const tell = useTell()
  const send = useAct(receiveFiling)
  const { data, error, refetch } = useCall(filingOptions, {})
  const kinds = (['natural', 'organisation'] as const).map((k) => ({ value: k, label: t(`kind.${k}`) }))
  return (
    <FormPage
      title={t('receive.title')}
      kind={{ label: t('desk.title'), to: '/filing' }}
      lead={t('receive.lead')}
      loading={!data}
      error={error}
      draft="filing.receive"
      columns={2}
      initial={{ channel: 'window', typeCode: '民初', applicantKind: 'natural', respondentKind: 'natural', next: 'complete' }}
      fields={[
        { name: 'applicant', kind: 'text', label: t('applicant'), required: true, max: 200 },
        { name: 'applicantKind', kind: 'radio', label: t('receive.applicantKind'), required: true, options: kinds },
        { name: 'respondent', kind: 'text', label: t('respondent'), required: true, max: 200 },
        { name: 'respondentKind', kind: 'radio', label: t('receive.respondentKind'), required: true, options: kinds },
        {
          name: 'channel',
          kind: 'choice',
          label: t('receive.channel'),
          required: true,
          options: channels.map((c) => ({ value: c, label: t(`channel.${c}`) })),
        },
        { name: 'receivedAt', kind: 'time', label: t('receivedAt'), hint: t('receive.receivedAtHint') },
        {
          name: 'typeCode',
          kind: 'choice',
          label: t('field.typeCode'),
          required: true,
          options: (data?.types ?? []).map((x) => ({ value: x.code, label: `${x.code} ${i18n.language === 'en' ? x.en : x.zh}` })),
        },
        {
          name: 'divisionId',
          kind: 'choice',
          numeric: true,
          label: t('field.division'),
          hint: data?.divisions.length === 0 ? t('noDivisions') : t('receive.divisionHint'),
          options: (data?.divisions ?? []).map((d) => ({ value: String(d.id), label: d.name })),
          opened: () => void refetch(),
          none: t('noDivisions'),
        },
        ...((data?.engagements.length ?? 0) > 1
          ? [
              {
                name: 'engagementId',
                kind: 'choice' as const,
                numeric: true,
                label: t('receive.engagement'),
                required: true,
                options: data!.engagements.map((e) => ({ value: String(e.id), label: `${e.contractor} · ${e.title}` })),
              },
            ]
          : []),
        { name: 'statement', kind: 'longtext', label: t('receive.statement'), wide: true, max: 4000, rows: 3 },
        { name: 'materials', kind: 'own', label: t('materials'), wide: true, required: true, input: (o) => <MaterialsInput {...o} /> },
        {
          name: 'next',
          kind: 'radio',
          label: t('receive.next'),
          wide: true,
          options: (['complete', 'examine'] as const).map((v) => ({ value: v, label: t(`receive.${v}`) })),
        },
      ]}
      codes={{ 'no-engagement': 'engagementId', 'division-unknown': 'divisionId', 'received-in-future': 'receivedAt' }}
      submitLabel={t('receive.submit')}
      submit={async (v) => {
        const r = await send.mutateAsync({ body: v as z.input<NonNullable<typeof receiveFiling.body>> })
        tell.done(t('receive.done'))
        go(r.mine && r.taskId ? `/tasks/${r.taskId}` : `/filing/${r.id}`)
      }}
      below={() =>
        send.data ? (
          <Button href={addressOf(openDocument, { params: { id: send.data.documentId } })} target="_blank">
            {t('document.receipt')}
          </Button>
        ) : null
      }
    />
  )
}
export default Receive
