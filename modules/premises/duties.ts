import type { DutyDeclaration } from '../duties/rules/declaration.ts'
import { type Cadence, cadences, type Owner } from './rules.ts'

/** One declaration for each cadence and side: whose equipment it is says who keeps it in order. */
export const maintainKey = (side: Owner, every: Cadence): string => `premises.${side === 'court' ? 'court-' : ''}maintain-${every}`
const names: Readonly<Record<Cadence, readonly [string, string]>> = {
  month: ['每月', 'monthly'],
  quarter: ['每季度', 'quarterly'],
  'half-year': ['每半年', 'half-yearly'],
  year: ['每年', 'yearly'],
}
const one = (side: Owner, every: Cadence): DutyDeclaration => ({
  key: maintainKey(side, every),
  words: {
    zh: {
      name: `${side === 'court' ? '法院' : '服务商'}设备维护（${names[every][0]}）`,
      text: `按维护计划${names[every][0]}维护设备一次，维护记录即为履行。`,
    },
    en: {
      name: `Maintenance of equipment by the ${side} (${names[every][1]})`,
      text: `Maintain the equipment ${names[every][1]} by its plan; the record of maintenance is the fulfilment.`,
    },
  },
  clauses: side === 'court' ? ['A-10.4'] : ['7.1.4'],
  subject: 'maintenance-plan',
  debtor: side,
  roles: side === 'court' ? ['responsibleDepartment', 'trialManagement'] : ['projectManager', 'teamLead'],
  when: { every },
  due: { day: 'last', roll: 'back', at: '17:00' },
  opens: { days: every === 'month' ? 10 : 30 },
  remind: [{ workdays: 5 }, { workdays: 1 }],
  evidence: { objects: ['maintenance'] },
  onMiss: 'none',
})
export const duties: readonly DutyDeclaration[] = (['court', 'contractor'] as const).flatMap((side) => cadences.map((c) => one(side, c)))
