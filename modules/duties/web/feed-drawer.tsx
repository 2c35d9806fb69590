import { Alert, Button, Drawer, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../../../platform/ui/dates.tsx'
import { copyText } from '../../../platform/ui/clipboard.ts'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useNarrow } from '../../../platform/ui/screen.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { makeFeed, readFeedState, revokeFeed } from '../api.ts'

const Feed = ({ language }: { language: 'zh' | 'en' }): ReactNode => {
  const { t } = useTranslation('duties')
  const tell = useTell()
  const { data, refetch } = useCall(readFeedState, {})
  const make = useAct(makeFeed)
  const revoke = useAct(revokeFeed)
  const [url, setUrl] = useState<string | null>(null)
  return (
    <>
      <p className="bw-lead">{t('feed.lead')}</p>
      <p>
        {data?.madeAt ? t('feed.made', { at: timeText(data.madeAt) }) : t('feed.none')}{' '}
        {data?.madeAt ? (
          <span className="bw-quiet">{data.readAt ? t('feed.read', { at: timeText(data.readAt) }) : t('feed.never')}</span>
        ) : null}
      </p>
      {url ? (
        <div className="bw-gap">
          <Alert type="warning" showIcon title={t('feed.once')} />
          <Input.TextArea
            readOnly
            autoSize
            value={url}
            aria-label={t('feed.copy')}
            onFocus={(e) => e.target.select()}
            style={{ margin: '12px 0' }}
          />
          <Button
            onClick={() =>
              void copyText(url).then((done) =>
                done ? tell.done(t('feed.copied')) : tell.notAll(t('ui:act.notCopied'), t('ui:act.copyByHand')),
              )
            }
          >
            {t('feed.copy')}
          </Button>
        </div>
      ) : null}
      <div className="bw-acts" style={{ marginTop: 16 }}>
        <Button
          type="primary"
          loading={make.isPending}
          onClick={() =>
            void make.mutateAsync({ body: { language } }).then(
              (r) => {
                setUrl(r.url)
                void refetch()
              },
              (e) => tell.refused(e),
            )
          }
        >
          {t(data?.madeAt ? 'feed.again' : 'feed.make')}
        </Button>
        {data?.madeAt ? (
          <Button
            onClick={() =>
              void revoke.mutateAsync({ body: {} }).then(
                () => {
                  setUrl(null)
                  tell.done(t('feed.revoked'))
                },
                (e) => tell.refused(e),
              )
            }
          >
            {t('feed.revoke')}
          </Button>
        ) : null}
      </div>
    </>
  )
}
/** The address of one's own calendar: made, shown once, revoked. */
export const FeedDrawer = ({ open, close, language }: { open: boolean; close: () => void; language: 'zh' | 'en' }): ReactNode => {
  const { t } = useTranslation('duties')
  const narrow = useNarrow()
  return (
    <Drawer title={t('feed.open')} open={open} onClose={close} size={narrow ? '100%' : 460} destroyOnHidden>
      <Feed language={language} />
    </Drawer>
  )
}
