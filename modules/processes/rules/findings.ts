/** Why a process file cannot be run or published. The web words the codes (web/lint-locale.ts). */
export const findingCodes = [
  // the file
  'file-too-large',
  'too-many-elements',
  'too-deep',
  'doctype-forbidden',
  'not-bpmn',
  'bad-xml',
  'one-process-only',
  'not-executable',
  'bad-id',
  'unresolved-reference',
  'unknown-attribute',
  'foreign-extension',
  // what the engine cannot run
  'unsupported-element',
  'unsupported-event',
  'unsupported-boundary',
  'unsupported-loop',
  'unsupported-compensation',
  'service-task-without-announce',
  'one-start-only',
  'implicit-split',
  'conditional-flow',
  'condition-on-default',
  'bad-event-gateway',
  'flow-into-start',
  'bad-message-name',
  'bad-announcement',
  'bad-due',
  'bad-outcome',
  // what a modeller would mark (bpmnlint, recommended)
  'modelled-conditional-flows',
  'modelled-disconnected',
  'modelled-duplicate-flow',
  'modelled-end-event',
  'modelled-implicit-end',
  'modelled-implicit-start',
  'modelled-join-fork',
  'modelled-label',
  'modelled-no-drawing',
  'modelled-other',
  // the standard's own rules
  'nature-missing',
  'performer-missing',
  'role-missing',
  'stage-missing',
  'due-missing',
  'form-missing',
  'clause-missing',
  'service-missing',
  'name-missing',
  'name-en-missing',
  'judgement-outsourced',
  'form-unknown',
  'form-is-judgement',
  'form-is-procedural',
  'form-is-court',
  'role-unknown',
  'role-wrong-side',
  'level-unknown',
  'sensitive-to-contractor',
  'feeds-unknown',
  'no-end',
  'unreachable',
  'dead-end',
  'condition-syntax',
  'condition-forbidden',
  'condition-missing',
  'not-exhaustive',
  'deadlock',
  'two-tokens',
  'never-ends',
  'endless-without-wait',
  'too-complex',
  // steps of a court's own
  'own-answer-name',
  'own-answer-elsewhere',
  'own-answer-unnamed',
  'own-words-missing',
  'stage-unknown',
  'form-bypassed',
] as const

export type FindingCode = (typeof findingCodes)[number]

export interface Finding {
  code: FindingCode
  elementId: string | null
  elementName: string | null
  /** What to put into the sentence: the offending word, type or expression. */
  detail?: string
}
