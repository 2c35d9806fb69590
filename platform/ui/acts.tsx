import { Button, Dropdown, Modal, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reasonText } from './refusal.tsx'
import { useTell } from './tell.tsx'

/** What the server says about an act: true, false, or the reason why not. The web never re-decides (`can` in replies). */
export type Can = boolean | string | { ok: boolean; reason?: string; code?: string; detail?: Record<string, unknown> } | null | undefined

/** { ok, reason }: reason is a sentence for the tooltip. */
export const canOf = (can: Can): { ok: boolean; reason: string | null } => {
  if (can === undefined || can === true) return { ok: true, reason: null }
  if (can === false || can === null) return { ok: false, reason: null }
  if (typeof can === 'string') return { ok: false, reason: reasonText(can) }
  const code = can.reason ?? can.code
  return { ok: can.ok, reason: can.ok || !code ? null : reasonText(code, can.detail) }
}

export interface Act {
  key: string
  label: string
  /** Without reason and false: the act is not shown. With a reason: shown, disabled, the reason on hover and focus. */
  can?: Can
  run: () => void | Promise<unknown>
  /** The one next act of the page. */
  primary?: boolean
  /** Cannot be undone: asks once, with this sentence. Acts that can be undone give `undo` to useTell instead. */
  confirm?: string
  /** Ends or refuses something: stands last, is never the primary one. Not red: red is kept for late and refused. */
  danger?: boolean
}

/** Runs an act once at a time, shows its refusal as a toast. */
export const ActButton = ({ act, size }: { act: Act; size?: 'small' | 'middle' }): ReactNode => {
  const { t } = useTranslation('ui')
  const tell = useTell()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const { ok, reason } = canOf(act.can)
  if (!ok && !reason) return null
  const go = async (): Promise<void> => {
    setAsking(false)
    setBusy(true)
    try {
      await act.run()
    } catch (error) {
      tell.refused(error)
    } finally {
      setBusy(false)
    }
  }
  const button = (
    <Button
      type={act.primary ? 'primary' : 'default'}
      size={size ?? 'middle'}
      disabled={!ok}
      loading={busy}
      onClick={() => (act.confirm ? setAsking(true) : void go())}
    >
      {act.label}
    </Button>
  )
  return (
    <>
      {ok ? (
        button
      ) : (
        <Tooltip title={t('record.why', { reason })}>
          {/* A disabled button takes no focus: its wrapper does, so that the reason is reachable by keyboard. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
          <span tabIndex={0} role="note" aria-label={`${act.label}: ${t('record.why', { reason })}`} className="bw-whynot">
            {button}
          </span>
        </Tooltip>
      )}
      {act.confirm ? (
        <Modal
          open={asking}
          title={act.label}
          okText={act.label}
          cancelText={t('act.cancel')}
          onOk={() => void go()}
          onCancel={() => setAsking(false)}
          width={420}
        >
          {act.confirm}
        </Modal>
      ) : null}
    </>
  )
}

/** The acts of a page: the primary one first, at most three quiet ones, the rest under "more". */
export const ActBar = ({ acts, size, shown = 4 }: { acts: readonly Act[]; size?: 'small' | 'middle'; shown?: number }): ReactNode => {
  const { t } = useTranslation('ui')
  const tell = useTell()
  const usable = acts.filter((a) => {
    const c = canOf(a.can)
    return c.ok || c.reason
  })
  const rank = (a: Act): number => (a.primary ? 0 : a.danger ? 2 : 1)
  const sorted = [...usable].sort((a, b) => rank(a) - rank(b))
  const front = sorted.length <= shown ? sorted : sorted.slice(0, shown - 1)
  const rest = sorted.slice(front.length)
  if (sorted.length === 0) return null
  return (
    <div className="bw-acts">
      {front.map((a) => (
        <ActButton key={a.key} act={a} {...(size ? { size } : {})} />
      ))}
      {rest.length > 0 ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: rest.map((a) => {
              const c = canOf(a.can)
              return {
                key: a.key,
                label: c.ok ? a.label : `${a.label} · ${t('record.why', { reason: c.reason })}`,
                disabled: !c.ok,
              }
            }),
            onClick: ({ key }) => {
              const a = rest.find((x) => x.key === key)
              if (!a) return
              if (a.confirm)
                Modal.confirm({
                  title: a.label,
                  content: a.confirm,
                  okText: a.label,
                  cancelText: t('act.cancel'),
                  onOk: () => Promise.resolve(a.run()).catch(tell.refused),
                })
              else void Promise.resolve(a.run()).catch(tell.refused)
            },
          }}
        >
          <Button {...(size ? { size } : {})} aria-label={t('act.moreActs')}>
            {t('act.more')} ▾
          </Button>
        </Dropdown>
      ) : null}
    </div>
  )
}
