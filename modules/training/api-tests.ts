import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { byId, decision, paging } from '../organisations/api.ts'
import { trainingPhases, trainingTopics } from '../workforce/rules.ts'
import { halves, questionKinds } from './rules.ts'

const id = z.coerce.number().int().positive()
const ok = z.object({ ok: z.literal(true) })
const year = z.coerce.number().int().min(2000).max(2199)

// Tests -----------------------------------------------------------------------------------------------------------------

const askedQuestion = z.object({
  id: z.number(),
  kind: z.enum(questionKinds),
  wording: z.string(),
  /** In the order of this test; empty for true or false. */
  options: z.array(z.string()),
  /** Places in this order. */
  chosen: z.array(z.number()),
  /** Only when the test is over. */
  answers: z.array(z.number()).nullable(),
  right: z.boolean().nullable(),
  explanation: z.string().nullable(),
})
export const attempt = z.object({
  id: z.number(),
  courseId: z.number(),
  title: z.string(),
  state: z.enum(['running', 'over']),
  startedAt: z.string(),
  endsAt: z.string(),
  msLeft: z.number(),
  questions: z.array(askedQuestion),
  passMark: z.number(),
  commitment: z.string(),
  /** Shown when it is over: with it anybody draws the same questions again. */
  seed: z.string().nullable(),
  right: z.number().nullable(),
  passed: z.boolean().nullable(),
  handedIn: z.boolean(),
  triesLeft: z.number(),
})
export const startTest = endpoint({
  method: 'POST',
  path: '/training/courses/:id/attempts',
  permission: 'signed-in',
  audit: 'training.test.start',
  errors: ['no-test', 'test-needs-attendance', 'no-tries-left', 'already-passed', 'bank-too-small'],
  summary: { zh: '开始测试', en: 'Begin a test, or go on with the one begun' },
  params: byId,
  response: z.object({ id: z.number() }),
})
export const readAttempt = endpoint({
  method: 'GET',
  path: '/training/attempts/:id',
  permission: 'signed-in',
  audit: 'training.test.read',
  errors: [],
  summary: { zh: '测试', en: 'One’s own test: questions, answers, result' },
  params: byId,
  response: attempt,
})
export const saveAnswer = endpoint({
  method: 'PUT',
  path: '/training/attempts/:id/answers',
  permission: 'signed-in',
  audit: 'training.test.answer',
  errors: ['test-over', 'question-not-asked', 'answers-malformed', 'one-answer-only'],
  summary: { zh: '保存答案', en: 'Save one answer as one goes' },
  params: byId,
  body: z.object({ questionId: id, chosen: z.array(z.number().int().min(0).max(7)).max(8) }),
  response: ok,
})
export const handIn = endpoint({
  method: 'POST',
  path: '/training/attempts/:id/hand-in',
  permission: 'signed-in',
  audit: 'training.test.handIn',
  errors: ['test-over'],
  summary: { zh: '交卷', en: 'Hand the test in' },
  params: byId,
  response: z.object({ passed: z.boolean(), right: z.number(), asked: z.number() }),
})

// A person's training -----------------------------------------------------------------------------------------------------

const halfTimes = z.object({ from: z.string(), until: z.string() }).nullable()
export const personTraining = z.object({
  personId: z.number(),
  name: z.string(),
  preJob: z.object({ done: z.number(), needed: z.number(), topicsMissing: z.array(z.enum(trainingTopics)), met: z.boolean() }),
  /** This calendar year; null when the person is not in service. */
  year: z
    .object({
      year: z.number(),
      done: z.number(),
      ofCourt: z.number(),
      needed: z.number(),
      dueOn: z.string(),
      state: z.enum(['met', 'open', 'short']),
    })
    .nullable(),
  coming: z.array(
    z.object({
      sessionId: z.number(),
      courseId: z.number(),
      title: z.string(),
      place: z.string(),
      onDate: z.string(),
      morning: halfTimes,
      afternoon: halfTimes,
      teacher: z.string(),
      /** A half in which one may check in now. */
      open: z.enum(halves).nullable(),
      present: z.array(z.enum(halves)),
    }),
  ),
  courses: z.array(
    z.object({
      courseId: z.number(),
      title: z.string(),
      topic: z.enum(trainingTopics),
      phase: z.enum(trainingPhases),
      organiser: z.enum(['court', 'contractor']),
      year: z.number(),
      attended: z.number(),
      waiting: z.number(),
      counted: z.number(),
      halfDays: z.number(),
      test: z.enum(['none', 'due', 'running', 'passed', 'failed']),
      attemptId: z.number().nullable(),
      triesLeft: z.number(),
      certificate: decision,
    }),
  ),
  certificates: z.array(
    z.object({ id: z.number(), code: z.string(), title: z.string(), halfDays: z.number(), completedOn: z.string(), issuedAt: z.string() }),
  ),
})
export const readMine = endpoint({
  method: 'GET',
  path: '/training/mine',
  permission: 'signed-in',
  audit: 'none',
  errors: ['not-outsourced'],
  summary: { zh: '我的培训', en: 'My training: what is missing, what comes next' },
  response: personTraining,
})
export const readPersonTraining = endpoint({
  method: 'GET',
  path: '/training/people/:id',
  permission: 'training.see',
  audit: 'training.person.read',
  errors: ['not-outsourced'],
  summary: { zh: '人员培训情况', en: 'Training of one person' },
  params: byId,
  response: personTraining,
})

