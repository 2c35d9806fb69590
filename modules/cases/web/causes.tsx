import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type causeEntry, causeStates, listCauseRegister, saveCause } from '../api-register.ts'

type Entry = z.output<typeof causeEntry>
interface Typed {
  edition: string
  code: string
  name: string
  from: string
  until: string | null
}
/** The depth of a code is the cause's level, what stands before its last dot the cause above it. */
const codeShape = /^[A-Z]{1,2}(\.\d{1,3}){0,3}$/
const placeOf = (code: string) => {
  const cut = code.lastIndexOf('.')
  return { level: code.split('.').length, parent: cut < 0 ? null : code.slice(0, cut) }
}
/** In step with the states of the list. */
export const registerTones = { inForce: 'active', inUse: 'active', notYet: 'plain', off: 'plain', ended: 'closed' } as const

const Causes = (): ReactNode => {
  const { t } = useTranslation('cases')
  const tell = useTell()
  const [open, setOpen] = useState<'add' | Entry | null>(null)
  const save = useAct(saveCause)
  const editions = useCall(listCauseRegister, { query: { limit: 1 } }).data?.editions ?? []
  const newest = editions[0]
  const close = (): void => setOpen(null)
  const picked = open === 'add' ? null : open
  const dates: readonly Field[] = [
    { name: 'name', kind: 'text', label: t('causes.name'), required: true, max: 100 },
    { name: 'from', kind: 'date', label: t('causes.from'), required: true, hint: t('causes.fromHint') },
    { name: 'until', kind: 'date', label: t('causes.until'), hint: t('causes.untilHint'), keepNull: true },
  ]
  return (
    <>
      <ListPage
        name="causes"
        title={t('causes.title')}
        endpoint={listCauseRegister}
        rowKey={(r) => `${r.edition}/${r.code}`}
        above={<p className="bw-quiet">{t('causes.lead')}</p>}
        filters={[
          { key: 'q', kind: 'text', label: t('causes.q'), width: 220 },
          {
            key: 'edition',
            kind: 'choice',
            label: t('causes.edition'),
            options: editions.map((e) => ({ value: e.edition, label: t('causes.editionOf', { edition: e.edition }) })),
          },
          { key: 'state', kind: 'choice', label: t('state'), options: causeStates.map((s) => ({ value: s, label: t(`causes.is.${s}`) })) },
        ]}
        columns={[
          { key: 'name', title: t('causes.name'), render: (r) => r.name },
          { key: 'code', title: t('causes.code'), render: (r) => <span className="bw-figures">{r.code}</span> },
          { key: 'parent', title: t('causes.parent'), render: (r) => r.parentName ?? '—' },
          { key: 'level', title: t('causes.level'), render: (r) => t(`causes.levels.${r.level}`) },
          { key: 'edition', title: t('causes.edition'), render: (r) => t('causes.editionOf', { edition: r.edition }) },
          { key: 'from', title: t('causes.from'), render: (r) => dateText(r.from) },
          { key: 'until', title: t('causes.until'), render: (r) => (r.until ? dateText(r.until) : '—') },
          {
            key: 'state',
            title: t('state'),
            render: (r) => <StateTag tone={registerTones[r.state]}>{t(`causes.is.${r.state}`)}</StateTag>,
          },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar size="small" acts={[{ key: 'change', label: t('register.change'), can: true, run: () => setOpen(r) }]} />
            ),
          },
        ]}
        acts={[{ key: 'add', label: t('causes.add'), primary: true, can: true, run: () => setOpen('add') }]}
        empty={t('causes.empty')}
      />
      <FormDrawer
        key={newest?.edition ?? ''}
        title={t('causes.add')}
        lead={t('causes.addLead')}
        open={open === 'add'}
        close={close}
        schema={z.looseObject({ code: z.string().regex(codeShape) })}
        fields={[
          {
            name: 'edition',
            kind: 'text',
            label: t('causes.edition'),
            hint: t('causes.editionHint'),
            required: true,
            max: 10,
            figures: true,
          },
          { name: 'code', kind: 'text', label: t('causes.code'), hint: t('causes.codeHint'), required: true, max: 20, figures: true },
          ...dates,
        ]}
        initial={{ edition: newest?.edition, from: todayText() }}
        codes={{ 'cause-parent-unknown': 'code', 'cause-taken': 'code', 'register-dates': 'until' }}
        submit={async (v) => {
          const { edition, code, name, from, until } = v as unknown as Typed
          await save.mutateAsync({ params: { edition, code }, body: { name, from, until: until ?? null, ...placeOf(code), fresh: true } })
          tell.done(t('saved'))
        }}
      />
      {picked ? (
        <FormDrawer
          title={t('causes.change')}
          lead={`${picked.code} · ${t('causes.editionOf', { edition: picked.edition })}`}
          open
          close={close}
          fields={dates}
          initial={{ name: picked.name, from: picked.from, until: picked.until }}
          codes={{ 'cause-parent-unknown': 'name', 'register-dates': 'until' }}
          submit={async (v) => {
            const { name, from, until } = v as unknown as Typed
            await save.mutateAsync({
              params: { edition: picked.edition, code: picked.code },
              body: { name, from, until: until ?? null, parent: picked.parent, level: picked.level },
            })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default Causes
