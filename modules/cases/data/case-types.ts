/**
 * 类型代字: seed data, edited in the database. `area` decides what is in scope: clause 4.2 covers civil, commercial and
 * enforcement work only, so criminal, administrative and discipline cases are known but off by default.
 */
export type CaseArea = 'civil' | 'enforcement' | 'preservation' | 'mediation' | 'bankruptcy' | 'criminal' | 'administrative' | 'other'
export interface CaseType {
  code: string
  zh: string
  en: string
  area: CaseArea
  inScope: boolean
}

const of =
  (area: CaseArea, inScope = true) =>
  ([code, zh, en]: readonly [string, string, string]): CaseType => ({ code, zh, en, area, inScope })

export const caseTypes: readonly CaseType[] = [
  ...(
    [
      ['民初', '民事一审', 'Civil, first instance'],
      ['民终', '民事二审', 'Civil, second instance'],
      ['民申', '民事申请再审', 'Civil, application for retrial'],
      ['民监', '民事依职权再审审查', 'Civil, retrial review ex officio'],
      ['民再', '民事再审', 'Civil, retrial'],
      ['民撤', '第三人撤销之诉', 'Third-party revocation'],
      ['民特', '民事特别程序', 'Civil, special procedure'],
      ['民督', '督促程序', 'Payment order'],
      ['民催', '公示催告', 'Public summons for exhortation'],
      ['民辖', '民事管辖', 'Civil, jurisdiction'],
      ['民辖终', '民事管辖上诉', 'Civil, jurisdiction appeal'],
    ] as const
  ).map(of('civil')),
  ...(
    [
      ['财保', '财产保全', 'Preservation of property'],
      ['行保', '行为保全', 'Preservation of conduct'],
      ['证保', '证据保全', 'Preservation of evidence'],
    ] as const
  ).map(of('preservation')),
  ...(
    [
      ['执', '首次执行', 'Enforcement'],
      ['执恢', '恢复执行', 'Enforcement, resumed'],
      ['执保', '保全执行', 'Enforcement of preservation'],
      ['执异', '执行异议', 'Objection to enforcement'],
      ['执复', '执行复议', 'Reconsideration of enforcement'],
      ['执监', '执行监督', 'Supervision of enforcement'],
      ['执协', '执行协调', 'Coordination of enforcement'],
    ] as const
  ).map(of('enforcement')),
  ...(
    [
      ['诉前调', '诉前调解', 'Pre-filing mediation'],
      ['民诉前调', '民事诉前调解', 'Civil pre-filing mediation'],
    ] as const
  ).map(of('mediation')),
  ...(
    [
      ['破申', '破产申请审查', 'Bankruptcy petition'],
      ['破', '破产', 'Bankruptcy'],
      ['强清', '强制清算', 'Compulsory liquidation'],
    ] as const
  ).map(of('bankruptcy')),
  ...([['刑初', '刑事一审', 'Criminal, first instance']] as const).map(of('criminal', false)),
  ...(
    [
      ['行初', '行政一审', 'Administrative, first instance'],
      ['行审', '非诉行政行为申请执行审查', 'Review of administrative enforcement'],
    ] as const
  ).map(of('administrative', false)),
  ...([['司惩', '司法制裁', 'Judicial sanctions']] as const).map(of('other', false)),
]
