import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { endPermit, givePermit, listPermits } from '../api-handling.ts'
import { permitStates } from '../rules.ts'

const PermitsList = (): ReactNode => {
  const { t } = useTranslation('disclosure')
  const me = useMe()
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const give = useAct(givePermit)
  const end = useAct(endPermit)
  return (
    <>
      <ListPage
        name="export-permits"
        title={t('permits')}
        above={<p className="bw-lead">{t('permitLead')}</p>}
        endpoint={listPermits}
        rowKey={(r) => r.id}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('stateOf'),
            options: permitStates.map((k) => ({ value: k, label: t(`permitState.${k}`) })),
          },
        ]}
        columns={[
          {
            key: 'person',
            title: t('person'),
            render: (r) => (r.contractor ? t('personOf', { name: r.person, of: r.contractor }) : r.person),
          },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => <StateTag tone={r.state === 'running' ? 'active' : 'closed'}>{t(`permitState.${r.state}`)}</StateTag>,
          },
          { key: 'reason', title: t('reason'), render: (r) => r.reason },
          { key: 'from', title: t('fromAt'), render: (r) => <Moment at={r.fromAt} /> },
          { key: 'until', title: t('untilAt'), render: (r) => <Moment at={r.endedAt ?? r.untilAt} /> },
          { key: 'by', title: t('givenBy'), render: (r) => r.givenBy },
          {
            key: 'end',
            title: '',
            render: (r) =>
              r.can.end.ok ? (
                <Button
                  size="small"
                  onClick={async () => {
                    try {
                      await end.mutateAsync({ params: { id: r.id }, revision: r.revision, body: {} })
                      tell.done(t('permitEndSure'))
                    } catch (e) {
                      tell.refused(e)
                    }
                  }}
                >
                  {t('permitEnd')}
                </Button>
              ) : null,
          },
        ]}
        acts={[
          { key: 'new', label: t('permitNew'), primary: true, can: me.permissions.has('disclosure.permit'), run: () => setOpen(true) },
        ]}
        empty={t('permitsNone')}
      />
      {open ? (
        <FormDrawer
          title={t('permitNew')}
          open
          close={() => setOpen(false)}
          lead={t('permitLead')}
          fields={[
            { name: 'personId', kind: 'own', label: t('person'), required: true, input: (o) => <PersonPicker {...o} /> },
            { name: 'untilOn', kind: 'date', label: t('untilAt'), required: true },
            { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
          ]}
          submit={async (v) => {
            await give.mutateAsync({ body: v as z.input<NonNullable<typeof givePermit.body>> })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default PermitsList
