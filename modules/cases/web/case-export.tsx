import { Alert, Form, Modal, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callFile } from '../../../platform/ui/call.ts'
import { todayText } from '../../../platform/ui/dates.tsx'
import { useSearchText } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { countCases, EXPORT_LIMIT, exportCases } from '../api.ts'

export const filterKeys = ['q', 'type', 'status', 'divisionId', 'judgeId', 'filedFrom', 'filedUntil', 'causeUnknown'] as const

/** The browser's own way of keeping bytes under a name. */
const keep = (bytes: Blob, name: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(bytes)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** Takes the list along as it stands, with the filters of the address. */
export const CaseExport = ({ close }: { close: () => void }): ReactNode => {
  const { t } = useTranslation('cases')
  const tell = useTell()
  const [search] = useSearchText()
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx')
  const [busy, setBusy] = useState(false)
  const query = Object.fromEntries(filterKeys.flatMap((k) => (search[k] ? [[k, search[k]]] : [])))
  const { data } = useCall(countCases, { query })
  const few = data && (data.count === 0 || data.more === false)
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      keep(
        await callFile(exportCases, { query: { ...query, format, language: language() } }),
        `${t('list.title')}-${todayText()}.${format}`,
      )
      tell.done(t('export.done'))
      close()
    } catch (error) {
      tell.refused(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('export.title')}
      okText={t('export.go')}
      cancelText={t('ui:act.cancel')}
      onOk={() => void run()}
      onCancel={close}
      confirmLoading={busy}
      okButtonProps={{ disabled: data?.count === 0 }}
      width={460}
    >
      <p>{data ? t(few ? 'export.count' : 'export.countMore', { n: data.count, limit: EXPORT_LIMIT }) : ' '}</p>
      <Form layout="vertical">
        <Form.Item label={t('export.format')}>
          <Radio.Group
            value={format}
            onChange={(e) => setFormat(e.target.value as 'xlsx' | 'csv')}
            options={['xlsx', 'csv'].map((f) => ({ value: f, label: t(`export.${f}`) }))}
          />
        </Form.Item>
      </Form>
      <Alert type="info" showIcon title={busy ? t('export.working') : t('export.kept')} />
    </Modal>
  )
}
