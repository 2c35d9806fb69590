import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { Moment, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import {
  approveLink,
  disableAccount,
  enableAccount,
  makeLink,
  readAccount,
  requireSecondFactor,
  resetSecondFactor,
  revokeSessions,
  unlockAccount,
} from '../api.ts'
import { accountTone } from './accounts-list.tsx'
import { type MadeLink, OneTimeLink } from './one-time-link.tsx'
import { SessionTable } from './session-table.tsx'

const verbs = ['approveLink', 'disable', 'enable', 'unlock', 'resetTotp', 'revokeSessions'] as const
type Verb = (typeof verbs)[number]

const AccountRecord = (): ReactNode => {
  const { t } = useTranslation('accounts')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const may = useMay()
  const [open, setOpen] = useState<Verb | null>(null)
  const [made, setMade] = useState<MadeLink | null>(null)
  const { data, error, refetch } = useCall(readAccount, { params: { id } })
  const link = useAct(makeLink)
  const require = useAct(requireSecondFactor)
  const acts = {
    approveLink: useAct(approveLink),
    disable: useAct(disableAccount),
    enable: useAct(enableAccount),
    unlock: useAct(unlockAccount),
    resetTotp: useAct(resetSecondFactor),
    revokeSessions: useAct(revokeSessions),
  }
  const revision = data?.revision ?? 0
  const required = data?.totp.required ?? false
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/accounts' }}
        title={data ? `${data.name} ${data.login}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={
          data ? (
            <StateTag tone={accountTone[data.state]}>
              {data.lockedUntil ? t('lockedUntil', { time: timeText(data.lockedUntil) }) : t(`state.${data.state}`)}
            </StateTag>
          ) : null
        }
        acts={[
          {
            key: 'unlock',
            label: t('unlock'),
            primary: true,
            can: data?.state === 'locked' ? data.can.unlock : false,
            run: () => setOpen('unlock'),
          },
          {
            key: 'enable',
            label: t('enable'),
            primary: true,
            can: data?.state === 'disabled' ? data.can.enable : false,
            run: () => setOpen('enable'),
          },
          {
            key: 'link',
            label: t('link'),
            can: data?.can.link,
            confirm: t('linkAsk'),
            run: async () => setMade(await link.mutateAsync({ params: { id } })),
          },
          {
            key: 'approveLink',
            label: t('approveLink'),
            can: data?.can.approveLink.ok ? true : false,
            run: () => setOpen('approveLink'),
          },
          {
            key: 'require',
            label: required ? t('unrequire') : t('require'),
            can: data?.can.requireTotp,
            run: async () => {
              await require.mutateAsync({ params: { id }, revision, body: { required: !required } })
              tell.done(t('done'))
            },
          },
          { key: 'resetTotp', label: t('resetTotp'), can: data?.can.resetTotp, run: () => setOpen('resetTotp') },
          { key: 'revokeSessions', label: t('revokeSessions'), can: data?.can.revokeSessions, run: () => setOpen('revokeSessions') },
          {
            key: 'disable',
            label: t('disable'),
            can: data?.state === 'disabled' ? false : data?.can.disable,
            run: () => setOpen('disable'),
          },
        ]}
        facts={
          data
            ? [
                {
                  key: 'person',
                  label: t('name'),
                  value: may('organisations.people.see') ? <Go to={`/people/${data.personId}`}>{data.name}</Go> : data.name,
                },
                { key: 'roles', label: t('roles'), value: listText(data.roles.map(roleText)) },
                { key: 'organisation', label: t('organisation'), value: data.organisation },
                {
                  key: 'factor',
                  label: t('factor'),
                  value: `${data.totp.on ? t('factorOn') : t('factorOff')}${required ? ` · ${t('factorRequired')}` : ''}`,
                },
                ...(data.linkApproval
                  ? [
                      {
                        key: 'approval',
                        label: t('approval'),
                        value: t('approvalBy', { name: data.linkApproval.byName, time: timeText(data.linkApproval.until) }),
                      },
                    ]
                  : []),
                { key: 'seen', label: t('seen'), value: <Moment at={data.lastSeenAt} /> },
              ]
            : []
        }
      >
        {data ? (
          <Panel title={t('live')}>
            <SessionTable rows={data.live} />
          </Panel>
        ) : null}
      </RecordPage>
      {verbs.map((verb) => (
        <FormDrawer
          key={verb}
          title={t(verb)}
          {...(verb === 'disable' || verb === 'resetTotp' || verb === 'approveLink' ? { lead: t(`${verb}Lead`) } : {})}
          open={open === verb}
          close={() => setOpen(null)}
          fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 300 }]}
          submitLabel={t(verb)}
          submit={async (v) => {
            await acts[verb].mutateAsync({ params: { id }, revision, body: v as { reason: string } })
            tell.done(t('done'))
          }}
        />
      ))}
      <OneTimeLink link={made} name={data?.name ?? ''} close={() => setMade(null)} />
    </>
  )
}
export default AccountRecord
