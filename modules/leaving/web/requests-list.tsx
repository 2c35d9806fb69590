import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { addressOf, type Reply } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { educationLevels } from '../../candidates/rules/candidate.ts'
import { PersonPicker } from '../../organisations/web/public.tsx'
import * as api from '../api.ts'
import { correctionFields, requestKinds, requestStates } from '../rules.ts'

type Row = Reply<typeof api.listRequests>['items'][number]
const RequestsList = (): ReactNode => {
  const { t } = useTranslation('leaving')
  const may = useMay()
  const tell = useTell()
  const ask = useAct(api.askRequest)
  const decide = useAct(api.decideRequest)
  const apply = useAct(api.applyRequest)
  const go = useGo()
  const educationText = (k: string): string => t(`candidates:level.${k}`)
  const [asking, setAsking] = useState(false)
  const [applying, setApplying] = useState<{ id: number; revision: number; field: string | null } | null>(null)
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
          {
            key: 'text',
            title: t('text'),
            render: (r) => (
              <>
                {r.field && r.field !== 'other' ? (
                  <div>
                    {t(`fieldOf.${r.field}`)}
                    {r.state === 'refused' || r.appliedAt
                      ? null
                      : ` → ${r.wanted === null ? t('toDelete') : r.field === 'education' ? educationText(r.wanted) : r.wanted}`}
                  </div>
                ) : null}
                {r.text || (r.field ? null : '—')}
              </>
            ),
          },
          { key: 'at', title: t('askedAt'), render: (r) => <Moment at={r.askedAt} /> },
          {
            key: 'state',
            title: t('stateOf'),
            render: (r) => (
              <StateTag tone={r.state === 'asked' ? 'active' : r.state === 'granted' ? 'done' : 'closed'}>
                {r.appliedAt ? t('applied') : t(`request.${r.state}`)}
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
          ...(may('leaving.sign')
            ? [
                {
                  key: 'acts',
                  title: '',
                  render: (r: Row) => (
                    <ActBar
                      size="small"
                      acts={[
                        { key: 'decide', label: t('decide'), can: r.can.decide.ok, run: () => setDeciding(r) },
                        { key: 'apply', label: t('apply'), can: r.can.apply.ok, run: () => setApplying(r) },
                        { key: 'holdings', label: t('holdings'), can: true, run: () => go(`/personal-data?personId=${r.personId}`) },
                      ]}
                    />
                  ),
                },
              ]
            : []),
        ]}
        acts={[
          { key: 'ask', label: t('ask'), primary: true, can: may('leaving.ask'), run: () => setAsking(true) },
          { key: 'holdings', label: t('holdings'), can: may('leaving.ask'), run: () => go('/personal-data') },
        ]}
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
            {
              name: 'field',
              kind: 'choice',
              label: t('field'),
              required: true,
              when: (v) => v.kind === 'correction',
              options: correctionFields.map((k) => ({ value: k, label: t(`fieldOf.${k}`) })),
            },
            {
              name: 'level',
              kind: 'choice',
              label: t('educationWanted'),
              required: true,
              when: (v) => v.kind === 'correction' && v.field === 'education',
              options: educationLevels.map((k) => ({ value: k, label: educationText(k) })),
            },
            {
              name: 'wanted',
              kind: 'text',
              label: t('wanted'),
              max: 200,
              hint: t('wantedHint'),
              when: (v) => v.kind === 'correction' && v.field !== undefined && v.field !== 'education' && v.field !== 'other',
            },
            { name: 'text', kind: 'longtext', label: t('text'), max: 2000, hint: t('textHint') },
          ]}
          codes={{ 'wording-needed': 'text', 'not-your-people': 'personId', 'wanted-needed': 'wanted', 'phone-malformed': 'wanted' }}
          submit={async (v) => {
            await ask.mutateAsync({
              body: {
                kind: v.kind as 'export',
                text: v.text ? String(v.text) : '',
                personId: v.personId ? Number(v.personId) : null,
                ...(v.field ? { field: v.field as 'name', wanted: v.level ? String(v.level) : v.wanted ? String(v.wanted) : null } : {}),
              },
            })
            tell.done(t('saved'))
          }}
        />
      ) : null}
      {applying ? (
        <FormDrawer
          title={t('apply')}
          open
          close={() => setApplying(null)}
          lead={t('applySure', { field: t(`fieldOf.${applying.field as 'name'}`) })}
          fields={[]}
          submitLabel={t('apply')}
          submit={async () => {
            await apply.mutateAsync({ params: { id: applying.id }, revision: applying.revision })
            tell.done(t('applied'))
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
