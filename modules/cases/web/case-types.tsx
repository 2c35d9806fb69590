import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import {
  caseAreas,
  type caseTypeBody,
  caseTypeCode,
  type caseTypeEntry,
  caseTypeStates,
  listCaseTypeRegister,
  saveCaseType,
} from '../api-register.ts'
import { registerTones } from './causes.tsx'

type Entry = z.output<typeof caseTypeEntry>
type Body = z.input<typeof caseTypeBody>

const CaseTypes = (): ReactNode => {
  const { t } = useTranslation('cases')
  const tell = useTell()
  const [open, setOpen] = useState<'add' | Entry | null>(null)
  const save = useAct(saveCaseType)
  const close = (): void => setOpen(null)
  const picked = open === 'add' ? null : open
  const areas = caseAreas.map((a) => ({ value: a, label: t(`types.areas.${a}`) }))
  const fields: readonly Field[] = [
    { name: 'zh', kind: 'text', label: t('types.zh'), required: true, max: 60 },
    { name: 'en', kind: 'text', label: t('types.en'), required: true, max: 100 },
    { name: 'area', kind: 'choice', label: t('types.area'), required: true, options: areas },
    { name: 'enabled', kind: 'switch', label: t('types.enabled'), hint: t('types.enabledHint') },
    { name: 'until', kind: 'date', label: t('types.until'), hint: t('types.untilHint'), keepNull: true },
  ]
  const send = async (code: string, v: Record<string, unknown>, fresh: boolean): Promise<void> => {
    const { zh, en, area, enabled, until } = v as unknown as Body
    await save.mutateAsync({ params: { code }, body: { zh, en, area, enabled: enabled ?? false, until: until ?? null, fresh } })
    tell.done(t('saved'))
  }
  return (
    <>
      <ListPage
        name="caseTypes"
        title={t('types.title')}
        endpoint={listCaseTypeRegister}
        rowKey={(r) => r.code}
        above={<p className="bw-quiet">{t('types.lead')}</p>}
        filters={[
          { key: 'q', kind: 'text', label: t('types.q'), width: 220 },
          { key: 'area', kind: 'choice', label: t('types.area'), options: areas },
          {
            key: 'state',
            kind: 'choice',
            label: t('state'),
            options: caseTypeStates.map((s) => ({ value: s, label: t(`types.is.${s}`) })),
          },
        ]}
        columns={[
          { key: 'code', title: t('types.code'), render: (r) => r.code },
          { key: 'zh', title: t('types.zh'), render: (r) => r.zh },
          { key: 'en', title: t('types.en'), render: (r) => r.en },
          { key: 'area', title: t('types.area'), render: (r) => t([`types.areas.${r.area}`, 'types.areas.other']) },
          { key: 'until', title: t('types.until'), render: (r) => (r.until ? dateText(r.until) : '—') },
          { key: 'state', title: t('state'), render: (r) => <StateTag tone={registerTones[r.state]}>{t(`types.is.${r.state}`)}</StateTag> },
          {
            key: 'acts',
            title: '',
            render: (r) => (
              <ActBar size="small" acts={[{ key: 'change', label: t('register.change'), can: true, run: () => setOpen(r) }]} />
            ),
          },
        ]}
        acts={[{ key: 'add', label: t('types.add'), primary: true, can: true, run: () => setOpen('add') }]}
        empty={t('types.empty')}
      />
      <FormDrawer
        title={t('types.add')}
        lead={t('types.addLead')}
        open={open === 'add'}
        close={close}
        schema={z.looseObject({ code: caseTypeCode })}
        fields={[{ name: 'code', kind: 'text', label: t('types.code'), hint: t('types.codeHint'), required: true, max: 5 }, ...fields]}
        initial={{ enabled: true, area: 'civil' }}
        codes={{ 'case-type-taken': 'code' }}
        submit={(v) => send(String(v.code), v, true)}
      />
      {picked ? (
        <FormDrawer
          title={t('types.change')}
          lead={picked.code}
          open
          close={close}
          fields={fields}
          initial={{ zh: picked.zh, en: picked.en, area: picked.area, enabled: picked.enabled, until: picked.until }}
          submit={(v) => send(picked.code, v, false)}
        />
      ) : null}
    </>
  )
}
export default CaseTypes
