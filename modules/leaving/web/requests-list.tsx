import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import * as api from '../api.ts'
import { requestKinds, requestStates } from '../rules.ts'

const RequestsList = (): ReactNode => {
  const { t } = useTranslation('leaving')
  const may = useMay()
  const tell = useTell()
  const ask = useAct(api.askRequest)
  const decide = useAct(api.decideRequest)
  const [asking, setAsking] = useState(false)
  const [deciding, setDeciding] = useState<{ id: number; revision: number } | null>(null)
  return (
    <>
      <ListPage
        name="personal-data-requests"
        title={t('requests')}
        endpoint={api.listRequests}
        rowKey={(r) => r.id}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('stateOf'),
            options: requestStates.map((k) => ({ value: k, label: t(`request.${k}`) })),
          },
        ]}
        columns={[
          { key: 'person', title: t('person'), render: (r) => r.personName },
          { key: 'kind', title: t('kindOf'), render: (r) => t(`requestKind.${r.kind}`) },
          { key: 'text', title: t('text'), render: (r) => r.text || '—' },
          { key: 'at', title: t('askedAt'), render: (r) => <Moment at={r.askedAt} /> },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => (
              <StateTag tone={r.state === 'asked' ? 'active' : r.state === 'granted' ? 'done' : 'closed'}>
                {t(`request.${r.state}`)}
              </StateTag>
            ),
          },
          { key: 'reason', title: t('reason'), render: (r) => r.reason ?? '—' },
          {
            key: 'file',
            title: t('file'),
            render: (r) =>
              r.can.file ? (
                <>
                  <a href={addressOf(api.readPersonalFile, { params: { id: r.id }, query: { format: 'xlsx' } })} download>
                    {t('sheetFile')}
                  </a>{' '}
                  <a href={addressOf(api.readPersonalFile, { params: { id: r.id }, query: { format: 'json' } })} download>
                    {t('dataFile')}
                  </a>
                </>
              ) : (
                '—'
              ),
          },
        ]}
        acts={[{ key: 'ask', label: t('ask'), primary: true, can: may('leaving.ask'), run: () => setAsking(true) }]}
        bulk={(rows) =>
          may('leaving.sign') && rows.length === 1 && rows[0]?.can.decide.ok
            ? [{ key: 'decide', label: t('decide'), run: () => setDeciding(rows[0] ?? null) }]
            : []
        }
        empty={t('noRequests')}
      />
      {asking ? (
        <FormDrawer
          title={t('ask')}
          open
          close={() => setAsking(false)}
          lead={t('askLead')}
          fields={[
            ...(may('leaving.keep')
              ? [
                  {
                    name: 'personId',
                    kind: 'own' as const,
                    label: t('inNameOf'),
                    input: (o: Parameters<typeof PersonPicker>[0]) => <PersonPicker {...o} side="contractor" />,
                  },
                ]
              : []),
            {
              name: 'kind',
              kind: 'radio',
              label: t('kindOf'),
              required: true,
              options: requestKinds.map((k) => ({ value: k, label: t(`requestKind.${k}`) })),
            },
            { name: 'text', kind: 'longtext', label: t('text'), max: 2000, hint: t('textHint') },
          ]}
          codes={{ 'wording-needed': 'text', 'not-your-people': 'personId' }}
          submit={async (v) => {
            await ask.mutateAsync({
              body: { kind: v.kind as 'export', text: v.text ? String(v.text) : '', personId: v.personId ? Number(v.personId) : null },
            })
            tell.done(t('saved'))
          }}
        />
      ) : null}
      {deciding ? (
        <FormDrawer
          title={t('decide')}
          open
          close={() => setDeciding(null)}
          fields={[
            {
              name: 'grant',
              kind: 'radio',
              label: t('decide'),
              required: true,
              options: ['yes', 'no'].map((k) => ({ value: k, label: t(k === 'yes' ? 'request.granted' : 'request.refused') })),
            },
            { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
          ]}
          submit={async (v) => {
            await decide.mutateAsync({
              params: { id: deciding.id },
              revision: deciding.revision,
              body: { grant: v.grant === 'yes', reason: String(v.reason) },
            })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default RequestsList
