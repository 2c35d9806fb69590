import { customPinyin, pinyin } from 'pinyin-pro'

/**
 * Spelling of names for search. On the server only: the dictionary is half a megabyte, and rules/ must stay light for the web.
 * Rare characters that the dictionary lacks are named here: without them a person could be found by no Latin key.
 */
customPinyin({ 𠮷: 'jí', 䶮: 'yǎn', 㛃: 'jié', 𬍛: 'jiā', 𫖯: 'fǔ' })

export interface Spelling {
  /** Whole syllables without tones: zhangsanfeng; ü is v. */
  full: string
  /** First letters: zsf. */
  initials: string
}

/** Names recur (banks, insurers, one party in many cases): the last ones spelled are kept. */
const spelled = new Map<string, Spelling>()

const work = (name: string, kind: 'natural' | 'organisation'): Spelling => {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true, ...(kind === 'natural' ? { surname: 'head' } : {}) })
  let full = ''
  let initials = ''
  let latin = false
  for (const syllable of syllables) {
    const s = syllable
      .toLowerCase()
      .replace(/ü/g, 'v')
      .replace(/[^a-z0-9]/g, '')
    if (s === '') {
      latin = false
      continue
    }
    full += s
    // Latin words in a name come letter by letter: only their first letter is an initial.
    const isLatin = s.length === 1 && syllable.length === 1 && /[a-z0-9]/.test(s) && name.includes(syllable)
    if (!isLatin || !latin) initials += s[0]
    latin = isLatin
  }
  return { full, initials }
}

/**
 * `natural`: the head is read as a surname (单 shan, 仇 qiu, 区 ou, 解 xie, 曾 zeng, 尉迟 yuchi); an organisation's name is
 * ordinary text. Signs that are no letters are left out.
 */
export const spell = (name: string, kind: 'natural' | 'organisation'): Spelling => {
  const key = `${kind}|${name}`
  let found = spelled.get(key)
  if (!found) {
    if (spelled.size > 20_000) spelled.clear()
    found = work(name, kind)
    spelled.set(key, found)
  }
  return found
}
