import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, timeText } from '../../../platform/ui/dates.tsx'
import { useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { checkCertificate } from '../api-tests.ts'
import './training.css'

const CertificateCheck = (): ReactNode => {
  const { t } = useTranslation('training')
  const [search, setSearch] = useSearchText()
  const asked = search.code ?? ''
  const [code, setCode] = useState(asked)
  const { data, error } = useCall(checkCertificate, { query: { code: asked } }, { enabled: asked !== '' })
  useTitle(t('checkTitle'))
  const c = data?.found
  return (
    <section className="tr-phone">
      <h1>{t('checkTitle')}</h1>
      <form
        className="bw-sheet bw-pad tr-big"
        onSubmit={(e) => {
          e.preventDefault()
          setSearch({ code: code.trim() })
        }}
      >
        <p className="bw-lead">{t('checkLead')}</p>
        <p>
          <label htmlFor="tr-certificate">{t('code')}</label>
          <Input
            id="tr-certificate"
            value={code}
            onChange={(e) => setCode(e.target.value)}
            autoComplete="off"
            spellCheck={false}
            maxLength={20}
          />
        </p>
        <Button type="primary" htmlType="submit" disabled={code.trim() === ''}>
          {t('check')}
        </Button>
      </form>
      <div role="status">
        {error ? <Refusal problem={error} /> : null}
        {data && !c ? (
          <div className="bw-sheet bw-pad">
            <p>
              <StateTag tone="late">{t('checkNone')}</StateTag>
            </p>
            <p className="bw-quiet">{t('checkNoneHint')}</p>
          </div>
        ) : null}
        {c ? (
          <div className="bw-sheet bw-pad">
            <p>
              <StateTag tone={c.countedNow >= c.halfDays ? 'done' : c.countedNow > 0 ? 'soon' : 'late'}>
                {c.countedNow >= c.halfDays ? t('checkGood') : c.countedNow > 0 ? t('checkLess', { n: c.countedNow }) : t('checkVoid')}
              </StateTag>
            </p>
            <Facts
              facts={[
                { key: 'name', label: t('name'), value: c.name },
                { key: 'contractor', label: t('contractor'), value: c.contractorName },
                { key: 'title', label: t('course'), value: c.title },
                { key: 'halfDays', label: t('halfDays'), value: t('nHalf', { n: c.halfDays }) },
                { key: 'on', label: t('completedOn'), value: dateText(c.completedOn) },
                { key: 'at', label: t('issuedAt'), value: timeText(c.issuedAt) },
              ]}
            />
          </div>
        ) : null}
      </div>
    </section>
  )
}
export default CertificateCheck
