import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, type Reply } from '../../../platform/ui/call.ts'
import { Moment, timeText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { lookUpWatermark } from '../api-watermark.ts'

/** A scrap of a copy was found: its token names viewer, minute and bundle, and the readings of the ledger stand below. */
const Watermark = (): ReactNode => {
  const { t } = useTranslation('dossiers')
  useTitle(t('watermark.title'))
  const [busy, setBusy] = useState(false)
  const [token, setToken] = useState('')
  const [reply, setReply] = useState<Reply<typeof lookUpWatermark> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (): Promise<void> => {
    setError(null)
    setReply(null)
    setBusy(true)
    try {
      setReply(await call(lookUpWatermark, { query: { token } }))
    } catch (e) {
      setError(e)
    }
    setBusy(false)
  }
  const found = reply?.found
  return (
    <section>
      <h1>{t('watermark.title')}</h1>
      <p className="bw-lead">{t('watermark.lead')}</p>
      <div className="bw-sheet bw-pad">
        <Form layout="vertical" onFinish={() => void send()}>
          <Form.Item label={t('watermark.token')} htmlFor="watermark-token" extra={t('watermark.hint')}>
            <Input
              id="watermark-token"
              className="bw-figures"
              value={token}
              maxLength={60}
              autoComplete="off"
              spellCheck={false}
              placeholder="7K3M-9QXA-4"
              style={{ maxWidth: 280 }}
              onChange={(e) => setToken(e.target.value)}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} disabled={token.trim() === ''}>
            {t('watermark.look')}
          </Button>
        </Form>
      </div>
      <div role="status">
        {error ? <Refusal problem={error} /> : null}
        {reply && !found ? <p>{t('watermark.unknown', { token: reply.token })}</p> : null}
        {found ? (
          <>
            <h2>{reply.token}</h2>
            <Facts
              facts={[
                {
                  key: 'who',
                  label: t('watermark.viewer'),
                  value: found.contractor ? t('watermark.personOf', { name: found.person, of: found.contractor }) : found.person,
                },
                { key: 'when', label: t('watermark.minute'), value: timeText(found.minute) },
                {
                  key: 'case',
                  label: t('watermark.case'),
                  value: found.caseNumber ? <Go to={`/cases/${found.caseId}`}>{found.caseNumber}</Go> : t('watermark.caseHidden'),
                },
                { key: 'batch', label: t('watermark.batch'), value: found.batchNumber },
              ]}
            />
            <DataTable
              label={t('watermark.readings')}
              rows={reply.readings}
              rowKey={(r) => r.eventId}
              columns={[
                { key: 'at', title: t('watermark.at'), render: (r) => <Moment at={r.at} /> },
                {
                  key: 'page',
                  title: t('watermark.page'),
                  render: (r) => (r.position === null ? '—' : t('watermark.pageNo', { n: r.position })),
                },
                {
                  key: 'event',
                  title: t('watermark.event'),
                  render: (r) => <span className="bw-figures">{t('watermark.no', { n: r.eventId })}</span>,
                },
              ]}
            />
          </>
        ) : null}
      </div>
    </section>
  )
}
export default Watermark