// Certificates ------------------------------------------------------------------------------------------------------------

export const issueCertificate = endpoint({
  method: 'POST',
  path: '/training/certificates',
  permission: 'signed-in',
  audit: 'training.certificate.issue',
  errors: ['nothing-completed', 'not-outsourced'],
  summary: { zh: '出具培训证明', en: 'Issue a certificate for what a person completed of a course' },
  /** `year`: 0 for pre-job courses. Without a person: one's own. */
  body: z.object({ courseId: id, year: z.number().int().min(0).max(2199), personId: id.optional() }),
  response: z.object({ id: z.number(), code: z.string() }),
})
export const printCertificate = endpoint({
  method: 'GET',
  path: '/training/certificates/:id/file',
  permission: 'signed-in',
  audit: 'training.certificate.print',
  errors: ['certificate-withdrawn'],
  summary: { zh: '培训证明 PDF', en: 'A certificate as PDF' },
  params: byId,
  response: z.unknown(),
  bytes: 'file',
})
export const checkCertificate = endpoint({
  method: 'GET',
  path: '/training/certificates/check',
  permission: 'training.check',
  audit: 'training.certificate.check',
  errors: [],
  summary: { zh: '核验培训证明', en: 'Check the code of a certificate' },
  query: z.object({ code: z.string().trim().min(1).max(40) }),
  response: z.object({
    found: z
      .object({
        name: z.string(),
        contractorName: z.string(),
        title: z.string(),
        halfDays: z.number(),
        /** What counts today; less than printed: corrected since. */
        countedNow: z.number(),
        completedOn: z.string(),
        issuedAt: z.string(),
      })
      .nullable(),
  }),
})

// Three days a year ---------------------------------------------------------------------------------------------------------

const shortfall = z.object({
  personId: z.number(),
  name: z.string(),
  staffNo: z.string().nullable(),
  contractorId: z.number(),
  contractorName: z.string(),
  needed: z.number(),
  done: z.number(),
  /** Of these, in courses of the court. */
  ofCourt: z.number(),
  missing: z.number(),
  dueOn: z.string(),
  state: z.enum(['met', 'open', 'short']),
})
const filters = {
  year: year.optional(),
  state: z.enum(['met', 'open', 'short']).optional(),
  contractorId: id.optional(),
  q: z.string().trim().max(100).optional(),
}
export const listShortfalls = endpoint({
  method: 'GET',
  path: '/training/shortfalls',
  permission: 'training.see',
  audit: 'training.shortfalls',
  errors: [],
  summary: { zh: '年度在岗培训', en: 'Three days a year: who has how much' },
  query: z.object({ ...filters, ...paging }),
  response: z.object({ items: z.array(shortfall), next: z.string().nullable(), year: z.number() }),
})
export const exportShortfalls = endpoint({
  method: 'GET',
  path: '/training/shortfalls/export',
  permission: 'training.see',
  audit: 'training.export',
  errors: ['bulk-export-not-permitted'],
  bulk: true,
  summary: { zh: '导出年度在岗培训 XLSX', en: 'Three days a year as XLSX' },
  query: z.object({ ...filters, language: z.enum(['zh', 'en']).default('zh') }),
  response: z.unknown(),
  bytes: 'file',
})
