/** What a document says, as data for notices.typ. */
export interface DocumentText {
  title: string
  court: string
  number: string | null
  to: string | null
  paragraphs: string[]
  rows: [string, string][]
  sign: string | null
  date: string
}
export interface DocumentFacts {
  court: string
  number: string | null
  date: string
  claimants: string[]
  opponents: string[]
  cause: string | null
  fee: string | null
  evidenceDays: number
  receivedOn: string
  items: { what: string; article: string }[]
  materials: { name: string; copies: number; pages: number; original: boolean }[]
  article: string
  reason: string
  officer: string
}
export type DocumentKind = 'acceptance' | 'feeNotice' | 'evidenceNotice' | 'addressForm' | 'supplementNotice' | 'refusalRuling' | 'receipt'

const zhDate = (iso: string): string => {
  const [y, m, d] = iso.split('-').map(Number)
  return `${y}年${m}月${d}日`
}
const names = (list: readonly string[]): string => list.join('、') || '——'
const signed = '受送达人（签名、盖章）：＿＿＿＿＿＿＿＿　　　　年　　月　　日'

/** The wording of each document the filing desk gives out; the seal is put on by the court (4.1). */
export const wordingOf = (kind: DocumentKind, f: DocumentFacts): DocumentText => {
  const about = `${names(f.claimants)}与${names(f.opponents)}${f.cause ?? ''}一案`
  const base = { court: f.court, number: f.number, to: names(f.claimants), rows: [] as [string, string][], sign: signed, date: zhDate(f.date) }
  switch (kind) {
    case 'receipt':
      return {
        ...base, title: '起诉材料收据', number: null,
        paragraphs: [`本院于${zhDate(f.receivedOn)}收到你提交的起诉材料，共${f.materials.length}项（《最高人民法院关于人民法院登记立案若干问题的规定》第二条）。清单如下：`],
        rows: f.materials.map((m) => [m.name, `${m.copies}份，每份${m.pages}页${m.original ? '，原件' : ''}`]), sign: `收件人：${f.officer}`,
      }
    case 'acceptance':
      return {
        ...base, title: '受理案件通知书',
        paragraphs: [
          `你提交的${about}的起诉材料已收到。经审查，起诉符合法定受理条件，本院决定立案。依照《中华人民共和国民事诉讼法》第一百二十六条的规定，将有关事项通知如下：`,
          '一、在诉讼过程中，当事人必须依法行使诉讼权利，有权行使民事诉讼法第五十二条、第五十三条、第五十四条等规定的诉讼权利，同时也必须遵守诉讼秩序，履行诉讼义务。',
          '二、如需委托代理人代为诉讼，应当向本院提交由委托人签名或者盖章的授权委托书，授权委托书须记明委托事项和权限。',
          '三、请如实填写并及时交回送达地址确认书；地址变更的，应当及时书面告知本院。',
        ],
      }
    case 'feeNotice':
      return {
        ...base, title: '交纳诉讼费用通知书',
        paragraphs: [
          `${about}，本院已立案。依照《诉讼费用交纳办法》第二十二条的规定，请你自接到本通知次日起七日内，预交案件受理费人民币 ${f.fee ?? '0.00'} 元。`,
          '申请缓交、减交、免交诉讼费用的，应当在上述期限内提出书面申请并提交证明材料。',
          '逾期不预交，又未申请缓交、减交、免交，或者申请未获批准而仍不预交的，按撤诉处理。',
        ],
        rows: [['案号', f.number ?? ''], ['应交金额（元）', f.fee ?? '0.00']],
      }
    case 'evidenceNotice':
      return {
        ...base, title: '举证通知书',
        paragraphs: [
          `根据《中华人民共和国民事诉讼法》和《最高人民法院关于民事诉讼证据的若干规定》，就${about}的举证事项通知如下：`,
          '一、当事人对自己提出的诉讼请求所依据的事实或者反驳对方诉讼请求所依据的事实，应当提供证据加以证明。没有证据或者证据不足以证明其事实主张的，由负有举证责任的当事人承担不利后果。',
          `二、你应当自收到本通知次日起${f.evidenceDays}日内向本院提交证据。确有困难的，可以在举证期限届满前申请延长，是否准许由本院决定。`,
          '三、提交证据应当提供原件或者原物；提交复制件的，应当与原件核对无异，并对证据逐一分类编号，说明证据来源、证明对象和内容。',
          '四、因客观原因不能自行收集的证据，可以在举证期限届满前书面申请本院调查收集。',
        ],
      }
    case 'addressForm':
      return {
        ...base, title: '送达地址确认书',
        paragraphs: ['告知：提供的送达地址不准确、送达地址变更未及时告知、拒不签收，导致诉讼文书未能被实际接收的，文书退回之日视为送达之日。确认的地址适用于一审、二审和执行程序。'],
        rows: [['案号', f.number ?? ''], ['当事人', names(f.claimants)], ['送达地址', ''], ['邮政编码', ''], ['收件人', ''], ['联系电话', ''], ['代收人及与受送达人关系', ''], ['是否同意电子送达', '□ 同意　　□ 不同意'], ['电子送达地址（手机、邮箱、平台账号）', '']],
        sign: '受送达人确认：以上内容已阅读，所填送达地址真实、有效。\n受送达人（签名、盖章）：＿＿＿＿＿＿＿＿　　　　年　　月　　日',
      }
    case 'supplementNotice':
      return {
        ...base, title: '补正材料一次性告知书', number: null,
        paragraphs: [
          `你于${zhDate(f.receivedOn)}提交的起诉材料不符合要求。依照《最高人民法院关于人民法院登记立案若干问题的规定》第七条，现一次性书面告知需要补正的全部材料和事项。立案期限自补正材料交本院之次日起重新计算。`,
        ],
        rows: f.items.map((i, n) => [`${n + 1}`, `${i.what}${i.article ? `（${i.article}）` : ''}`]), sign: `立案人员：${f.officer}`,
      }
    case 'refusalRuling':
      return {
        ...base, title: '民事裁定书', to: null,
        paragraphs: [
          `起诉人：${names(f.claimants)}。`,
          `${zhDate(f.receivedOn)}，本院收到${names(f.claimants)}诉${names(f.opponents)}的起诉材料。`,
          `本院经审查认为，${f.reason}`,
          `依照${f.article}的规定，裁定如下：`,
          `对${names(f.claimants)}的起诉，本院不予受理。`,
          '如不服本裁定，可以在裁定书送达之日起十日内，向本院递交上诉状，上诉于上一级人民法院。',
        ],
        sign: null,
      }
  }
}
