import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { EngagementPicker } from '../../organisations/web/public.tsx'
import { importEquipment, importTemplate } from '../api.ts'

const EquipmentImport = (): ReactNode => {
  const { t } = useTranslation('premises')
  const me = useMe()
  const [result, setResult] = useState<z.output<typeof importEquipment.response> | null>(null)
  return (
    <>
      <FormPage
        title={t('import')}
        kind={{ label: t('equipment'), to: '/equipment' }}
        lead={
          <>
            {t('importLead')}{' '}
            <Button type="link" href={addressOf(importTemplate, {})}>
              {t('template')}
            </Button>
          </>
        }
        fields={[
          { name: 'file', kind: 'file', label: t('file'), required: true, accept: '.xlsx,.csv' },
          ...(me.side === 'court'
            ? [{ name: 'engagementId', kind: 'own' as const, label: t('engagement'), input: (o: object) => <EngagementPicker {...o} /> }]
            : []),
          {
            name: 'mode',
            kind: 'radio',
            label: t('import'),
            required: true,
            options: [
              { value: 'check', label: t('check') },
              { value: 'take', label: t('take') },
            ],
          },
        ]}
        submitLabel={t('send')}
        initial={{ mode: 'check' }}
        submit={async (v) =>
          setResult(
            await sendFile(importEquipment, v.file as File, {
              fields: { check: v.mode === 'take' ? 'no' : 'yes', ...(v.engagementId ? { engagementId: String(v.engagementId) } : {}) },
            }),
          )
        }
      />
      {result ? (
        <section className="bw-sheet bw-pad" aria-live="polite">
          <p>{t('importDone', { rows: result.rows, good: result.good, made: result.made, faults: result.faults.length })}</p>
          {result.made > 0 ? (
            <p>
              <Go to="/equipment">{t('toLabels')}</Go>
            </p>
          ) : null}
          {result.faults.length ? (
            <DataTable
              label={t('rowFault.of')}
              rows={result.faults}
              rowKey={(f) => `${f.row} ${f.column} ${f.code}`}
              columns={[
                { key: 'row', title: t('row'), align: 'end', render: (f) => f.row },
                { key: 'column', title: t('column.of'), render: (f) => t(`column.${f.column}`) },
                { key: 'code', title: t('rowFault.of'), render: (f) => t(`rowFault.${f.code}`) },
              ]}
            />
          ) : null}
        </section>
      ) : null}
    </>
  )
}
export default EquipmentImport
