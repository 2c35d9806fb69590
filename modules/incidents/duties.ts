import type { DutyDeclaration } from '../duties/rules/declaration.ts'

export const ACKNOWLEDGE = 'incidents.acknowledge'
export const TELL = 'incidents.tell'
export const CONTRACTOR_ACKNOWLEDGE = 'incidents.contractor-acknowledge'
export const DRILL = 'incidents.drill'

/** remedy at once, tell the other side; 7.3.2.6: plan and drills. Hours run through day and night. */
export const duties: readonly DutyDeclaration[] = [
  {
    key: ACKNOWLEDGE,
    words: {
      zh: { name: '接收泄密事件报告', text: '泄密事件报告后4小时内由法院在系统中签收并开始处置。' },
      en: {
        name: 'Take up a leak incident',
        text: 'The court acknowledges a reported incident here within 4 hours and begins to handle it.',
      },
    },
    clauses: ['7.3.2.6', 'A-21'],
    subject: 'incident',
    debtor: 'court',
    roles: ['commissioner', 'trialManagement'],
    when: { on: 'incidentReported' },
    due: { hours: 4 },
    remind: [{ hours: 2 }],
    evidence: { objects: ['incident'] },
    onMiss: 'none',
  },
  {
    key: TELL,
    words: {
      zh: { name: '将泄密事件通知服务商', text: '涉及服务商的泄密事件，24小时内通知服务商一方。' },
      en: { name: 'Tell the contractor of a leak incident', text: 'An incident that concerns a contractor is told to it within 24 hours.' },
    },
    clauses: ['A-21'],
    subject: 'incident',
    debtor: 'court',
    roles: ['commissioner', 'trialManagement'],
    when: { on: 'contractorConcerned' },
    due: { hours: 24 },
    remind: [{ hours: 6 }],
    evidence: { objects: ['incident'] },
    onMiss: 'none',
  },
  {
    key: CONTRACTOR_ACKNOWLEDGE,
    words: {
      zh: { name: '签收泄密事件通知', text: '服务商收到泄密事件通知后24小时内签收，并立即采取补救措施。' },
      en: {
        name: 'Acknowledge the notice of a leak incident',
        text: 'The contractor acknowledges the notice within 24 hours and remedies at once.',
      },
    },
    clauses: ['A-21'],
    subject: 'incident',
    debtor: 'contractor',
    roles: ['projectManager'],
    when: { on: 'contractorTold' },
    due: { hours: 24 },
    remind: [{ hours: 6 }],
    evidence: { objects: ['incident'] },
    onMiss: 'none',
  },
  {
    key: DRILL,
    words: {
      zh: { name: '泄密应急演练', text: '每年至少组织一次泄密应急演练，记录场景、人员、结果和改进。' },
      en: { name: 'Leak drill', text: 'At least one drill a year, with scenario, participants, result and improvements on record.' },
    },
    clauses: ['7.3.2.6'],
    subject: 'engagement',
    debtor: 'contractor',
    roles: ['projectManager'],
    when: { every: 'year', partial: 'skip' },
    due: { day: 'last' },
    opens: { days: 90 },
    remind: [{ days: 60 }, { days: 30 }, { days: 7 }],
    evidence: { objects: ['drill'] },
    onMiss: 'none',
  },
]
