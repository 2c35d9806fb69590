import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { DueTag } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listContractors } from '../../organisations/api.ts'
import { roleText } from '../../organisations/web/public.tsx'
import { listRoster } from '../api.ts'

const Roster = (): ReactNode => {
  const { t } = useTranslation('workforce')
  const may = useMay()
  const contractors =
    useCall(listContractors, { query: { limit: 200 } }, { enabled: may('organisations.contractors.see') }).data?.items ?? []
  return (
    <ListPage
      name="workforce"
      title={t('title')}
      endpoint={listRoster}
      rowKey={(r) => r.personId}
      open={(r) => `/workforce/${r.personId}`}
      late={(r) => r.vetoed}
      filters={[
        { key: 'q', kind: 'text', label: t('q') },
        {
          key: 'admitted',
          kind: 'choice',
          label: t('admittedFilter'),
          options: [
            { value: 'yes', label: t('admitted') },
            { value: 'no', label: t('notAdmitted') },
          ],
        },
        ...(contractors.length > 1
          ? [
              {
                key: 'contractorId',
                kind: 'choice' as const,
                label: t('contractor'),
                width: 180,
                options: contractors.map((c) => ({ value: String(c.id), label: c.name })),
              },
            ]
          : []),
      ]}
      columns={[
        { key: 'name', title: t('name'), render: (r) => <PersonName name={r.name} note={r.staffNo} /> },
        {
          key: 'state',
          title: t('admittedFilter'),
          render: (r) =>
            r.vetoed ? (
              <StateTag tone="late">{t('vetoed')}</StateTag>
            ) : r.admitted ? (
              <StateTag tone="done">{t('admitted')}</StateTag>
            ) : (
              <StateTag tone="soon">{t('notAdmitted')}</StateTag>
            ),
        },
        {
          key: 'missing',
          title: t('missing'),
          render: (r) => listText(r.missing.map((m) => t(`factKind.${m}`, { defaultValue: t(`item.${m}`) }))) || '—',
        },
        { key: 'roles', title: t('roles'), render: (r) => listText(r.roles.map(roleText)) || '—' },
        { key: 'team', title: t('team'), render: (r) => r.team ?? '—' },
        { key: 'contractor', title: t('contractor'), render: (r) => r.contractorName },
        { key: 'expires', title: t('expires'), render: (r) => (r.expiresOn ? <DueTag due={r.expiresOn} /> : '—') },
      ]}
      empty={t('none')}
    />
  )
}
export default Roster
