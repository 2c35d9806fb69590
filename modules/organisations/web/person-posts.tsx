import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import type { person as personSchema } from '../api.ts'
import { assignPost, changePost, endPost } from '../api-posts.ts'
import { contractorRoles, courtRoles, systemRoles } from '../rules/roles.ts'
import { workingRoles } from '../rules/structure.ts'
import { DivisionPicker, EngagementPicker, EngagementServices, roleText, serviceText } from './public.tsx'

type Person = z.output<typeof personSchema>
type Post = Person['posts'][number]

/** The posts of a person: what each allows ends with it. */
export const PersonPosts = ({ person }: { person: Person }): ReactNode => {
  const { t } = useTranslation('organisations')
  const tell = useTell()
  const [open, setOpen] = useState<'add' | { change: Post } | { end: Post } | null>(null)
  const assign = useAct(assignPost)
  const change = useAct(changePost)
  const end = useAct(endPost)
  const close = (): void => setOpen(null)
  const roles = person.side === 'court' ? courtRoles : person.side === 'contractor' ? contractorRoles : systemRoles
  const place: Field[] =
    person.side === 'contractor'
      ? [{ name: 'team', kind: 'text', label: t('posts.team'), max: 40 }]
      : person.side === 'court'
        ? [{ name: 'divisionId', kind: 'own', label: t('posts.division'), input: (o) => <DivisionPicker {...o} /> }]
        : []
  // Only what outsourced staff do has services; the choice is that of the engagement.
  const servicesOf = (engagementId?: number | null): Field => ({
    name: 'services',
    kind: 'own',
    label: t('posts.services'),
    hint: t('posts.servicesHint'),
    wide: true,
    input: (o) => <EngagementServices {...o} contractorId={person.contractorId} engagementId={engagementId} />,
  })
  const picked = open !== null && open !== 'add' ? ('change' in open ? open.change : open.end) : null
  return (
    <Panel
      title={t('posts.title')}
      extra={<ActBar size="small" acts={[{ key: 'add', label: t('posts.add'), can: person.can.assignPost, run: () => setOpen('add') }]} />}
    >
      {person.posts.length === 0 ? (
        <p className="bw-quiet">
          {t('posts.none')} {t(`posts.noneBy.${person.side}`)}
        </p>
      ) : (
        <DataTable
          label={t('posts.title')}
          rows={person.posts}
          rowKey={(p) => p.id}
          columns={[
            { key: 'role', title: t('posts.role'), render: (p) => roleText(p.role) },
            {
              key: 'where',
              title: person.side === 'contractor' ? t('posts.engagement') : t('posts.division'),
              render: (p) => [p.divisionName, p.engagementTitle, p.team].filter(Boolean).join(' · ') || '—',
            },
            ...(person.side === 'contractor'
              ? [
                  {
                    key: 'services',
                    title: t('posts.services'),
                    render: (p: Post) =>
                      !workingRoles.includes(p.role) ? '—' : p.services ? listText(p.services.map(serviceText)) : t('posts.allServices'),
                  },
                ]
              : []),
            { key: 'court', title: t('posts.court'), render: (p) => p.courtName },
            {
              key: 'term',
              title: t('engagements.term'),
              render: (p) => `${dateText(p.fromDate)} — ${p.untilDate ? dateText(p.untilDate) : ''}`,
            },
            {
              key: 'state',
              title: t('engagements.state'),
              render: (p) => <StateTag tone={p.current ? 'active' : 'closed'}>{p.current ? t('posts.current') : t('posts.past')}</StateTag>,
            },
            {
              key: 'acts',
              title: '',
              render: (p) => (
                <ActBar
                  size="small"
                  acts={[
                    { key: 'change', label: t('posts.change'), can: p.can.change.ok, run: () => setOpen({ change: p }) },
                    { key: 'end', label: t('posts.end'), can: p.can.end.ok, run: () => setOpen({ end: p }) },
                  ]}
                />
              ),
            },
          ]}
        />
      )}
      <FormDrawer
        title={t('posts.add')}
        lead={t('posts.lead')}
        open={open === 'add'}
        close={close}
        fields={[
          {
            name: 'role',
            kind: 'choice',
            label: t('posts.role'),
            required: true,
            options: roles.map((r) => ({ value: r, label: roleText(r) })),
          },
          ...(person.side === 'contractor'
            ? [
                {
                  name: 'engagementId',
                  kind: 'own' as const,
                  label: t('posts.engagement'),
                  required: true,
                  input: (o: object) => <EngagementPicker {...o} {...(person.contractorId ? { contractorId: person.contractorId } : {})} />,
                },
              ]
            : []),
          ...(person.side === 'contractor' ? [servicesOf()] : []),
          ...place,
          { name: 'fromDate', kind: 'date', label: t('posts.from') },
          { name: 'untilDate', kind: 'date', label: t('posts.until') },
        ]}
        initial={{ fromDate: todayText() }}
        codes={{
          'engagement-required': 'engagementId',
          'engagement-ended': 'engagementId',
          'engagement-unknown': 'engagementId',
          'division-closed': 'divisionId',
          'division-unknown': 'divisionId',
          'post-outside-term': 'untilDate',
          'term-reversed': 'untilDate',
          'role-of-other-side': 'role',
          'three-administrators': 'role',
          'post-held': 'role',
          'post-service-outside': 'services',
          'role-by-court-only': 'role',
        }}
        submit={async (v) => {
          await assign.mutateAsync({ params: { id: person.id }, body: v as z.input<typeof assignPost.body & z.ZodType> })
          tell.done(t('posts.assigned'))
        }}
      />
      {picked ? (
        <>
          <FormDrawer
            title={`${t('posts.change')} · ${roleText(picked.role)}`}
            open={open !== null && open !== 'add' && 'change' in open}
            close={close}
            fields={[
              ...(workingRoles.includes(picked.role) ? [{ ...servicesOf(picked.engagementId), keepNull: true }] : []),
              ...place.map((f) => ({ ...f, keepNull: true })),
              { name: 'untilDate', kind: 'date', label: t('posts.until'), keepNull: true },
            ]}
            initial={{
              team: picked.team,
              divisionId: picked.divisionId,
              untilDate: picked.untilDate,
              ...(workingRoles.includes(picked.role) ? { services: picked.services } : {}),
            }}
            codes={{
              'post-outside-term': 'untilDate',
              'term-reversed': 'untilDate',
              'division-closed': 'divisionId',
              'post-service-outside': 'services',
            }}
            submit={async (v) => {
              await change.mutateAsync({
                params: { id: picked.id },
                revision: picked.revision,
                body: v as z.input<typeof changePost.body & z.ZodType>,
              })
              tell.done(t('saved'))
            }}
          />
          <FormDrawer
            title={`${t('posts.end')} · ${roleText(picked.role)}`}
            lead={t('posts.endLead')}
            open={open !== null && open !== 'add' && 'end' in open}
            close={close}
            fields={[
              { name: 'untilDate', kind: 'date', label: t('posts.endDate'), hint: t('posts.endDateHint') },
              { name: 'reason', kind: 'longtext', label: t('people.reason'), required: true, max: 500 },
            ]}
            codes={{ 'leave-in-past': 'untilDate' }}
            submitLabel={t('posts.end')}
            submit={async (v) => {
              await end.mutateAsync({
                params: { id: picked.id },
                revision: picked.revision,
                body: v as { reason: string; untilDate?: string },
              })
              tell.done(t('saved'))
            }}
          />
        </>
      ) : null}
    </Panel>
  )
}
