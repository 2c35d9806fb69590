import { idNoOf, usccOf } from '../../modules/organisations/fixtures.ts'
import type { Random } from './random.ts'

// Everybody and every place here is made up; ID numbers are of region 321299, which does not exist.
const surnames = [
  ...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤',
]
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲华建国红春梅海燕云鹏宇浩然子涵欣怡梓晨雨泽佳琪思远志宏德福永康家乐景行安宁立诚清和若兰书瑶星辰晓峰',
]
const words = [
  '远山',
  '青禾',
  '云川',
  '临溪',
  '恒岳',
  '瑞枫',
  '宏舟',
  '嘉木',
  '启明',
  '长汀',
  '润泽',
  '金桥',
  '和顺',
  '百川',
  '卓远',
  '東篱',
  '新禾',
  '海棠',
  '鼎泰源',
  '聚盛',
]
const trades = [
  '建材',
  '商贸',
  '物流',
  '餐饮管理',
  '装饰工程',
  '电子科技',
  '纺织',
  '食品',
  '机械制造',
  '物业服务',
  '汽车销售',
  '农业开发',
  '文化传媒',
  '劳务',
  '小额贷款',
  '医疗器械',
]
const roads = ['青石路', '望溪路', '云锦街', '桃源大道', '柳堤路', '书院巷', '滨河东路', '新禾路', '长亭街', '枫林路']
const towns = ['城北街道', '溪口镇', '青禾镇', '柳河街道', '望山乡', '开发区']

export interface MadeParty {
  kind: 'natural' | 'organisation'
  name: string
  paperKind: 'idCard' | 'uscc'
  paper: string
  phone: string
  residence: string
  representative: string | null
  eServiceConsent: boolean
  serviceAddress: string | null
}

const two = (n: number): string => String(n).padStart(2, '0')
export const personName = (r: Random): string => r.pick(surnames) + r.pick(given) + (r.chance(0.7) ? r.pick(given) : '')
const address = (r: Random): string =>
  `云川市临溪区${r.pick(towns)}${r.pick(roads)}${r.int(1, 299)}号${r.chance(0.6) ? `${r.int(1, 30)}幢${r.int(1, 3)}单元${r.int(1, 28)}0${r.int(1, 4)}室` : ''}`

/** A party with papers that stand the check; phones of number 19900 are not given out. */
export const madeParty = (r: Random, organisationShare: number): MadeParty => {
  const phone = `19900${String(r.int(0, 999_999)).padStart(6, '0')}`
  const residence = address(r)
  const common = {
    phone,
    residence,
    eServiceConsent: r.chance(0.45),
    serviceAddress: r.chance(0.8) ? (r.chance(0.7) ? residence : address(r)) : null,
  }
  if (r.chance(organisationShare))
    return {
      ...common,
      kind: 'organisation',
      name: `云川${r.pick(words)}${r.pick(trades)}有限公司`,
      paperKind: 'uscc',
      paper: usccOf(r.int(1000, 9_999_999)),
      representative: personName(r),
    }
  const birth = `${r.int(1955, 2004)}${two(r.int(1, 12))}${two(r.int(1, 28))}`
  return { ...common, kind: 'natural', name: personName(r), paperKind: 'idCard', paper: idNoOf(r.int(1, 999), birth), representative: null }
}

export const civilCauses = [
  '民间借贷纠纷',
  '买卖合同纠纷',
  '离婚纠纷',
  '房屋租赁合同纠纷',
  '机动车交通事故责任纠纷',
  '物业服务合同纠纷',
  '金融借款合同纠纷',
  '建设工程施工合同纠纷',
  '劳动争议',
  '服务合同纠纷',
  '借款合同纠纷',
  '不当得利纠纷',
] as const
