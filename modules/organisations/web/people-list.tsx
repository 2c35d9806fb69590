import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listPeople, sides } from '../api.ts'
import { roleKeys } from '../rules/roles.ts'
import { roleText, serviceText } from './public.tsx'

interface PeopleProps {
  /** Only the people of one contractor, inside its record. */
  contractorId?: number
}

export const People = ({ contractorId }: PeopleProps): ReactNode => {
  const { t } = useTranslation('organisations')
  const go = useGo()
  const inside = contractorId !== undefined
  const can = useCall(listPeople, { query: { limit: 1 } }).data?.can
  return (
    <ListPage
      name={inside ? 'contractor.people' : 'people'}
      title={t('people.title')}
      endpoint={listPeople}
      {...(inside ? { fixed: { contractorId }, embedded: true } : {})}
      rowKey={(r) => r.id}
      open={(r) => `/people/${r.id}`}
      filters={[
        { key: 'q', kind: 'text', label: t('people.q') },
        ...(inside
          ? []
          : [
              {
                key: 'side',
                kind: 'choice' as const,
                label: t('people.side'),
                options: sides.map((s) => ({ value: s, label: t(`side.${s}`) })),
              },
            ]),
        {
          key: 'role',
          kind: 'choice',
          label: t('people.roles'),
          options: roleKeys.map((r) => ({ value: r, label: roleText(r) })),
          width: 150,
        },
        { key: 'left', kind: 'choice', label: t('people.left'), options: [{ value: 'yes', label: t('people.leftFilter') }] },
      ]}
      columns={[
        { key: 'name', title: t('people.name'), render: (r) => <PersonName name={r.name} left={r.leftOn !== null} /> },
        { key: 'roles', title: t('people.roles'), render: (r) => listText(r.roles.map(roleText)) || '—' },
        { key: 'side', title: t('people.side'), render: (r) => t(`side.${r.side}`), hidden: inside },
        { key: 'organisation', title: t('people.organisation'), render: (r) => r.organisation, hidden: inside },
        {
          key: 'services',
          title: t('posts.services'),
          render: (r) => listText(r.services.map(serviceText)) || '—',
          hidden: !inside,
        },
        { key: 'staffNo', title: t('people.staffNo'), render: (r) => r.staffNo ?? '—' },
        { key: 'login', title: t('people.login'), render: (r) => r.login ?? '—' },
        {
          key: 'left',
          title: t('engagements.state'),
          render: (r) =>
            r.leftOn ? (
              <StateTag tone="closed">{`${t('people.left')} ${dateText(r.leftOn)}`}</StateTag>
            ) : (
              <StateTag tone="active">{t('people.here')}</StateTag>
            ),
        },
      ]}
      acts={[
        {
          key: 'contractor',
          label: t('people.addContractor'),
          primary: true,
          can: can?.createContractor ?? false,
          run: () => go(`/people/new?side=contractor${inside ? `&contractorId=${contractorId}` : ''}`),
        },
        ...(inside
          ? []
          : [
              { key: 'court', label: t('people.addCourt'), can: can?.createCourt ?? false, run: () => go('/people/new?side=court') },
              { key: 'system', label: t('people.addSystem'), can: can?.createSystem ?? false, run: () => go('/people/new?side=system') },
            ]),
      ]}
      empty={t('people.none')}
    />
  )
}

const PeopleList = (): ReactNode => <People />
export default PeopleList
