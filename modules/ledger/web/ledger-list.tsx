import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { language, problemWords } from '../../../platform/ui/i18n.ts'
import { PersonPicker } from '../../organisations/web/public.tsx'
import { checkpoint, exportEvents, listEvents, proof } from '../api.ts'
import { objectWords } from './object-words.ts'
import { verbWords } from './verb-words.ts'

/** A word of the page's language; what an older version of the product wrote and nobody words any more stays as it was written. */
const say = (words: typeof verbWords, code: string): string => words[code]?.[language() === 'zh' ? 0 : 1] ?? code
const choices = (words: typeof verbWords) => Object.keys(words).map((value) => ({ value, label: say(words, value) }))

const LedgerList = (): ReactNode => {
  const { t } = useTranslation('ledger')
  const may = useMay()
  return (
    <ListPage
      name="ledger"
      title={t('title')}
      endpoint={listEvents}
      rowKey={(r) => r.id}
      filters={[
        { key: 'verb', kind: 'choice', label: t('what'), options: choices(verbWords), width: 220 },
        { key: 'objectType', kind: 'choice', label: t('object'), options: choices(objectWords) },
        {
          key: 'personId',
          kind: 'own',
          label: t('who'),
          width: 200,
          input: (o) => <PersonPicker {...o} placeholder={t('who')} size="small" />,
        },
        { key: 'at', kind: 'dates', label: t('at') },
      ]}
      columns={[
        { key: 'at', title: t('at'), render: (r) => <Moment at={r.at} /> },
        { key: 'who', title: t('who'), render: (r) => r.personName ?? <span className="bw-quiet">{t('system')}</span> },
        {
          key: 'what',
          title: t('what'),
          render: (r) =>
            r.verb === 'access.refused' ? (
              <>
                <StateTag tone="late">{t('refused')}</StateTag> {r.asked ? `${r.asked[language()]}${t('colon')}` : null}
                {r.code ? problemWords(r.code).text : null}
              </>
            ) : (
              say(verbWords, r.verb)
            ),
        },
        {
          key: 'object',
          title: t('object'),
          render: (r) => (
            <>
              {say(objectWords, r.objectType)}{' '}
              {r.objectName ?? (r.objectId === '-' ? null : <span className="bw-figures bw-quiet">{t('no', { n: r.objectId })}</span>)}
              {r.caseNumber && r.objectType !== 'case' ? <span className="bw-quiet"> · {r.caseNumber}</span> : null}
            </>
          ),
        },
        {
          key: 'grant',
          title: t('grant'),
          hidden: true,
          render: (r) => (r.grantId ? <span className="bw-figures">{t('no', { n: r.grantId })}</span> : '—'),
        },
        {
          key: 'proof',
          title: t('proof'),
          render: (r) => (
            <a href={addressOf(proof, { params: { id: r.id } })} download>
              {t('proof')}
            </a>
          ),
        },
      ]}
      acts={[
        { key: 'checkpoint', label: t('checkpoint'), run: () => location.assign(addressOf(checkpoint, {})) },
        { key: 'export', label: t('export'), can: may('ledger.export'), run: () => location.assign(addressOf(exportEvents, {})) },
      ]}
      empty={t('empty')}
    />
  )
}
export default LedgerList
