import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BoardPage, Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { changeSettings, readSettings, setExtension, setTestNumber } from '../api.ts'
import { kindKeys, kinds } from '../rules/kinds.ts'

type Sheet = 'rules' | 'test' | 'untest' | 'extension' | null
/** Hours and times by which calls count and tickets run; test numbers; whose an extension is. */
const Settings = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const tell = useTell()
  const [sheet, setSheet] = useState<Sheet>(null)
  const { data, error, refetch } = useCall(readSettings, {})
  const change = useAct(changeSettings)
  const test = useAct(setTestNumber)
  const extension = useAct(setExtension)
  const s = data?.settings
  const usual = (k: (typeof kindKeys)[number]): number => Number(/\d+/.exec(kinds[k].due)![0])
  const own = (k: (typeof kindKeys)[number]): number => s?.clocks[k] ?? usual(k)
  const fields: Record<Exclude<Sheet, null>, Field[]> = {
    rules: [
      { name: 'opensAt', kind: 'text', label: t('settings.opensAt'), required: true, max: 5, placeholder: '08:30' },
      { name: 'closesAt', kind: 'text', label: t('settings.closesAt'), required: true, max: 5, placeholder: '17:30' },
      { name: 'shortSeconds', kind: 'number', label: t('settings.short'), required: true, min: 0, max: 60 },
      { name: 'levelSeconds', kind: 'number', label: t('settings.level'), required: true, min: 1, max: 300 },
      ...kindKeys.map(
        (k): Field => ({
          name: `clock_${k}`,
          kind: 'number',
          label: t(k === 'filingComplaint' ? 'settings.clockDays' : 'settings.clock', { kind: t(`kind.${k}`) }),
          required: true,
          min: 1,
          max: k === 'filingComplaint' ? 15 : 30,
        }),
      ),
    ],
    test: [{ name: 'number', kind: 'text', label: t('settings.testNumber'), required: true, max: 40 }],
    untest: [{ name: 'number', kind: 'text', label: t('settings.testNumber'), required: true, max: 40 }],
    extension: [
      { name: 'extension', kind: 'text', label: t('extension'), required: true, max: 20 },
      {
        name: 'personId',
        kind: 'choice',
        label: t('agent'),
        required: true,
        numeric: true,
        options: (data?.agents ?? []).map((a) => ({ value: String(a.id), label: a.name })),
      },
    ],
  }
  const send = async (v: Record<string, unknown>): Promise<void> => {
    if (sheet === 'rules') {
      const clocks = Object.fromEntries(
        kindKeys.map((k) => [k, Number(v[`clock_${k}`])]).filter(([k, n]) => n !== usual(k as (typeof kindKeys)[number])),
      )
      const done = await change.mutateAsync({
        revision: data!.revision,
        body: {
          opensAt: v.opensAt as string,
          closesAt: v.closesAt as string,
          shortSeconds: Number(v.shortSeconds),
          levelSeconds: Number(v.levelSeconds),
          clocks,
        },
      })
      tell.done(t('settings.judged', { n: done.judged }))
    } else if (sheet === 'extension') {
      await extension.mutateAsync({ body: { extension: v.extension as string, personId: Number(v.personId) } })
      tell.done(t('told.saved'))
    } else {
      const done = await test.mutateAsync({ body: { number: v.number as string, test: sheet === 'test' } })
      tell.done(t('settings.judged', { n: done.judged }))
    }
  }
  return (
    <>
      <BoardPage
        title={t('settings.title')}
        error={error}
        retry={() => void refetch()}
        acts={[
          { key: 'rules', label: t('settings.change'), primary: true, run: () => setSheet('rules') },
          { key: 'test', label: t('settings.addTest'), run: () => setSheet('test') },
          { key: 'untest', label: t('settings.endTest'), can: Boolean(data?.testNumbers.length), run: () => setSheet('untest') },
          { key: 'extension', label: t('settings.addExtension'), run: () => setSheet('extension') },
        ]}
      >
        <Panel title={t('settings.counting')}>
          {s ? (
            <Facts
              facts={[
                { key: 'hours', label: t('settings.hours'), value: t('settings.hoursAre', { from: s.opensAt, until: s.closesAt }) },
                { key: 'short', label: t('settings.short'), value: s.shortSeconds },
                { key: 'level', label: t('settings.level'), value: s.levelSeconds },
              ]}
            />
          ) : null}
          <p className="bw-quiet">{t('settings.note')}</p>
        </Panel>
        <Panel title={t('settings.clocks')}>
          <Lines
            rows={
              s
                ? kindKeys.map((k) => ({
                    key: k,
                    what: t(`kind.${k}`),
                    stands: t(k === 'filingComplaint' ? 'settings.days' : 'settings.workdays', { n: own(k) }),
                  }))
                : undefined
            }
          />
        </Panel>
        <Panel title={t('settings.tests')}>
          <Lines
            none={t('settings.noTests')}
            rows={data?.testNumbers.map((n) => ({ key: n.masked + n.at, what: n.masked, stands: n.by }))}
          />
        </Panel>
        <Panel title={t('settings.extensions')}>
          <Lines
            none={t('settings.noExtensions')}
            rows={data?.extensions.map((x) => ({ key: x.extension, what: x.extension, stands: x.name }))}
          />
        </Panel>
      </BoardPage>
      {sheet && s ? (
        <FormDrawer
          title={t(
            sheet === 'rules'
              ? 'settings.change'
              : sheet === 'test'
                ? 'settings.addTest'
                : sheet === 'untest'
                  ? 'settings.endTest'
                  : 'settings.addExtension',
          )}
          open
          close={() => setSheet(null)}
          initial={sheet === 'rules' ? { ...s, ...Object.fromEntries(kindKeys.map((k) => [`clock_${k}`, own(k)])) } : {}}
          fields={fields[sheet]}
          submit={send}
        />
      ) : null}
    </>
  )
}
export default Settings
