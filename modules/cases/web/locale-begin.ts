import type { Words } from '../../../platform/ui/i18n.ts'

/** What follows an import: it registers cases, and somebody of the court has to hand work over. */
export const beginZh: Words = {
  begin: {
    title: '下一步：交办工作',
    lead: '导入只登记案件，不会产生任务。由法院人员对某一案件交办下列一项后，任务即进入操作员的“可以领取”，案件只对领取人开放。',
    by: '由{{who}}办理。',
    after: '先看看刚导入的案件：',
    cases: '案件列表',
  },
}
export const beginEn: Words = {
  begin: {
    title: 'Next: hand work over',
    lead: 'An import registers cases; it opens no task. Once somebody of the court hands one of these over for a case, its task stands under “To claim” of the operators, and the case opens to whoever claims it.',
    by: 'Done by: {{who}}.',
    after: 'Look at the imported cases first:',
    cases: 'Cases',
  },
}
