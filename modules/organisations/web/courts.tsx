import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import {
  changeCourt,
  changeDivision,
  type court as courtSchema,
  createCourt,
  createDivision,
  type division as divisionSchema,
  listCourts,
  listDivisions,
} from '../api.ts'
import { courtLevels, divisionKinds } from '../rules/structure.ts'

type Court = z.output<typeof courtSchema>
type Division = z.output<typeof divisionSchema>
type Open = { what: 'addCourt' | 'changeCourt' | 'addDivision' } | { what: 'changeDivision'; division: Division }

/** Parents before children, with the depth for the indent; courts whose parent is out of sight are roots. */
const asTree = (courts: readonly Court[]): { court: Court; depth: number }[] => {
  const ids = new Set(courts.map((c) => c.id))
  const below = (parent: number | null, depth: number): { court: Court; depth: number }[] =>
    courts
      .filter((c) => (c.parentId !== null && ids.has(c.parentId) ? c.parentId === parent : parent === null))
      .flatMap((court) => [{ court, depth }, ...below(court.id, depth + 1)])
  return below(null, 0)
}

/** Why a page of its own kind: the tree on the left decides whose divisions are shown on the right. */
const Courts = (): ReactNode => {
  const { t } = useTranslation('organisations')
  const me = useMe()
  const tell = useTell()
  const [search, setSearch] = useSearchText()
  const [open, setOpen] = useState<Open | null>(null)
  useTitle(t('courts.title'))
  const courts = useCall(listCourts, { query: { limit: 200 } })
  const tree = asTree(courts.data?.items ?? [])
  const chosen = tree.find((n) => n.court.id === Number(search.court ?? me.courtId))?.court ?? tree[0]?.court
  const divisions = useCall(
    listDivisions,
    { query: { courtId: chosen?.id ?? 0, closed: 'yes', limit: 200 } },
    { enabled: chosen !== undefined },
  )
  const acts = {
    addCourt: useAct(createCourt),
    changeCourt: useAct(changeCourt),
    addDivision: useAct(createDivision),
    changeDivision: useAct(changeDivision),
  }
  const close = (): void => setOpen(null)
  const levels = courtLevels.map((l) => ({ value: l, label: t(`level.${l}`) }))
  const kinds = divisionKinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))
  const picked = open?.what === 'changeDivision' ? open.division : null
  return (
    <section>
      <header className="bw-head">
        <h1>{t('courts.title')}</h1>
        <ActBar
          acts={[
            { key: 'add', label: t('courts.add'), can: chosen?.can.addCourt ?? false, run: () => setOpen({ what: 'addCourt' }) },
            { key: 'change', label: t('courts.change'), can: chosen?.can.change ?? false, run: () => setOpen({ what: 'changeCourt' }) },
          ]}
        />
      </header>
      {courts.error ? <Refusal problem={courts.error} retry={() => void courts.refetch()} /> : null}
      <div className="bw-panels">
        <Panel title={t('courts.title')}>
          <ul className="bw-tree">
            {tree.map(({ court, depth }) => (
              <li key={court.id} style={{ paddingInlineStart: depth * 20 }}>
                <button
                  type="button"
                  className="bw-treenode"
                  aria-pressed={court.id === chosen?.id}
                  onClick={() => setSearch({ court: String(court.id) })}
                >
                  {court.name} <span className="bw-quiet">{`${court.code} · ${t(`level.${court.level}`)}`}</span>
                </button>
              </li>
            ))}
          </ul>
          {courts.data && tree.length === 0 ? <p className="bw-quiet">{t('courts.none')}</p> : null}
        </Panel>
        <Panel
          title={chosen ? t('divisions.of', { court: chosen.name }) : t('divisions.title')}
          extra={
            <ActBar
              size="small"
              acts={[
                {
                  key: 'add',
                  label: t('divisions.add'),
                  can: chosen?.can.addDivision ?? false,
                  run: () => setOpen({ what: 'addDivision' }),
                },
              ]}
            />
          }
        >
          {divisions.data?.items.length === 0 ? (
            <p className="bw-quiet">{t('divisions.none')}</p>
          ) : (
            <DataTable
              label={t('divisions.title')}
              rows={divisions.data?.items}
              rowKey={(d) => d.id}
              columns={[
                { key: 'name', title: t('divisions.name'), render: (d) => d.name },
                { key: 'kind', title: t('divisions.kind'), render: (d) => t(`kind.${d.kind}`) },
                {
                  key: 'state',
                  title: t('engagements.state'),
                  render: (d) =>
                    d.closedOn ? (
                      <StateTag tone="closed">{`${t('divisions.closed')} ${dateText(d.closedOn)}`}</StateTag>
                    ) : (
                      <StateTag tone="active">{t('divisions.open')}</StateTag>
                    ),
                },
                {
                  key: 'acts',
                  title: '',
                  render: (d) => (
                    <ActBar
                      size="small"
                      acts={[
                        {
                          key: 'change',
                          label: t('divisions.change'),
                          can: d.can.change.ok,
                          run: () => setOpen({ what: 'changeDivision', division: d }),
                        },
                        {
                          key: 'close',
                          label: t('divisions.close'),
                          can: d.can.close.ok,
                          confirm: t('divisions.closeAsk'),
                          run: () =>
                            acts.changeDivision.mutateAsync({
                              params: { id: d.id },
                              revision: d.revision,
                              body: { closedOn: todayText() },
                            }),
                        },
                      ]}
                    />
                  ),
                },
              ]}
            />
          )}
        </Panel>
      </div>
      {chosen ? (
        <>
          <FormDrawer
            title={t('courts.add')}
            lead={`${t('courts.parent')}: ${chosen.name}. ${t('courts.addLead')}`}
            open={open?.what === 'addCourt'}
            close={close}
            fields={[
              { name: 'name', kind: 'text', label: t('courts.name'), required: true, max: 100 },
              { name: 'code', kind: 'text', label: t('courts.code'), hint: t('courts.codeHint'), required: true, max: 20 },
              { name: 'level', kind: 'choice', label: t('courts.level'), required: true, options: levels },
            ]}
            initial={{ level: 'basic' }}
            codes={{ 'court-code-malformed': 'code', 'court-code-taken': 'code', 'court-parent-level': 'level' }}
            submit={async (v) => {
              const made = await acts.addCourt.mutateAsync({
                body: { ...v, parentId: chosen.id } as z.input<typeof createCourt.body & z.ZodType>,
              })
              tell.done(t('saved'))
              setSearch({ court: String(made.id) })
            }}
          />
          <FormDrawer
            key={chosen.id}
            title={t('courts.change')}
            open={open?.what === 'changeCourt'}
            close={close}
            fields={[
              { name: 'name', kind: 'text', label: t('courts.name'), required: true, max: 100 },
              { name: 'level', kind: 'choice', label: t('courts.level'), required: true, options: levels },
            ]}
            initial={{ name: chosen.name, level: chosen.level }}
            codes={{ 'court-parent-level': 'level' }}
            submit={async (v) => {
              await acts.changeCourt.mutateAsync({
                params: { id: chosen.id },
                revision: chosen.revision,
                body: v as z.input<typeof changeCourt.body & z.ZodType>,
              })
              tell.done(t('saved'))
            }}
          />
          <FormDrawer
            title={t('divisions.add')}
            open={open?.what === 'addDivision'}
            close={close}
            fields={[
              { name: 'name', kind: 'text', label: t('divisions.name'), required: true, max: 60 },
              { name: 'kind', kind: 'choice', label: t('divisions.kind'), required: true, options: kinds },
            ]}
            codes={{ 'division-name-taken': 'name' }}
            submit={async (v) => {
              await acts.addDivision.mutateAsync({ body: { ...v, courtId: chosen.id } as z.input<typeof createDivision.body & z.ZodType> })
              tell.done(t('saved'))
            }}
          />
        </>
      ) : null}
      {picked ? (
        <FormDrawer
          title={t('divisions.change')}
          open
          close={close}
          fields={[
            { name: 'name', kind: 'text', label: t('divisions.name'), required: true, max: 60 },
            { name: 'kind', kind: 'choice', label: t('divisions.kind'), required: true, options: kinds },
          ]}
          initial={{ name: picked.name, kind: picked.kind }}
          codes={{ 'division-name-taken': 'name' }}
          submit={async (v) => {
            await acts.changeDivision.mutateAsync({
              params: { id: picked.id },
              revision: picked.revision,
              body: v as z.input<typeof changeDivision.body & z.ZodType>,
            })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </section>
  )
}
export default Courts
