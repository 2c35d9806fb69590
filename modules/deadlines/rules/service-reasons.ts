import type { Text } from './shape.ts'

/** Why an act of service has no effect, or why a method is not lawful yet. Codes are stable; callers may word them anew. */
export const serviceReasons = {
  'not-signed-yet': { zh: '尚未签收', en: 'Not signed for yet' },
  'receiver-is-opponent': {
    zh: '同住成年家属是对方当事人的，不能代收',
    en: 'A cohabiting relative who is the opposing party cannot receive',
  },
  'receiver-is-minor': { zh: '同住家属未成年，不能代收', en: 'A minor cannot receive for the addressee' },
  'receiver-not-entitled': { zh: '签收人不是依法可以签收的人', en: 'The person who signed is not entitled to receive' },
  'mediation-needs-own-signature': {
    zh: '调解书应由当事人本人（或其指定的代收人）签收',
    en: 'A mediation statement must be signed by the party or the recipient it named',
  },
  'mediation-not-left': { zh: '调解书不适用留置送达', en: 'A mediation statement cannot be left at the door' },
  'no-refusal': { zh: '没有拒收的事实，不能留置', en: 'Nobody refused; the document cannot be left' },
  'no-proof-of-leaving': { zh: '留置须有见证人签名或照相、录像记录', en: 'Leaving needs a witness’s signature or photographs or video' },
  'refusal-not-recorded': { zh: '拒收情况未注明在回证或笔录中', en: 'The refusal was not recorded' },
  'no-consent': { zh: '受送达人未同意电子送达', en: 'The addressee has not consented to electronic service' },
  'not-arrived': { zh: '未到达受送达人特定系统', en: 'It did not reach the addressee’s system' },
  'unconfirmed-address': {
    zh: '未经确认的电子地址，须有回复、诉讼行为或已阅知的证据',
    en: 'At an unconfirmed address a reply, an act in the case or proof of reading is needed',
  },
  'address-not-addressees': {
    zh: '地址由对方提供且未经受送达人确认，退回不视为送达，改用其他方式',
    en: 'The address came from the other side and was never confirmed; a return is no service, use the next method',
  },
  'return-not-addressees-fault': { zh: '退回原因不可归责于受送达人', en: 'The return is not the addressee’s doing' },
  'return-reason-missing': { zh: '退回原因未填写，不能判断是否视为送达', en: 'Without the reason of the return its effect cannot be told' },
  'still-under-way': { zh: '邮件在途，尚无结果', en: 'The mail is still under way' },
  'notice-simple-procedure': {
    zh: '简易程序（含小额诉讼）不适用公告送达，须先由审判人员转为普通程序',
    en: 'No public notice in simple procedure or small claims; a judge must convert the case first',
  },
  'notice-mediation': { zh: '调解书不适用公告送达', en: 'A mediation statement cannot be served by public notice' },
  'notice-not-last-resort': {
    zh: '须受送达人下落不明，或其他方式均无法送达',
    en: 'Only when the whereabouts are unknown or every other method has failed',
  },
  'notice-course-not-recorded': { zh: '公告须在案卷中记明原因和经过', en: 'The reason and course must be recorded in the file' },
  'notice-not-posted': { zh: '尚未张贴或刊登', en: 'Not yet posted or published' },
  'notice-running': { zh: '公告期未满', en: 'The notice is still running' },
  'method-failed': { zh: '该方式已经尝试且未成功', en: 'Already tried without success' },
  'needs-refusal-first': { zh: '须先直接送达并遇拒收', en: 'Needs a refusal at direct service first' },
  'direct-not-difficult': { zh: '须直接送达有困难', en: 'Only when direct service is difficult' },
  'no-address': { zh: '没有可用的地址', en: 'No address to go to' },
  'no-telephone': { zh: '没有可联系的方式', en: 'No way to reach the addressee' },
  'other-court-not-nearer': { zh: '受送达人不在其他法院辖区', en: 'The addressee does not live in another court’s area' },
  'not-forwardable': {
    zh: '受送达人不是军人、被监禁或被采取强制性教育措施的人',
    en: 'Not a soldier, prisoner or person in compulsory education',
  },
  'must-be-forwarded': { zh: '应通过其所在单位转交', en: 'Must be forwarded through the unit or institution' },
  'judge-decides': { zh: '须由审判人员决定', en: 'A judge decides' },
  'court-member-present': {
    zh: '送达回证由审判人员、书记员签名，须有法院人员在场',
    en: 'The return is signed by court staff; one must be present',
  },
  'paper-on-request': {
    zh: '电子送达裁判文书，受送达人要求的应提供纸质文书',
    en: 'When judgments are served electronically, paper must be given on request',
  },
} as const satisfies Record<string, Text>

export type ServiceReason = keyof typeof serviceReasons
