import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { Go } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { makeLists, printList, toCarry } from '../api-lists.ts'
import { CaseOf, countText, MaterialDue, Urgent } from './shown.tsx'

/** 分送: what lies sorted on the desk becomes one list for each recipient; the lists are printed and carried. */
const Carry = (): ReactNode => {
  const { t } = useTranslation('materials')
  const tell = useTell()
  const send = useAct(makeLists)
  const [made, setMade] = useState<{ id: number; number: string; recipientName: string; lines: number }[]>([])
  return (
    <ListPage
      name="materials.carry"
      title={t('carry.title')}
      endpoint={toCarry}
      rowKey={(r) => r.id}
      open={(r) => `/tasks/${r.taskId}`}
      empty={t('carry.empty')}
      late={(r) => r.light === 'late'}
      above={
        made.length > 0 ? (
          <section className="bw-sheet bw-pad bw-gap">
            <h2 className="bw-h2">{t('carry.made')}</h2>
            <ul className="bw-lines">
              {made.map((l) => (
                <li key={l.id}>
                  <span>
                    <Go to={`/materials/lists/${l.id}`}>{l.number}</Go> {l.recipientName} · {t('lists.lines', { n: l.lines })}
                  </span>
                  <Button size="small" href={addressOf(printList, { params: { id: l.id } })} target="_blank">
                    {t('lists.print')}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        ) : (
          <p className="bw-lead">{t('carry.lead')}</p>
        )
      }
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        { key: 'recipient', title: t('recipient'), render: (r) => r.recipientName ?? '—' },
        { key: 'case', title: t('case'), render: (r) => <CaseOf m={r} /> },
        { key: 'sender', title: t('sender'), render: (r) => r.senderName ?? '—' },
        { key: 'counts', title: t('content'), render: (r) => countText(r) },
        {
          key: 'due',
          title: t('due'),
          render: (r) => (
            <>
              <MaterialDue m={r} /> <Urgent urgent={r.urgent} />
            </>
          ),
        },
      ]}
      bulk={(rows, done) => [
        {
          key: 'list',
          label: t('carry.make'),
          primary: true,
          run: async () => {
            const r = await send.mutateAsync({ body: { tasks: rows.map((x) => ({ id: x.taskId!, revision: x.taskRevision })) } })
            setMade((before) => [...r.lists, ...before])
            tell.done(t('carry.done', { n: r.lists.length }))
            done()
          },
        },
      ]}
    />
  )
}
export default Carry
