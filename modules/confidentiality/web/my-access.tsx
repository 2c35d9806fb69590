import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { myAccess } from '../api.ts'
import { GrantList } from './grants.tsx'

const MyAccess = (): ReactNode => {
  const { t } = useTranslation('access')
  return <GrantList endpoint={myAccess} of="mine" title={t('mine.title')} empty={t('empty.mine')} />
}
export default MyAccess
