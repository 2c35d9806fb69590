import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listText } from '../../../platform/ui/i18n.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { changePerson, personLeaves, readPerson } from '../api.ts'
import { PersonPosts } from './person-posts.tsx'
import { idCodes } from './person-new.tsx'
import { roleText } from './public.tsx'

const PersonRecord = (): ReactNode => {
  const { t } = useTranslation('organisations')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const may = useMay()
  const [open, setOpen] = useState<'change' | 'leave' | null>(null)
  const { data, error, refetch } = useCall(readPerson, { params: { id } })
  const change = useAct(changePerson)
  const leave = useAct(personLeaves)
  const revision = data?.revision ?? 0
  return (
    <>
      <RecordPage
        kind={{ label: t('people.title'), to: '/people' }}
        title={data?.name}
        error={error}
        retry={() => void refetch()}
        state={
          data?.leftOn ? (
            <StateTag tone="closed">{`${t('people.left')} ${dateText(data.leftOn)}`}</StateTag>
          ) : (
            <StateTag tone="active">{data ? t(`side.${data.side}`) : ''}</StateTag>
          )
        }
        acts={[
          {
            key: 'gate',
            label: t('people.toGate'),
            can: data?.side === 'contractor' && may('workforce.see'),
            run: () => go(`/workforce/${id}`),
          },
          { key: 'change', label: t('people.change'), can: data?.can.change, run: () => setOpen('change') },
          {
            key: 'account',
            label: t('people.account'),
            can: data?.login ? false : data?.can.createAccount,
            run: () => go(`/accounts/new?personId=${id}`),
          },
          { key: 'leave', label: t('people.leave'), can: data?.can.leave, run: () => setOpen('leave') },
        ]}
        facts={
          data
            ? [
                { key: 'organisation', label: t('people.organisation'), value: data.organisation },
                { key: 'roles', label: t('people.roles'), value: listText(data.roles.map(roleText)) },
                { key: 'staffNo', label: t('people.staffNo'), value: data.staffNo },
                { key: 'login', label: t('people.login'), value: data.login },
                { key: 'phone', label: t('people.phone'), value: data.phone },
                { key: 'idNo', label: t('people.idNo'), value: data.idNoMasked },
              ]
            : []
        }
      >
        {data ? <PersonPosts person={data} /> : null}
      </RecordPage>
      {data ? (
        <>
          <FormDrawer
            title={t('people.change')}
            open={open === 'change'}
            close={() => setOpen(null)}
            fields={[
              { name: 'name', kind: 'text', label: t('people.name'), required: true, max: 100 },
              { name: 'staffNo', kind: 'text', label: t('people.staffNo'), max: 40, keepNull: true },
              { name: 'phone', kind: 'text', label: t('people.phone'), max: 20, keepNull: true, figures: true },
              {
                name: 'idNo',
                kind: 'text',
                label: t('people.idNo'),
                hint: t('people.idNoHint'),
                placeholder: data.idNoMasked ?? '',
                max: 30,
                figures: true,
              },
            ]}
            initial={{ name: data.name, staffNo: data.staffNo, phone: data.phone }}
            codes={idCodes}
            submit={async (v) => {
              await change.mutateAsync({ params: { id }, revision, body: v as z.input<typeof changePerson.body & z.ZodType> })
              tell.done(t('saved'))
            }}
          />
          <FormDrawer
            title={t('people.leave')}
            lead={t('people.leaveLead')}
            open={open === 'leave'}
            close={() => setOpen(null)}
            fields={[
              { name: 'onDate', kind: 'date', label: t('people.onDate'), hint: t('people.onDateHint') },
              { name: 'reason', kind: 'longtext', label: t('people.reason'), required: true, max: 500 },
            ]}
            codes={{ 'leave-in-past': 'onDate' }}
            submitLabel={t('people.leave')}
            submit={async (v) => {
              await leave.mutateAsync({ params: { id }, revision, body: v as { reason: string; onDate?: string } })
              tell.done(t('people.gone'))
            }}
          />
        </>
      ) : null}
    </>
  )
}
export default PersonRecord
