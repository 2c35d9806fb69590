import { parseDue } from '../rules/due.ts'
import { forms } from '../rules/forms.ts'

type Pair = readonly [zh: string, en: string]
type Language = 'zh' | 'en'
/** Words of what `bw:` attributes hold, for the comparison of two versions: nobody at a court reads codes. */
const words: Readonly<Record<string, Readonly<Record<string, Pair>>>> = {
  nature: { procedural: ['程序保障', 'Procedural'], judgement: ['专业判断', 'Professional judgement'] },
  performer: { court: ['法院', 'Court'], outsourced: ['外包', 'Outsourced'] },
  role: {
    operator: ['操作员', 'Operator'],
    teamLead: ['组长', 'Team lead'],
    projectManager: ['项目经理', 'Project manager'],
    filingOfficer: ['立案人员', 'Filing officer'],
    judge: ['法官', 'Judge'],
    clerk: ['书记员', 'Clerk'],
    enforcementOfficer: ['执行员', 'Enforcement officer'],
    archivist: ['档案人员', 'Archivist'],
    supervisor: ['监管人员', 'Supervisor'],
    division: ['审判庭', 'Division'],
  },
  stage: {
    filing: ['立案', 'Filing'],
    scan: ['扫描', 'Scanning'],
    catalogue: ['编目', 'Cataloguing'],
    return: ['原件归还', 'Return of originals'],
    service: ['送达', 'Service'],
    materials: ['材料收转', 'Materials'],
    hotline: ['12368 热线', '12368 hotline'],
  },
  categories: {
    complaint: ['起诉材料', 'complaint'],
    evidence: ['证据', 'evidence'],
    identity: ['身份材料', 'identity papers'],
    filingNotice: ['立案通知', 'filing notices'],
    transcript: ['笔录', 'transcripts'],
    secondaryVolume: ['副卷', 'secondary volume'],
    issuedDocument: ['已签发文书', 'issued documents'],
    serviceReceipt: ['送达回证', 'receipts of service'],
    material: ['收转的材料', 'materials received'],
    hotlineTicket: ['热线工单', 'hotline tickets'],
  },
  fields: {
    C1: ['C1 当事人身份与联系方式', 'C1 parties'],
    C2: ['C2 案件材料与证据', 'C2 materials'],
    C3: ['C3 流程信息', 'C3 process data'],
    C4: ['C4 未公开文书与副卷', 'C4 unissued papers'],
    C5: ['C5 查控结果', 'C5 asset search'],
  },
  actions: {
    read: ['查看', 'read'],
    write: ['录入', 'write'],
    edit: ['修改', 'edit'],
    upload: ['上传', 'upload'],
    arrange: ['整理', 'arrange'],
    check: ['复核', 'check'],
    catalogue: ['编目', 'catalogue'],
    count: ['清点', 'count'],
    decide: ['决定', 'decide'],
    sign: ['签名', 'sign'],
    draft: ['起草', 'draft'],
    handOver: ['交接', 'hand over'],
    print: ['打印', 'print'],
  },
  service: {
    'filing-entry': ['立案录入', 'Filing entry'],
    'scan-catalogue': ['编目扫描', 'Scanning and cataloguing'],
    'service-of-process': ['文书送达与跟进', 'Service of process'],
    materials: ['材料收转', 'Receiving and forwarding of materials'],
    hotline: ['12368 诉讼服务热线', '12368 litigation service hotline'],
  },
  announce: {
    caseFiled: ['已立案', 'Case filed'],
    clockResumed: ['恢复计时', 'Clock resumed'],
    clockStopped: ['停止计时', 'Clock stopped'],
    dossierMounted: ['已挂接', 'Dossier mounted'],
    feeSettled: ['费用已结', 'Fee settled'],
    filingClockRestarted: ['立案期限重新起算', 'Filing period restarted'],
    serviceEffective: ['送达生效', 'Service effective'],
    wrongCaseFound: ['发现错卷', 'Papers of another case found'],
    materialSigned: ['材料已签收', 'Material signed for'],
    ticketRouted: ['工单已转出', 'Ticket sent'],
    ticketAnswered: ['工单已答复', 'Ticket replied to'],
    materialUnmatched: ['撤销匹配', 'Match taken back'],
    materialHandedOut: ['材料已发出', 'Material sent'],
  },
  moment: {
    handedOverAt: ['移交', 'the hand-over'],
    resubmittedAt: ['补正后再次移交', 'the hand-over after completion'],
    receivedAt: ['收到材料', 'the receipt'],
    addressProvidedAt: ['补充地址', 'the address being provided'],
    publishedAt: ['公告发布', 'publication'],
    noticedAt: ['发出通知', 'the notice'],
    mountDueAt: ['挂接期限', 'the day for mounting'],
    noticeUntil: ['公告期满', 'the end of the notice'],
    dueAt: ['送交期限', 'the time for delivery'],
    ticketDueAt: ['工单期限', 'the time of the ticket'],
  },
  question: {
    afterNotice: ['补正结果', 'After the notice'],
    approval: ['审批', 'Approval'],
    check: ['校核', 'Check'],
    decision: ['决定', 'Decision'],
    feeDecision: ['费用处理', 'Fee'],
    intake: ['初审', 'First examination'],
    method: ['送达方式', 'Method'],
    receipt: ['清点', 'Count'],
    selfCheck: ['自检', 'Self-check'],
    validity: ['效力', 'Validity'],
    volume: ['正副卷', 'Volume'],
    volumes: ['正副卷', 'Volumes'],
    direction: ['收发', 'Direction'],
    carry: ['分送', 'Carrying'],
    pace: ['缓急', 'Pace'],
    sign: ['签收', 'Signature'],
    desk: ['清点', 'Desk count'],
    answer: ['来电处理', 'The call'],
    route: ['转给谁', 'Whose it is'],
    reply: ['答复', 'Reply'],
    callBack: ['回访', 'Call back'],
  },
  answer: {
    returned: ['退回', 'returned'],
    insists: ['坚持起诉', 'insists'],
    approved: ['同意', 'approved'],
    rejected: ['不同意', 'rejected'],
    pass: ['通过', 'pass'],
    rescan: ['重扫', 'rescan'],
    missingPages: ['缺页', 'pages missing'],
    wrongCase: ['错卷', 'wrong case'],
    return: ['退回', 'return'],
    accept: ['受理', 'accept'],
    supplement: ['补正', 'supplement'],
    refuse: ['不予受理', 'refuse'],
    wait: ['继续等待', 'wait'],
    relief: ['缓减免', 'relief'],
    withdrawn: ['按撤诉处理', 'treated as withdrawn'],
    electronic: ['电子', 'electronic'],
    pickup: ['到院领取', 'collection at court'],
    direct: ['直接', 'direct'],
    mail: ['邮寄', 'mail'],
    commission: ['委托', 'commission'],
    transfer: ['转交', 'transfer'],
    leave: ['留置', 'leaving'],
    publicNotice: ['公告', 'public notice'],
    presumed: ['推定', 'presumed'],
    awaitAddress: ['等待地址', 'await address'],
    matched: ['相符', 'matched'],
    mismatch: ['不符', 'mismatch'],
    redo: ['返工', 'redo'],
    effective: ['有效', 'effective'],
    notEffective: ['无效', 'not effective'],
    settled: ['已认定', 'settled'],
    recatalogue: ['重新编目', 'catalogue again'],
    clear: ['明确', 'clear'],
    doubtful: ['存疑', 'doubtful'],
    in: ['收入', 'in'],
    out: ['发出', 'out'],
    listed: ['已列入交接清单', 'listed'],
    urgent: ['急件', 'urgent'],
    ordinary: ['一般', 'ordinary'],
    signed: ['已签收', 'signed'],
    refused: ['拒收', 'refused'],
    differs: ['不符', 'differs'],
    done: ['当场答复', 'answered at once'],
    ticket: ['转工单', 'ticket'],
    judge: ['法官', 'judge'],
    clerk: ['书记员', 'clerk'],
    filingOfficer: ['立案庭', 'filing desk'],
    answered: ['已答复', 'answered'],
    reroute: ['改派', 'elsewhere'],
    closed: ['办结', 'closed'],
    reopen: ['重办', 'again'],
  },
}
const units: Readonly<Record<string, Pair>> = {
  workday: ['个工作日', 'working days'],
  day: ['日', 'days'],
  month: ['个月', 'months'],
  hour: ['个工作小时', 'working hours'],
  minute: ['分钟', 'minutes'],
}
const lists = new Set(['categories', 'fields', 'actions'])

