/** What `verify-ledger` says, by kind of finding. {…} are the finding's own values. */
export const sentences = {
  'malformed-line': { en: 'Line {line} is not a line of a ledger export.', zh: '第 {line} 行不是台账导出的有效行。' },
  incomplete: {
    en: 'The export is incomplete: its last line is missing or counts differently.',
    zh: '导出不完整：缺少末行或末行计数不符。',
  },
  changed: { en: 'Event {id} (batch {batch}) was changed after it was written.', zh: '事件 {id}（第 {batch} 批）在写入后被改动。' },
  dropped: { en: 'Event {id} was sealed in batch {batch} and is missing.', zh: '事件 {id} 已封存于第 {batch} 批，现已缺失。' },
  inserted: {
    en: 'Event {id} stands in batch {batch} but was not sealed there.',
    zh: '事件 {id} 出现在第 {batch} 批中，但该批封存时并无此事件。',
  },
  reordered: { en: 'Event {id} (batch {batch}) does not stand where it was sealed.', zh: '事件 {id}（第 {batch} 批）不在封存时的位置。' },
  'back-dated': {
    en: 'Event {id} (batch {batch}) says {at}, but the ledger had already been sealed at {sealedAt} without it.',
    zh: '事件 {id}（第 {batch} 批）所载时间为 {at}，但台账在 {sealedAt} 封存时尚无此事件，属倒签。',
  },
  'post-dated': {
    en: 'Event {id} (batch {batch}) says {at}, after it was sealed at {sealedAt}.',
    zh: '事件 {id}（第 {batch} 批）所载时间 {at} 晚于封存时间 {sealedAt}。',
  },
  'batch-altered': {
    en: 'Batch {batch} no longer gives the root that was sealed, and neither do its stored leaves: events {firstId} to {lastId} are in doubt.',
    zh: '第 {batch} 批的事件与留存的叶值均不再得出封存时的根：事件 {firstId} 至 {lastId} 存疑。',
  },
  'seal-altered': { en: 'The record of seal {batch} was changed: {field}.', zh: '第 {batch} 批的封存记录被改动：{field}。' },
  'seal-missing': { en: 'Seal {batch} is missing.', zh: '缺少第 {batch} 批的封存记录。' },
  'seal-back-dated': {
    en: 'Seal {batch} says {sealedAt}, earlier than the seal before it.',
    zh: '第 {batch} 批的封存时间 {sealedAt} 早于前一批。',
  },
  'forged-checkpoint': {
    en: 'The checkpoint of seal {batch} was not signed by the ledger’s key.',
    zh: '第 {batch} 批的检查点并非由台账密钥签署。',
  },
  'bad-key': { en: 'The export names a key that is not a valid verifier key: {key}.', zh: '导出所列密钥不是有效的验证密钥：{key}。' },
  'foreign-key': {
    en: 'The export is signed with a key other than the one you trust: {key}.',
    zh: '导出使用的密钥不是您所信任的密钥：{key}。',
  },
  truncated: {
    en: 'The checkpoint {file} proves {size} sealed events; this ledger has only {have}: its end was cut off.',
    zh: '检查点 {file} 证明已有 {size} 个封存事件，而本台账只有 {have} 个：尾部被截去。',
  },
  forked: {
    en: 'The first {size} events are not those of the checkpoint {file}: the ledger was rewritten.',
    zh: '前 {size} 个事件与检查点 {file} 所证明的不同：台账被改写。',
  },
  'held-forged': {
    en: 'The file {file} is not a checkpoint signed by this ledger’s key.',
    zh: '文件 {file} 不是由本台账密钥签署的检查点。',
  },
} as const

export type FindingKind = keyof typeof sentences
export type Language = 'en' | 'zh'

export const sentenceFor = (kind: FindingKind, lang: Language, values: Record<string, unknown>): string =>
  sentences[kind][lang].replace(/\{(\w+)\}/g, (_, name: string) =>
    values[name] === undefined || values[name] === null ? '–' : String(values[name]),
  )
