import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { Moment, timeText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import { listAccounts } from '../api.ts'

export const accountStates = ['invited', 'active', 'locked', 'disabled', 'left'] as const
export const accountTone: Record<(typeof accountStates)[number], Tone> = {
  invited: 'plain',
  active: 'active',
  locked: 'late',
  disabled: 'closed',
  left: 'closed',
}

const AccountsList = (): ReactNode => {
  const { t } = useTranslation('accounts')
  const go = useGo()
  const may = useMay()
  return (
    <ListPage
      name="accounts"
      title={t('title')}
      endpoint={listAccounts}
      rowKey={(r) => r.id}
      open={(r) => `/accounts/${r.id}`}
      filters={[
        { key: 'q', kind: 'text', label: t('q') },
        { key: 'state', kind: 'choice', label: t('stateTitle'), options: accountStates.map((s) => ({ value: s, label: t(`state.${s}`) })) },
      ]}
      columns={[
        { key: 'name', title: t('name'), render: (r) => r.name },
        { key: 'login', title: t('login'), render: (r) => r.login },
        { key: 'roles', title: t('roles'), render: (r) => listText(r.roles.map(roleText)) || '—' },
        { key: 'organisation', title: t('organisation'), render: (r) => r.organisation },
        {
          key: 'state',
          title: t('stateTitle'),
          render: (r) => (
            <StateTag tone={accountTone[r.state]}>
              {r.lockedUntil ? t('lockedUntil', { time: timeText(r.lockedUntil, { short: true }) }) : t(`state.${r.state}`)}
            </StateTag>
          ),
        },
        {
          key: 'factor',
          title: t('factor'),
          render: (r) => `${r.totp.on ? t('factorOn') : t('factorOff')}${r.totp.required ? ` · ${t('factorRequired')}` : ''}`,
        },
        { key: 'seen', title: t('seen'), render: (r) => <Moment at={r.lastSeenAt} /> },
        { key: 'sessions', title: t('sessions'), align: 'end', hidden: true, render: (r) => r.sessions },
      ]}
      acts={[{ key: 'create', label: t('create'), primary: true, can: may('accounts.create'), run: () => go('/accounts/new') }]}
      empty={t('none')}
    />
  )
}
export default AccountsList
