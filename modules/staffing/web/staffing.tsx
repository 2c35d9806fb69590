import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { EngagementPicker, EngagementServices, roleText, serviceText } from '../../organisations/web/public.tsx'
import { changePost, endStaffingPost, listEngagementStaff, listPosts, makePost } from '../api.ts'
import { staffedRoles } from '../rules.ts'
import { Stands } from './shown.tsx'

type Row = Reply<typeof listPosts>['items'][number]

/** 7.1.1.3: each engagement with its minimum and its project manager. */
const Engagements = (): ReactNode => {
  const { t } = useTranslation('staffing')
  const { data } = useCall(listEngagementStaff, { query: { limit: 50 } })
  return (
    <Panel title={t('engagements')} wide>
      <DataTable
        label={t('engagements')}
        rows={data?.items}
        rowKey={(e) => e.id}
        late={(e) => e.missing > 0}
        columns={[
          { key: 'title', title: t('engagement'), render: (e) => e.title },
          { key: 'contractor', title: t('contractor'), render: (e) => e.contractor },
          { key: 'present', title: t('presentOf'), align: 'end', render: (e) => `${e.present} / ${e.onRoster}` },
          { key: 'min', title: t('minimum'), align: 'end', render: (e) => e.minStaff },
          { key: 'stands', title: t('stands'), render: (e) => <Stands missing={e.missing} since={e.since} dueAt={e.dueAt} /> },
          { key: 'manager', title: t('manager'), render: (e) => e.manager ?? '—' },
          {
            key: 'changes',
            title: t('changes'),
            render: (e) => (e.changes.length ? listText(e.changes.map((c) => t('changesIn', { year: c.year, n: c.n }))) : t('noChanges')),
          },
        ]}
      />
    </Panel>
  )
}

