import { useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { keyOf, useAct, useCall } from '../../../platform/ui/query.ts'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import { changePassword, listMySessions, readSession, removeSecondFactor, revokeMySession } from '../api.ts'
import { EnrolForm } from './enrol-form.tsx'
import { NewPassword } from './new-password.tsx'
import { PlainField } from './plain-field.tsx'
import { SessionTable } from './session-table.tsx'

/** My account: who I am here, password, second factor, sessions. */
const Mine = (): ReactNode => {
  const { t } = useTranslation('accounts')
  const tell = useTell()
  const queries = useQueryClient()
  const session = useCall(readSession, {}).data
  const sessions = useCall(listMySessions, {})
  const revoke = useAct(revokeMySession)
  const remove = useAct(removeSecondFactor)
  const [open, setOpen] = useState<'password' | 'enrol' | 'remove' | null>(null)
  if (!session?.signedIn) return null
  const end = async (id: string): Promise<void> => {
    await revoke.mutateAsync({ params: { id } })
    tell.done(t('ended'))
  }
  const others = (sessions.data?.items ?? []).some((s) => !s.current)
  return (
    <section>
      <header className="bw-head">
        <h1>{t('mine.title')}</h1>
      </header>
      <div className="bw-sheet bw-pad">
        <Facts
          facts={[
            { key: 'name', label: t('name'), value: session.name },
            { key: 'login', label: t('login'), value: session.login },
            { key: 'roles', label: t('roles'), value: listText(session.roles.map(roleText)) },
            {
              key: 'organisation',
              label: t('organisation'),
              value: [session.court?.name, session.contractor?.name].filter(Boolean).join(' · '),
            },
          ]}
        />
      </div>
      <div className="bw-panels">
        <Panel title={t('mine.password')}>
          <p className="bw-quiet">{t('mine.passwordLead')}</p>
          <Button onClick={() => setOpen('password')}>{t('mine.password')}</Button>
        </Panel>
        <Panel title={t('mine.factor')}>
          <p className="bw-quiet">{session.totp.on ? t('mine.on') : t('mine.off')}</p>
          {session.totp.on ? (
            session.totp.required ? (
              <p className="bw-quiet">{t('mine.requiredNote')}</p>
            ) : (
              <Button onClick={() => setOpen('remove')}>{t('mine.remove')}</Button>
            )
          ) : (
            <Button onClick={() => setOpen('enrol')}>{t('mine.enrol')}</Button>
          )}
        </Panel>
        <Panel
          title={t('live')}
          wide
          extra={
            others ? (
              <Button size="small" onClick={() => void end('others').catch(tell.refused)}>
                {t('endOthers')}
              </Button>
            ) : null
          }
        >
          {sessions.error ? <Refusal problem={sessions.error} /> : <SessionTable rows={sessions.data?.items} end={end} />}
        </Panel>
      </div>
      <ChangePassword open={open === 'password'} close={() => setOpen(null)} login={session.login} name={session.name} />
      <Modal open={open === 'enrol'} title={t('mine.enrol')} footer={null} onCancel={() => setOpen(null)} destroyOnHidden width={400}>
        <EnrolForm
          done={(s) => {
            queries.setQueryData(keyOf(readSession), s)
            setOpen(null)
            tell.done(t('mine.enrolled'))
          }}
        />
      </Modal>
      <FormDrawer
        title={t('mine.remove')}
        lead={t('mine.removeLead')}
        open={open === 'remove'}
        close={() => setOpen(null)}
        fields={[{ name: 'password', kind: 'password', label: t('entry:password'), required: true, complete: 'current-password' }]}
        codes={{ 'wrong-credentials': 'password' }}
        submitLabel={t('mine.remove')}
        submit={async (v) => {
          await remove.mutateAsync({ body: v as { password: string } })
          tell.done(t('mine.removed'))
        }}
      />
    </section>
  )
}
export default Mine

const ChangePassword = ({ open, close, login, name }: { open: boolean; close: () => void; login: string; name: string }): ReactNode => {
  const { t } = useTranslation('accounts')
  const tell = useTell()
  const change = useAct(changePassword)
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const submit = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    if (!next) return
    setProblem(null)
    try {
      await change.mutateAsync({ body: { current, next } })
      setCurrent('')
      close()
      tell.done(t('mine.changed'))
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Modal open={open} title={t('mine.password')} footer={null} onCancel={close} destroyOnHidden width={420}>
      <form onSubmit={(e) => void submit(e)}>
        {problem ? (
          <div className="bw-gap">
            <Refusal problem={problem} />
          </div>
        ) : null}
        <PlainField
          label={t('entry:change.current')}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={(e) => setCurrent(e.target.value)}
          required
        />
        <NewPassword login={login} name={name} current={current} onChange={setNext} />
        <Button type="primary" htmlType="submit" block loading={change.isPending} disabled={!next || !current}>
          {t('entry:change.save')}
        </Button>
      </form>
    </Modal>
  )
}
