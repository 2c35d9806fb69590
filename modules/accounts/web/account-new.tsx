import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { createAccount } from '../api.ts'
import { type MadeLink, OneTimeLink } from './one-time-link.tsx'

const AccountNew = (): ReactNode => {
  const { t } = useTranslation('accounts')
  const go = useGo()
  const [{ personId }] = useSearchText()
  const create = useAct(createAccount)
  const [made, setMade] = useState<{ id: number; link: MadeLink; login: string } | null>(null)
  return (
    <>
      <FormPage
        title={t('create')}
        kind={{ label: t('title'), to: '/accounts' }}
        lead={t('createLead')}
        fields={[
          { name: 'personId', kind: 'own', label: t('person'), required: true, input: (o) => <PersonPicker {...o} /> },
          { name: 'login', kind: 'text', label: t('login'), hint: t('loginHint'), required: true, max: 64 },
          { name: 'totpRequired', kind: 'switch', label: t('requireTotp') },
        ]}
        schema={createAccount.body}
        initial={personId ? { personId: Number(personId) } : {}}
        codes={{
          'login-taken': 'login',
          'account-exists': 'personId',
          'person-left': 'personId',
          'not-your-people': 'personId',
          'not-yourself': 'personId',
        }}
        submitLabel={t('create')}
        cancel={() => go('/accounts')}
        submit={async (v) => {
          const r = await create.mutateAsync({ body: v as z.input<typeof createAccount.body & z.ZodType> })
          setMade({ id: r.id, link: r.link, login: v.login as string })
        }}
      />
      <OneTimeLink link={made?.link ?? null} name={made?.login ?? ''} close={() => go(`/accounts/${made?.id}`)} />
    </>
  )
}
export default AccountNew
