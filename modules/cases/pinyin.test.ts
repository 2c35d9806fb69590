import { expect, it } from 'vitest'
import { spell } from './pinyin.ts'

it.each([
  ['单田芳', 'shantianfang', 'stf'],
  ['仇和', 'qiuhe', 'qh'],
  ['区少坤', 'oushaokun', 'osk'],
  ['解晓东', 'xiexiaodong', 'xxd'],
  ['曾国藩', 'zengguofan', 'zgf'],
  ['任我行', 'renwoxing', 'rwx'],
  ['尉迟恭', 'yuchigong', 'ycg'],
  ['万俟卨', 'moqixie', 'mqx'],
  ['朴树', 'piaoshu', 'ps'],
  ['查良镛', 'zhaliangyong', 'zly'],
  ['缪昌文', 'miaochangwen', 'mcw'],
  ['吕布', 'lvbu', 'lb'],
  ['𠮷田太郎', 'jitiantailang', 'jttl'],
  ['张䶮', 'zhangyan', 'zy'],
  ['阿不都热依木·买买提', 'abudoureyimumaimaiti', 'abdrymmmt'],
  ['John Smith', 'johnsmith', 'js'],
])('a person: %s', (name, full, initials) => {
  expect(spell(name, 'natural')).toEqual({ full, initials })
})

it('an organisation is not read as a surname', () => {
  expect(spell('区块链科技有限公司', 'organisation').initials).toBe('qklkjyxgs')
  expect(spell('曾经沧海文化有限公司', 'organisation').full.startsWith('cengjing')).toBe(true)
})