const pick = (pair: Pair, lng: Language): string => pair[lng === 'zh' ? 0 : 1]
const word = (kind: string, key: string, lng: Language): string => {
  const pair = words[kind]?.[key]
  return pair ? pick(pair, lng) : key
}

const dueText = (text: string, lng: Language, step: (id: string) => string | null): string => {
  const rule = parseDue(text)
  if (!rule) return text
  const moment = (name: string): string => (words.moment?.[name] ? word('moment', name, lng) : (step(name) ?? name))
  const zh = lng === 'zh'
  const length = zh ? `${rule.amount} ${pick(units[rule.unit]!, lng)}` : `${rule.amount} ${pick(units[rule.unit]!, lng)}`
  const from = rule.from
    .map((names) => names.map((n) => (zh ? `“${moment(n)}”` : moment(n))).join(zh ? '与' : ' and '))
    .join(zh ? '，否则自' : ', else from ')
  const until = rule.until ? (zh ? `；已知“${moment(rule.until)}”时以其为准` : `; once known, ${moment(rule.until)} instead`) : ''
  return (zh ? `${from ? `自${from}起` : '自环节开始起'} ${length}` : `${length} from ${from || 'the opening of the step'}`) + until
}
const outcomeText = (text: string, lng: Language): string => {
  const [question, answers] = text.split('=')
  if (!question || !answers) return text
  return `${word('question', question, lng)}${lng === 'zh' ? '：' : ': '}${answers
    .split('|')
    .map((a) => word('answer', a, lng))
    .join(lng === 'zh' ? '、' : ', ')}`
}
const conditionText = (text: string, lng: Language): string =>
  text
    .replace(
      /([A-Za-z_]\w*)\s*(!?=)\s*"([^"]*)"/g,
      (_, q: string, op: string, a: string) =>
        `${word('question', q, lng)} ${op === '=' ? (lng === 'zh' ? '为' : 'is') : lng === 'zh' ? '不为' : 'is not'} ${lng === 'zh' ? `“${word('answer', a, lng)}”` : `“${word('answer', a, lng)}”`}`,
    )
    .replace(/\bor\b/g, lng === 'zh' ? '或' : 'or')
    .replace(/\band\b/g, lng === 'zh' ? '且' : 'and')

/** What an attribute of a process file says, in words; what nobody has worded stays as it is written. `step`: the name of an element. */
export const valueText = (key: string, value: string, lng: Language, step: (id: string) => string | null): string => {
  if (value === '') return ''
  if (lists.has(key))
    return value
      .split(' ')
      .map((v) => word(key, v, lng))
      .join(lng === 'zh' ? '、' : ', ')
  if (key === 'due') return dueText(value, lng, step)
  if (key === 'form') return forms[value] ? (lng === 'zh' ? forms[value].titleZh : forms[value].titleEn) : value
  if (key === 'outcome') return outcomeText(value, lng)
  if (key === 'condition') return conditionText(value, lng)
  if (key === 'feeds') return lng === 'zh' ? `指标 ${value}` : `Indicator ${value}`
  if (['sourceRef', 'targetRef', 'default', 'attachedToRef'].includes(key)) return step(value) ?? value
  if (value === 'true' || value === 'false') return lng === 'zh' ? (value === 'true' ? '是' : '否') : value === 'true' ? 'yes' : 'no'
  return word(key, value, lng)
}
