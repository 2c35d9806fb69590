const nouns =
  'days|hours|minutes|months|years|rows|pages|cases|items|tasks|times|files|batches|documents|orders|persons|volumes|clocks|papers|defects|sheets|entries|copies|events|grants|posts|courts|attempts|records|questions|recipients|deadlines'
const counted = new RegExp(`(?<![\\d.,:/-])1 ((?:working |calendar |open |late )?)(${nouns}|people)\\b( need| are| were| have)?`, 'g')
const verbs: Readonly<Record<string, string>> = { ' need': ' needs', ' are': ' is', ' were': ' was', ' have': ' has' }
const one = (noun: string): string =>
  noun === 'people' ? 'person' : noun === 'batches' ? 'batch' : noun.endsWith('ies') ? `${noun.slice(0, -3)}y` : noun.slice(0, -1)

/**
 * "1 working days" → "1 working day". English sentences are written once, for many; what is counted is put right where the figure turns out to be
 * one, in every module at once. Chinese has no plural.
 */
export const singular = (text: string): string =>
  text.replace(counted, (_, adjective: string, noun: string, verb?: string) => `1 ${adjective}${one(noun)}${verb ? verbs[verb] : ''}`)
