import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Figures } from '../../../platform/ui/board-page.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { changeSettings, listMaterials, type MaterialRow, readFigures, readOptions, views } from '../api.ts'
import { chase } from '../api-lists.ts'
import { alwaysUrgent, kinds } from '../rules/kinds.ts'
import { CaseOf, countText, kindText, MaterialDue, MaterialStateTag, Urgent } from './shown.tsx'

const Above = (): ReactNode => {
  const { t } = useTranslation('materials')
  const me = useMe()
  const { data } = useCall(readFigures, {})
  const court = me.side === 'court'
  const own = me.roles.some((r) => r === 'judge' || r === 'clerk')
  const to = (view: string): string => `/materials?view=${view}`
  return (
    <Figures
      figures={[
        ...(own
          ? []
          : [
              {
                key: 'pool',
                label: t('figure.pool'),
                value: data?.pool,
                to: to('pool'),
                note: data?.poolLate ? t('figure.poolLate', { n: data.poolLate }) : undefined,
                tone: data?.poolLate ? ('late' as const) : ('plain' as const),
              },
            ]),
        ...(court && !own ? [{ key: 'escalated', label: t('figure.escalated'), value: data?.escalated, to: to('escalated') }] : []),
        ...(own ? [] : [{ key: 'carry', label: t('figure.carry'), value: data?.carry, to: to('carry') }]),
        {
          key: 'unsigned',
          label: t(own ? 'figure.mine' : 'figure.unsigned'),
          value: data?.unsigned,
          to: own ? '/materials/lists?view=mine' : to('unsigned'),
        },
        { key: 'urgent', label: t('figure.urgent'), value: data?.urgent, to: to('urgent'), tone: data?.urgent ? 'late' : 'plain' },
        { key: 'late', label: t('figure.late'), value: data?.late, to: to('late'), tone: data?.late ? 'late' : 'plain' },
      ]}
    />
  )
}

/** Materials of one case (in its tab) or of the desk. */
export const Materials = ({ caseId }: { caseId?: number }): ReactNode => {
  const { t } = useTranslation('materials')
  const go = useGo()
  const me = useMe()
  const tell = useTell()
  const [settings, setSettings] = useState(false)
  const remind = useAct(chase)
  const may = (permission: string): boolean => me.permissions.has(permission)
  return (
    <>
      <ListPage
        name="materials"
        title={t('title')}
        endpoint={listMaterials}
        rowKey={(r) => r.id}
        open={(r) => (r.taskId !== null || r.senderName !== null ? `/materials/${r.id}` : null)}
        empty={t('empty')}
        late={(r) => r.light === 'late'}
        live
        {...(caseId ? { embedded: true, fixed: { caseId } } : { above: <Above /> })}
        filters={
          caseId
            ? []
            : [
                { key: 'q', kind: 'text', label: t('q') },
                {
                  key: 'view',
                  kind: 'choice',
                  label: t('view.label'),
                  options: views.filter((v) => v !== 'all').map((v) => ({ value: v, label: t(`view.${v}`) })),
                },
                {
                  key: 'direction',
                  kind: 'choice',
                  label: t('direction.label'),
                  options: (['in', 'out'] as const).map((v) => ({ value: v, label: t(`direction.${v}`) })),
                },
                {
                  key: 'recipientId',
                  kind: 'own',
                  label: t('recipient'),
                  input: (o) => <PersonPicker {...o} side="court" placeholder={t('recipient')} />,
                },
                { key: 'received', kind: 'dates', label: t('receivedAt') },
              ]
        }
        columns={[
          { key: 'number', title: t('number'), render: (r) => r.number },
          {
            key: 'state',
            title: t('stateLabel'),
            render: (r) => (
              <>
                <MaterialStateTag state={r.state} /> <Urgent urgent={r.urgent} over={r.light === 'done'} />
              </>
            ),
          },
          ...(caseId ? [] : [{ key: 'case', title: t('case'), render: (r: MaterialRow) => <CaseOf m={r} /> }]),
          { key: 'sender', title: t('sender'), render: (r) => r.senderName ?? '—' },
          { key: 'recipient', title: t('recipient'), render: (r) => r.recipientName ?? '—' },
          { key: 'due', title: t('due'), render: (r) => <MaterialDue m={r} /> },
          { key: 'counts', title: t('content'), render: (r) => countText(r) },
          { key: 'received', title: t('receivedAt'), render: (r) => <Moment at={r.receivedAt} /> },
          { key: 'direction', title: t('direction.label'), hidden: true, render: (r) => t(`direction.${r.direction}`) },
          { key: 'channel', title: t('channel.label'), hidden: true, render: (r) => t(`channel.${r.channel}`) },
          { key: 'chased', title: t('chasedAt'), hidden: true, render: (r) => (r.chasedAt ? <Moment at={r.chasedAt} /> : '—') },
        ]}
        acts={[
          { key: 'new', label: t('new.title'), primary: true, can: !caseId && may('materials.register'), run: () => go('/materials/new') },
          { key: 'carry', label: t('carry.title'), can: !caseId && may('materials.work'), run: () => go('/materials/carry') },
          {
            key: 'out',
            label: t('out.title'),
            primary: true,
            can: may('materials.handIn'),
            run: () => go(caseId ? `/materials/out?caseId=${caseId}` : '/materials/out'),
          },
          { key: 'settings', label: t('settings.title'), can: !caseId && may('materials.settings'), run: () => setSettings(true) },
        ]}
        {...(may('materials.chase') && !caseId
          ? {
              bulk: (rows: MaterialRow[], done: () => void) => [
                {
                  key: 'chase',
                  label: t('chase'),
                  can: rows.some((r) => r.state === 'carried') ? true : 'nothing-to-chase',
                  run: async () => {
                    const r = await remind.mutateAsync({ body: { ids: rows.map((x) => x.id) } })
                    tell.done(t('chased', { n: r.people }))
                    done()
                  },
                },
              ],
            }
          : {})}
      />
      {settings ? <Settings close={() => setSettings(false)} /> : null}
    </>
  )
}
const Settings = ({ close }: { close: () => void }): ReactNode => {
  const { t } = useTranslation('materials')
  const tell = useTell()
  const { data } = useCall(readOptions, {})
  const send = useAct(changeSettings)
  if (!data) return null
  return (
    <FormDrawer
      title={t('settings.title')}
      open
      close={close}
      lead={t('settings.lead', { kinds: alwaysUrgent.map(kindText).join(t('comma')) })}
      schema={changeSettings.body!}
      initial={data.settings}
      fields={[
        {
          name: 'urgentKinds',
          kind: 'choices',
          label: t('settings.urgentKinds'),
          options: kinds.filter((k) => !alwaysUrgent.includes(k)).map((k) => ({ value: k, label: kindText(k) })),
        },
        { name: 'workdays', kind: 'number', label: t('settings.workdays'), required: true, min: 1, max: 10 },
        { name: 'poolHours', kind: 'number', label: t('settings.poolHours'), required: true, min: 1, max: 240 },
      ]}
      submit={async (v) => {
        await send.mutateAsync({
          body: { urgentKinds: [], workdays: Number(v.workdays), poolHours: Number(v.poolHours), ...v } as z.input<
            NonNullable<typeof changeSettings.body>
          >,
          revision: data.settingsRevision,
        })
        tell.done(t('settings.saved'))
      }}
    />
  )
}
const Desk = (): ReactNode => <Materials />
export default Desk
