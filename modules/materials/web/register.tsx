import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { readOptions, registerMaterial } from '../api.ts'
import { channels, isUrgent, senderAs, shownPapers } from '../rules/kinds.ts'
import { type ItemEntry, ItemsInput } from './shown.tsx'

/** 登记收到的材料: everything that comes is received; nothing here says whether it is in time (4.1). */
const Register = (): ReactNode => {
  const { t } = useTranslation('materials')
  const go = useGo()
  const tell = useTell()
  const send = useAct(registerMaterial)
  const { data, error, refetch } = useCall(readOptions, {})
  const mail = (v: Record<string, unknown>): boolean => v.channel === 'mail'
  return (
    <FormPage
      title={t('new.title')}
      kind={{ label: t('title'), to: '/materials' }}
      lead={t('new.lead')}
      loading={!data}
      error={error}
      retry={() => void refetch()}
      draft="materials.register"
      columns={2}
      initial={{ channel: 'counter', senderAs: 'party', shownPaper: 'idCard' }}
      schema={registerMaterial.body!}
      fields={[
        {
          name: 'channel',
          kind: 'radio',
          label: t('channel.label'),
          required: true,
          options: channels.map((c) => ({ value: c, label: t(`channel.${c}`) })),
        },
        { name: 'receivedAt', kind: 'time', label: t('receivedAt'), hint: t('new.receivedHint') },
        { name: 'mailNo', kind: 'text', label: t('mailNo'), required: true, max: 60, figures: true, when: mail },
        { name: 'postmarkedOn', kind: 'date', label: t('postmarkedOn'), hint: t('new.postmarkHint'), when: mail },
        { name: 'senderName', kind: 'text', label: t('sender'), required: true, max: 200 },
        {
          name: 'senderAs',
          kind: 'radio',
          label: t('senderAs.label'),
          required: true,
          options: senderAs.map((c) => ({ value: c, label: t(`senderAs.${c}`) })),
        },
        {
          name: 'shownPaper',
          kind: 'choice',
          label: t('shownPaper.label'),
          when: (v) => v.channel === 'counter',
          options: shownPapers.map((c) => ({ value: c, label: t(`shownPaper.${c}`) })),
        },
        { name: 'phone', kind: 'text', label: t('phone'), max: 40, figures: true },
        { name: 'caseNumber', kind: 'text', label: t('new.caseNumber'), max: 60, hint: t('new.caseHint') },
        { name: 'partyName', kind: 'text', label: t('new.party'), max: 200, hint: t('new.partyHint') },
        { name: 'opponentName', kind: 'text', label: t('new.opponent'), max: 200 },
        ...((data?.engagements.length ?? 0) > 1
          ? [
              {
                name: 'engagementId',
                kind: 'choice' as const,
                numeric: true,
                label: t('engagement'),
                required: true,
                options: data!.engagements.map((e) => ({ value: String(e.id), label: `${e.contractor} · ${e.title}` })),
              },
            ]
          : []),
        {
          name: 'items',
          kind: 'own',
          label: t('content'),
          wide: true,
          required: true,
          input: (o) => <ItemsInput {...o} also={data?.settings.urgentKinds ?? []} />,
        },
        { name: 'note', kind: 'longtext', label: t('note'), wide: true, max: 500, rows: 2 },
      ]}
      codes={{ 'no-engagement': 'engagementId' }}
      submitLabel={t('new.submit')}
      below={(v) =>
        isUrgent((v.items as ItemEntry[] | undefined) ?? [], data?.settings ?? { urgentKinds: [] }) ? (
          <Alert type="warning" showIcon title={t('new.urgent')} className="bw-gap" />
        ) : null
      }
      submit={async (v) => {
        const r = await send.mutateAsync({ body: v as z.input<NonNullable<typeof registerMaterial.body>> })
        tell.done(t(r.matched ? 'new.doneMatched' : 'new.donePool', { number: r.number }))
        go(`/materials/${r.id}`)
      }}
    />
  )
}
export default Register
