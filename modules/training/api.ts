import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { byId, decision, paging, reason } from '../organisations/api.ts'
import { trainingPhases, trainingTopics } from '../workforce/rules.ts'
import { halves, questionKinds } from './rules.ts'

export const permissions = {
  'training.see': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'teamLead', 'hr'],
  /** The court's offices keep the court's courses, the contractor's hr its own (`mayKeep`). */
  'training.keep': ['trialManagement', 'responsibleDepartment', 'hr'],
  'training.check': [
    'courtLeader',
    'trialManagement',
    'commissioner',
    'responsibleDepartment',
    'filingOfficer',
    'judge',
    'clerk',
    'enforcementOfficer',
    'archivist',
  ],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const line = (max: number) => z.string().trim().min(1).max(max)
const text = (max: number) => z.string().trim().max(max)
const half = z.enum(halves)
const organiser = z.enum(['court', 'contractor'])
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const ok = z.object({ ok: z.literal(true) })

// Courses ---------------------------------------------------------------------------------------------------------------

export const courseItem = z.object({
  id: z.number(),
  title: z.string(),
  topic: z.enum(trainingTopics),
  phase: z.enum(trainingPhases),
  organiser,
  contractorId: z.number().nullable(),
  contractorName: z.string().nullable(),
  halfDays: z.number(),
  hasTest: z.boolean(),
  state: z.enum(['open', 'closed']),
  nextOn: z.string().nullable(),
})
export const listCourses = endpoint({
  method: 'GET',
  path: '/training/courses',
  permission: 'training.see',
  audit: 'none',
  errors: [],
  summary: { zh: '培训课程', en: 'Courses' },
  query: z.object({
    q: text(100).optional(),
    topic: z.enum(trainingTopics).optional(),
    phase: z.enum(trainingPhases).optional(),
    organiser: organiser.optional(),
    state: z.enum(['open', 'closed']).optional(),
    /** Only those the caller keeps. */
    mine: z.enum(['yes']).optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(courseItem), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
const courseFields = {
  title: line(200),
  topic: z.enum(trainingTopics),
  phase: z.enum(trainingPhases),
  halfDays: z.number().int().min(1).max(20),
  description: text(4000).default(''),
  /** 0: no test. */
  questionCount: z.number().int().min(0).max(100).default(0),
  passMark: z.number().int().min(1).max(100).default(80),
  tries: z.number().int().min(1).max(10).default(3),
  minutes: z.number().int().min(1).max(240).default(30),
}
export const createCourse = endpoint({
  method: 'POST',
  path: '/training/courses',
  permission: 'training.keep',
  audit: 'training.course.create',
  errors: ['course-of-the-court', 'course-of-contractor'],
  summary: { zh: '新建课程', en: 'Add a course of the caller’s side' },
  body: z.object(courseFields),
  response: z.object({ id: z.number(), revision: z.number() }),
})
export const readCourse = endpoint({
  method: 'GET',
  path: '/training/courses/:id',
  permission: 'signed-in',
  audit: 'training.course.read',
  errors: [],
  summary: { zh: '课程', en: 'A course with its materials' },
  params: byId,
  response: courseItem.extend({
    description: z.string(),
    questionCount: z.number(),
    passMark: z.number(),
    tries: z.number(),
    minutes: z.number(),
    bank: z.number(),
    attended: z.number(),
    revision: z.number(),
    materials: z.array(z.object({ id: z.number(), name: z.string(), size: z.number(), addedAt: z.string() })),
    can: z.object({ change: decision, frame: decision }),
  }),
})
export const changeCourse = endpoint({
  method: 'PATCH',
  path: '/training/courses/:id',
  permission: 'training.keep',
  audit: 'training.course.change',
  errors: ['course-of-the-court', 'course-of-contractor', 'course-in-use'],
  summary: { zh: '修改课程', en: 'Change a course; what counts only before anybody attended' },
  params: byId,
  ifMatch: true,
  body: z.object({ ...courseFields, state: z.enum(['open', 'closed']) }).partial(),
  response: z.object({ id: z.number(), revision: z.number() }),
})
export const addMaterial = endpoint({
  method: 'POST',
  path: '/training/courses/:id/materials',
  permission: 'training.keep',
  audit: 'training.material.add',
  errors: ['course-of-the-court', 'course-of-contractor', 'file-type-refused', 'empty-file'],
  summary: { zh: '上传课程材料', en: 'Add a file to a course' },
  params: byId,
  bytes: 'upload',
  maxBytes: 50 * 1024 * 1024,
  response: z.object({ id: z.number() }),
})
export const removeMaterial = endpoint({
  method: 'POST',
  path: '/training/materials/:id/remove',
  permission: 'training.keep',
  audit: 'training.material.remove',
  errors: ['course-of-the-court', 'course-of-contractor'],
  summary: { zh: '移除课程材料', en: 'Take a file out of a course' },
  params: byId,
  response: ok,
})
export const readMaterial = endpoint({
  method: 'GET',
  path: '/training/materials/:id',
  permission: 'signed-in',
  audit: 'training.material.read',
  errors: [],
  summary: { zh: '课程材料', en: 'A file of a course' },
  params: byId,
  response: z.unknown(),
  bytes: 'file',
})

const question = z.object({
  kind: z.enum(questionKinds),
  wording: line(1000),
  options: z.array(line(300)).max(8).default([]),
  /** Places of what is right; trueFalse: 0 true, 1 false. */
  answers: z.array(z.number().int().min(0).max(7)).min(1).max(8),
  explanation: text(1000).default(''),
})
export const listQuestions = endpoint({
  method: 'GET',
  path: '/training/courses/:id/questions',
  permission: 'training.keep',
  audit: 'training.question.list',
  errors: ['course-of-the-court', 'course-of-contractor'],
  summary: { zh: '题库', en: 'Question bank of a course, with what is right' },
  params: byId,
  query: z.object(paging),
  response: z.object({ items: z.array(question.extend({ id: z.number() })), next: z.string().nullable() }),
})
export const addQuestions = endpoint({
  method: 'POST',
  path: '/training/courses/:id/questions',
  permission: 'training.keep',
  audit: 'training.question.add',
  errors: ['course-of-the-court', 'course-of-contractor', 'options-malformed', 'answers-malformed', 'one-answer-only'],
  summary: { zh: '增加试题', en: 'Add questions' },
  params: byId,
  body: z.object({ questions: z.array(question).min(1).max(200) }),
  response: z.object({ added: z.number() }),
})
export const retireQuestion = endpoint({
  method: 'POST',
  path: '/training/questions/:id/retire',
  permission: 'training.keep',
  audit: 'training.question.retire',
  errors: ['course-of-the-court', 'course-of-contractor'],
  summary: { zh: '停用试题', en: 'Retire a question' },
  params: byId,
  response: ok,
})

// Sessions --------------------------------------------------------------------------------------------------------------

const halfTimes = z.object({ from: z.string(), until: z.string() }).nullable()
export const sessionItem = z.object({
  id: z.number(),
  courseId: z.number(),
  title: z.string(),
  topic: z.enum(trainingTopics),
  phase: z.enum(trainingPhases),
  organiser,
  contractorName: z.string().nullable(),
  place: z.string(),
  onDate: z.string(),
  morning: halfTimes,
  afternoon: halfTimes,
  teacher: z.string(),
  capacity: z.number(),
  taken: z.number(),
  state: z.enum(['planned', 'running', 'over', 'cancelled']),
})
export const listSessions = endpoint({
  method: 'GET',
  path: '/training/sessions',
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  summary: { zh: '培训场次', en: 'Sessions; without the right to see all, those one teaches' },
  query: z.object({
    when: z.enum(['coming', 'past', 'all']).default('all'),
    topic: z.enum(trainingTopics).optional(),
    phase: z.enum(trainingPhases).optional(),
    organiser: organiser.optional(),
    courseId: id.optional(),
    /** Waits for a second person's confirmation. */
    unconfirmed: z.enum(['yes']).optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(sessionItem), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
const sessionFields = {
  place: line(200),
  onDate: z.iso.date(),
  morning: z.object({ from: clock, until: clock }).nullable().optional(),
  afternoon: z.object({ from: clock, until: clock }).nullable().optional(),
  teacherId: id.nullable().optional(),
  teacherName: text(100).optional(),
  capacity: z.number().int().min(1).max(1000),
}
const sessionErrors = [
  'course-of-the-court',
  'course-of-contractor',
  'no-half-day',
  'times-reversed',
  'session-in-past',
  'teacher-required',
  'teacher-unknown',
  'course-closed',
] as const
export const createSession = endpoint({
  method: 'POST',
  path: '/training/courses/:id/sessions',
  permission: 'training.keep',
  audit: 'training.session.create',
  errors: [...sessionErrors],
  summary: { zh: '安排场次', en: 'Plan a session' },
  params: byId,
  body: z.object(sessionFields),
  response: z.object({ id: z.number(), revision: z.number() }),
})
export const attendanceRow = z.object({
  id: z.number(),
  half,
  way: z.enum(['code', 'signature']),
  at: z.string(),
  markedBy: z.string().nullable(),
  lateReason: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  voidedBy: z.string().nullable(),
  voidReason: z.string().nullable(),
  can: z.object({ confirm: decision, void: decision }),
})
export const readSession = endpoint({
  method: 'GET',
  path: '/training/sessions/:id',
  permission: 'signed-in',
  audit: 'training.session.read',
  errors: [],
  summary: { zh: '场次与签到', en: 'A session with who is expected and who came' },
  params: byId,
  response: sessionItem.extend({
    revision: z.number(),
    teacherId: z.number().nullable(),
    cancelReason: z.string().nullable(),
    people: z.array(
      z.object({
        personId: z.number(),
        name: z.string(),
        staffNo: z.string().nullable(),
        contractorName: z.string(),
        attendance: z.array(attendanceRow),
        can: z.object({ remove: decision }),
      }),
    ),
    can: z.object({ change: decision, cancel: decision, expect: decision, showCode: decision, mark: decision, sheet: decision }),
  }),
})
export const changeSession = endpoint({
  method: 'PATCH',
  path: '/training/sessions/:id',
  permission: 'training.keep',
  audit: 'training.session.change',
  errors: [...sessionErrors, 'session-attended', 'session-cancelled', 'session-full'],
  summary: { zh: '修改场次', en: 'Change a session before anybody attended' },
  params: byId,
  ifMatch: true,
  body: z.object(sessionFields),
  response: z.object({ id: z.number(), revision: z.number() }),
})
export const cancelSession = endpoint({
  method: 'POST',
  path: '/training/sessions/:id/cancel',
  permission: 'training.keep',
  audit: 'training.session.cancel',
  errors: ['course-of-the-court', 'course-of-contractor', 'session-attended', 'session-cancelled'],
  summary: { zh: '取消场次', en: 'Cancel a session' },
  params: byId,
  ifMatch: true,
  body: z.object({ reason }),
  response: z.object({ id: z.number(), revision: z.number() }),
})
export const expectPeople = endpoint({
  method: 'POST',
  path: '/training/sessions/:id/expected',
  permission: 'training.keep',
  audit: 'training.expect',
  errors: ['not-your-session', 'session-full', 'session-over', 'session-cancelled', 'not-your-people', 'nobody-named'],
  summary: { zh: '安排参训人员', en: 'Put people, or all of an engagement, on the list' },
  params: byId,
  body: z.object({ personIds: z.array(id).max(1000).default([]), engagementId: id.nullable().optional() }),
  response: z.object({ added: z.number() }),
})
export const removeExpected = endpoint({
  method: 'POST',
  path: '/training/sessions/:id/expected/remove',
  permission: 'training.keep',
  audit: 'training.expect.remove',
  errors: ['not-your-session', 'not-your-people', 'already-attended'],
  summary: { zh: '移出参训名单', en: 'Take a person off the list' },
  params: byId,
  body: z.object({ personId: id }),
  response: ok,
})

// Attendance ------------------------------------------------------------------------------------------------------------

export const showCode = endpoint({
  method: 'GET',
  path: '/training/sessions/:id/code',
  permission: 'signed-in',
  audit: 'none',
  errors: ['not-your-session', 'session-cancelled', 'attendance-not-begun', 'attendance-over'],
  summary: { zh: '签到码（每 30 秒更换）', en: 'The code on the teacher’s screen; a new one every 30 seconds' },
  params: byId,
  /** Where the page stands: what the QR code leads to. */
  query: z.object({ origin: z.string().regex(/^https?:\/\/[A-Za-z0-9.:[\]-]{1,200}$/) }),
  response: z.object({
    half,
    code: z.string(),
    /** Milliseconds until the next one, by the server's clock. */
    msLeft: z.number(),
    qr: z.object({ size: z.number(), squares: z.string() }),
    present: z.number(),
    expected: z.number(),
  }),
})
export const checkIn = endpoint({
  method: 'POST',
  path: '/training/check-in',
  permission: 'signed-in',
  audit: 'training.check-in',
  errors: [
    'code-wrong',
    'code-expired',
    'not-expected',
    'session-cancelled',
    'attendance-not-begun',
    'attendance-over',
    'already-attended',
  ],
  summary: { zh: '扫码签到', en: 'Check in with the code on the screen' },
  /** Without a session (typed by hand): those where the person is expected today are tried. */
  body: z.object({ sessionId: id.optional(), code: z.string().min(4).max(40) }),
  response: z.object({ sessionId: z.number(), title: z.string(), half, at: z.string(), counted: z.number() }),
})
export const markSigned = endpoint({
  method: 'POST',
  path: '/training/sessions/:id/marks',
  permission: 'signed-in',
  audit: 'training.mark',
  errors: [
    'not-your-session',
    'not-yourself',
    'not-expected',
    'no-such-half',
    'session-cancelled',
    'attendance-not-begun',
    'attendance-too-late',
    'late-needs-reason',
    'already-attended',
  ],
  summary: { zh: '按签到表登记', en: 'Enter who signed the sheet' },
  params: byId,
  body: z.object({ half, personIds: z.array(id).min(1).max(1000), reason: text(500).optional() }),
  response: z.object({ marked: z.number() }),
})
export const confirmSigned = endpoint({
  method: 'POST',
  path: '/training/sessions/:id/confirm',
  permission: 'signed-in',
  audit: 'training.confirm',
  errors: ['not-your-session', 'not-yourself', 'second-hand-required', 'nothing-to-confirm'],
  summary: { zh: '复核签到表', en: 'A second person confirms the sheet' },
  params: byId,
  body: z.object({ attendanceIds: z.array(id).min(1).max(2000) }),
  response: z.object({ confirmed: z.number() }),
})
export const voidAttendance = endpoint({
  method: 'POST',
  path: '/training/attendance/:id/void',
  permission: 'signed-in',
  audit: 'training.void',
  errors: ['not-your-session', 'not-yourself', 'already-void'],
  summary: { zh: '更正：撤销签到', en: 'Correction: take an attendance back' },
  params: byId,
  body: z.object({ reason }),
  response: ok,
})
const language = z.enum(['zh', 'en']).default('zh')
export const signSheet = endpoint({
  method: 'GET',
  path: '/training/sessions/:id/sheet',
  permission: 'signed-in',
  audit: 'training.sheet',
  errors: ['not-your-session'],
  summary: { zh: '签到表 PDF', en: 'Sign-in sheet as PDF' },
  params: byId,
  response: z.unknown(),
  bytes: 'file',
})
export const exportAttendance = endpoint({
  method: 'GET',
  path: '/training/attendance/export',
  permission: 'training.see',
  audit: 'training.export',
  errors: ['bad-period', 'bulk-export-not-permitted'],
  bulk: true,
  summary: { zh: '导出签到记录 XLSX', en: 'Attendance as XLSX' },
  query: z.object({ from: z.iso.date(), until: z.iso.date(), language }),
  response: z.unknown(),
  bytes: 'file',
})
