import { Button, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../../platform/ui/clipboard.ts'
import { timeText } from '../../../platform/ui/dates.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'

export interface MadeLink {
  path: string
  expiresAt: string
}

/** Shows a fresh link once; only its hash is kept by the server. */
export const OneTimeLink = ({ link, name, close }: { link: MadeLink | null; name: string; close: () => void }): ReactNode => {
  const { t } = useTranslation('accounts')
  const tell = useTell()
  const [copied, setCopied] = useState(false)
  const address = link ? new URL(link.path, location.origin).href : ''
  return (
    <Modal
      open={link !== null}
      title={t('linkTitle')}
      onCancel={close}
      mask={{ closable: false }}
      footer={
        <div className="bw-acts">
          <Button
            onClick={() =>
              void copyText(address).then((done) => (done ? setCopied(true) : tell.notAll(t('ui:act.notCopied'), t('ui:act.copyByHand'))))
            }
          >
            {copied ? t('ui:act.copied') : t('ui:act.copy')}
          </Button>
          <Button type="primary" onClick={close}>
            {t('ui:act.close')}
          </Button>
        </div>
      }
    >
      <p>{link ? t('linkLead', { name, time: timeText(link.expiresAt) }) : null}</p>
      <p>
        <code className="bw-secret">{address}</code>
      </p>
    </Modal>
  )
}