/** The posts of the contract: who fills them, what is missing since when. */
const Staffing = (): ReactNode => {
  const { t } = useTranslation('staffing')
  const tell = useTell()
  const go = useGo()
  const may = useMay()
  const [make, change, end] = [useAct(makePost), useAct(changePost), useAct(endStaffingPost)]
  const [open, setOpen] = useState<{ what: 'make' } | { what: 'change' | 'end'; row: Row } | null>(null)
  const [engagement, setEngagement] = useState<number | null>(null)
  const row = open && 'row' in open ? open.row : null
  const close = (): void => setOpen(null)
  return (
    <>
      <ListPage
        name="staffing"
        title={t('title')}
        endpoint={listPosts}
        rowKey={(r) => r.id}
        late={(r) => r.missing > 0}
        above={
          <>
            <div className="bw-gap">
              <Engagements />
            </div>
            <p className="bw-lead">{t('lead')}</p>
          </>
        }
        filters={[
          { key: 'short', kind: 'choice', label: t('stands'), options: [{ value: 'yes', label: t('shortOnly') }] },
          { key: 'ended', kind: 'choice', label: t('endedFilter'), options: [{ value: 'yes', label: t('endedYes') }] },
        ]}
        columns={[
          { key: 'name', title: t('post'), render: (r) => r.name },
          { key: 'filled', title: t('filledOf'), align: 'end', render: (r) => (r.ended ? '—' : `${r.filled} / ${r.minimum}`) },
          {
            key: 'stands',
            title: t('stands'),
            render: (r) => (r.ended ? t('endedYes') : <Stands missing={r.missing} since={r.vacantSince} dueAt={r.dueAt} />),
          },
          { key: 'cause', title: t('causeOf'), render: (r) => (r.cause ? t(`cause.${r.cause}`) : '—') },
          {
            key: 'people',
            title: t('people'),
            render: (r) =>
              r.people.length ? listText(r.people.map((p) => (p.absent ? t(`absent.${p.absent}`, { name: p.name }) : p.name))) : '—',
          },
          { key: 'role', title: t('role'), hidden: true, render: (r) => roleText(r.role) },
          {
            key: 'services',
            title: t('services'),
            render: (r) => (r.services.length ? listText(r.services.map(serviceText)) : t('allServices')),
          },
          { key: 'skills', title: t('skills'), render: (r) => r.skills || '—' },
          { key: 'engagement', title: t('engagement'), hidden: true, render: (r) => r.engagement },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar
                size="small"
                acts={[
                  { key: 'change', label: t('change'), can: r.can.change.ok, run: () => setOpen({ what: 'change', row: r }) },
                  { key: 'end', label: t('end'), can: r.can.change.ok, danger: true, run: () => setOpen({ what: 'end', row: r }) },
                ]}
              />
            ),
          },
        ]}
        acts={[
          { key: 'make', label: t('make'), primary: true, can: may('staffing.keep'), run: () => setOpen({ what: 'make' }) },
          { key: 'replacements', label: t('replacements'), can: may('staffing.requests'), run: () => go('/staffing/replacements') },
          { key: 'keyPosts', label: t('keyPosts'), can: may('agreements.see'), run: () => go('/key-posts') },
          { key: 'candidates', label: t('toCandidates'), can: may('candidates.keep'), run: () => go('/candidates') },
          { key: 'vacancies', label: t('vacancies'), can: true, run: () => go('/staffing/vacancies') },
        ]}
        empty={t('none')}
      />
      <FormDrawer
        title={row ? t('change') : t('make')}
        lead={t('makeLead')}
        open={open?.what === 'make' || open?.what === 'change'}
        close={close}
        fields={[
          ...(row
            ? []
            : [
                {
                  name: 'engagementId',
                  kind: 'own' as const,
                  label: t('engagement'),
                  required: true,
                  input: (o: object) => (
                    <EngagementPicker
                      {...o}
                      onChange={(v) => {
                        setEngagement(typeof v === 'number' ? v : null)
                        ;(o as { onChange?: (v: unknown) => void }).onChange?.(v)
                      }}
                    />
                  ),
                },
              ]),
          { name: 'name', kind: 'text', label: t('post'), required: true, max: 100, placeholder: t('postHint') },
          {
            name: 'role',
            kind: 'choice',
            label: t('role'),
            required: true,
            options: staffedRoles.map((r) => ({ value: r, label: roleText(r) })),
          },
          {
            name: 'services',
            kind: 'own',
            label: t('services'),
            hint: t('servicesHint'),
            input: (o) => <EngagementServices {...o} engagementId={row?.engagementId ?? engagement} />,
          },
          { name: 'minimum', kind: 'number', label: t('minimum'), required: true, min: 1, max: 500 },
          { name: 'skills', kind: 'longtext', label: t('skills'), max: 500, rows: 2 },
        ]}
        initial={
          row
            ? {
                name: row.name,
                role: row.role,
                services: row.services.length ? row.services : null,
                minimum: row.minimum,
                skills: row.skills,
              }
            : { role: 'operator', minimum: 1 }
        }
        codes={{ 'post-name-taken': 'name', 'post-service-outside': 'services', 'engagement-unknown': 'engagementId' }}
        submit={async (v) => {
          const body = { ...v, services: v.services ?? [], skills: v.skills ?? '' }
          if (row)
            await change.mutateAsync({
              params: { id: row.id },
              revision: row.revision,
              body: body as z.input<typeof changePost.body & z.ZodType>,
            })
          else await make.mutateAsync({ body: body as unknown as z.input<typeof makePost.body & z.ZodType> })
          tell.done(t('saved'))
        }}
      />
      <FormDrawer
        title={t('end')}
        open={open?.what === 'end'}
        close={close}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('end')}
        submit={async (v) => {
          if (!row) return
          await end.mutateAsync({ params: { id: row.id }, revision: row.revision, body: { reason: String(v.reason) } })
          tell.done(t('saved'))
        }}
      />
    </>
  )
}
export default Staffing
