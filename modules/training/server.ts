import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import { onPersonChanged } from '../organisations/public.ts'
import { onGateChanged } from '../workforce/public.ts'
import * as api from './api.ts'
import * as apiTests from './api-tests.ts'
import { settleAnnual, settleAnnualOfAll } from './commands/annual.ts'
import * as attendance from './commands/attendance.ts'
import * as certificates from './commands/certificates.ts'
import * as courses from './commands/courses.ts'
import * as people from './commands/people.ts'
import * as sessions from './commands/sessions.ts'
import * as shortfalls from './commands/shortfalls.ts'
import * as tests from './commands/tests.ts'
import { duties } from './duties.ts'

declareDuties(duties)
onPersonChanged(async (ctx, e) => {
  if (e.side === 'contractor') await settleAnnual(ctx, e.personId)
})
onGateChanged((ctx, e) => settleAnnual(ctx, e.personId))

export const training: ModuleServer = {
  name: 'training',
  dependsOn: ['organisations', 'workforce', 'worklist', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listCourses, courses.listCourses),
    bind(api.createCourse, courses.createCourse),
    bind(api.readCourse, courses.readCourse),
    bind(api.changeCourse, courses.changeCourse),
    bind(api.addMaterial, courses.addMaterial),
    bind(api.removeMaterial, courses.removeMaterial),
    bind(api.readMaterial, courses.readMaterial),
    bind(api.listQuestions, courses.listQuestions),
    bind(api.addQuestions, courses.addQuestions),
    bind(api.retireQuestion, courses.retireQuestion),
    bind(api.listSessions, sessions.listSessions),
    bind(api.createSession, sessions.createSession),
    bind(api.readSession, sessions.readSession),
    bind(api.changeSession, sessions.changeSession),
    bind(api.cancelSession, sessions.cancelSession),
    bind(api.expectPeople, sessions.expectPeople),
    bind(api.removeExpected, sessions.removeExpected),
    bind(api.showCode, attendance.showCode),
    bind(api.checkIn, attendance.checkIn),
    bind(api.markSigned, attendance.markSigned),
    bind(api.confirmSigned, attendance.confirmSigned),
    bind(api.voidAttendance, attendance.voidAttendance),
    bind(api.signSheet, certificates.signSheet),
    bind(api.exportAttendance, shortfalls.exportAttendance),
    bind(apiTests.startTest, tests.startTest),
    bind(apiTests.readAttempt, tests.readAttempt),
    bind(apiTests.saveAnswer, tests.saveAnswer),
    bind(apiTests.handIn, tests.handIn),
    bind(apiTests.readMine, people.readMine),
    bind(apiTests.readPersonTraining, people.readPersonTraining),
    bind(apiTests.issueCertificate, certificates.issueCertificate),
    bind(apiTests.printCertificate, certificates.printCertificate),
    bind(apiTests.checkCertificate, certificates.checkCertificate),
    bind(apiTests.listShortfalls, shortfalls.listShortfalls),
    bind(apiTests.exportShortfalls, shortfalls.exportShortfalls),
  ],
  // A test nobody hands in is counted at its end; people who never look again are counted too.
  jobs: [
    { name: 'training.close-tests', cron: '*/5 * * * *', run: tests.closeOverdue },
    { name: 'training.annual', cron: '35 0 * * *', run: settleAnnualOfAll },
  ],
}
