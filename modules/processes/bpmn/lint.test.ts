import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withOwnSteps } from '../fixtures.ts'
import type { FindingCode } from '../rules/findings.ts'
import { forms } from '../rules/forms.ts'
import { lintDefinition } from './lint.ts'
import { MAX_ELEMENTS, MAX_FILE_BYTES, parseBpmn } from './parse.ts'

const xmlOf = (key: string): string => readFileSync(new URL(`../../../standard/processes/${key}.bpmn`, import.meta.url), 'utf8')
const file = (inside: string, attributes = 'isExecutable="true"', head = ''): string => `<?xml version="1.0" encoding="UTF-8"?>${head}
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bw="http://bailiwick.local/bpmn/1.0" xmlns:x="http://elsewhere" id="d" targetNamespace="t">
<bpmn:process id="p" name="测试" bw:nameEn="Test" bw:clause="7.2.2" bw:service="s" ${attributes}>${inside}</bpmn:process><bpmn:message id="m" name="paid"/></bpmn:definitions>`
let flows = 0
const flow = (from: string, to: string, condition = ''): string =>
  `<bpmn:sequenceFlow id="f${flows++}" sourceRef="${from}" targetRef="${to}">${condition && `<bpmn:conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`
const good = {
  clause: '7.2.2',
  service: 's',
  nature: 'procedural',
  performer: 'outsourced',
  role: 'operator',
  stage: 'scan',
  due: 'P1WD',
  form: 'scan-pages',
  nameEn: 'Task',
}
const task = (id: string, over: Record<string, string> = {}): string =>
  `<bpmn:userTask id="${id}" name="任务" ${Object.entries({ ...good, ...over })
    .filter(([, v]) => v !== '')
    .map(([k, v]) => `bw:${k}="${v}"`)
    .join(' ')}/>`
const ends = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
const around = (element: string, id = 't'): string => file(ends + element + flow('s', id) + flow(id, 'e'))

const findingsOf = async (xml: string): Promise<{ code: FindingCode; elementId: string | null; elementName: string | null }[]> => {
  const parsed = await parseBpmn(xml)
  return parsed.ok ? lintDefinition(parsed.definition, forms) : parsed.findings
}

const refused: [string, FindingCode, string | null, string][] = [
  ['a script task', 'unsupported-element', 't', around('<bpmn:scriptTask id="t" name="跑脚本"/>')],
  ['an inclusive gateway', 'unsupported-element', 't', around('<bpmn:inclusiveGateway id="t"/>')],
  ['a sub-process', 'unsupported-element', 't', around('<bpmn:subProcess id="t"/>')],
  ['an invented element', 'unsupported-element', null, around('<bpmn:magic id="t"/>')],
  ['a service task that calls out', 'service-task-without-announce', 't', around('<bpmn:serviceTask id="t"/>')],
  ['a document type', 'doctype-forbidden', null, file(ends, '', '<!DOCTYPE a [<!ENTITY b "c">]>')],
  ['a file too large', 'file-too-large', null, 'x'.repeat(MAX_FILE_BYTES + 1)],
  [
    'more elements than anybody draws',
    'too-many-elements',
    null,
    file(ends, '', '').replace('</bpmn:definitions>', `${'<bpmn:x/>'.repeat(MAX_ELEMENTS)}</bpmn:definitions>`),
  ],
  ['nested without end', 'too-deep', null, '<a>'.repeat(5_000)],
  ['no XML', 'bad-xml', null, '你好'],
  ['an id no XML may have', 'bad-id', null, around(task('1 t'), '1 t')],
  ['an id every object has', 'bad-id', '__proto__', around(task('__proto__'), '__proto__')],
  ['a misspelt attribute', 'unknown-attribute', 't', around(task('t', { natur: 'judgement' }))],
  [
    'an extension of another engine',
    'foreign-extension',
    't',
    around('<bpmn:userTask id="t"><bpmn:extensionElements><x:listener/></bpmn:extensionElements></bpmn:userTask>'),
  ],
  ['several instances', 'unsupported-loop', 't', around('<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>')],
  [
    'an error boundary',
    'unsupported-boundary',
    'b',
    around(`${task('t')}<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>`),
  ],
  [
    'a timer cycle',
    'unsupported-event',
    't',
    around(
      '<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
    ),
  ],
  ['not executable', 'not-executable', 'p', file(ends + flow('s', 'e'), '')],
  ['two starts', 'one-start-only', 's2', file(`${ends}<bpmn:startEvent id="s2"/>${flow('s', 'e')}${flow('s2', 'e')}`)],
  [
    'an unspoken split',
    'implicit-split',
    's',
    file(ends + task('t') + task('u') + flow('s', 't') + flow('s', 'u') + flow('t', 'e') + flow('u', 'e')),
  ],
  ['a judgement given away', 'judgement-outsourced', 't', around(task('t', { nature: 'judgement', form: 'filing-decision' }))],
  ['a judgement form called procedural', 'form-is-judgement', 't', around(task('t', { form: 'filing-decision' }))],
  [
    'a judgement form called procedural, at the court',
    'form-is-judgement',
    't',
    around(task('t', { form: 'filing-decision', performer: 'court', role: 'judge' })),
  ],
  ['a judge as outsourced performer', 'role-wrong-side', 't', around(task('t', { role: 'judge' }))],
  [
    'an operator for a judgement',
    'role-wrong-side',
    't',
    around(task('t', { nature: 'judgement', performer: 'court', form: 'filing-decision' })),
  ],
  ['a made-up performer', 'performer-missing', 't', around(task('t', { performer: 'anyone' }))],
  ['a court form outsourced', 'form-is-court', 't', around(task('t', { form: 'scan-wrong-case' }))],
  ['an unknown form', 'form-unknown', 't', around(task('t', { form: 'constructor' }))],
  ['the secondary volume for a contractor', 'sensitive-to-contractor', 't', around(task('t', { categories: 'evidence secondaryVolume' }))],
  ['level C5 for a contractor', 'sensitive-to-contractor', 't', around(task('t', { fields: 'C1 C5' }))],
  ['no due rule', 'due-missing', 't', around(task('t', { due: '' }))],
  ['a due rule nobody can read', 'bad-due', 't', around(task('t', { due: 'soon' }))],
  ['a dead end', 'dead-end', 't', file(ends + task('t') + flow('s', 't'))],
  ['an island', 'unreachable', 't', file(ends + task('t') + flow('s', 'e') + flow('t', 'e'))],
  [
    'a join that waits for ever',
    'deadlock',
    'j',
    file(
      `${ends}<bpmn:exclusiveGateway id="x" default="fx"/><bpmn:parallelGateway id="j"/>${task('t')}${task('u')}${flow('s', 'x')}<bpmn:sequenceFlow id="fx" sourceRef="x" targetRef="t"/>${flow('x', 'u', 'a = 1')}${flow('t', 'j')}${flow('u', 'j')}${flow('j', 'e')}`,
    ),
  ],
  [
    'branches joined by a choice',
    'two-tokens',
    'v',
    file(
      `${ends}<bpmn:parallelGateway id="j"/><bpmn:exclusiveGateway id="x"/>${task('t')}${task('u')}${task('v')}${flow('s', 'j')}${flow('j', 't')}${flow('j', 'u')}${flow('t', 'x')}${flow('u', 'x')}${flow('x', 'v')}${flow('v', 'e')}`,
    ),
  ],
]

const choice = (first: string, second: string, outcome = 'answer=yes|no'): string =>
  file(
    `${ends}${task('t', { outcome })}<bpmn:exclusiveGateway id="x"/><bpmn:endEvent id="e2"/>${flow('s', 't')}${flow('t', 'x')}${flow('x', 'e', first)}${flow('x', 'e2', second)}`,
  )

describe('what cannot be run or published is refused with its element', () => {
  it.each(refused)('%s → %s', async (_, code, elementId, xml) => {
    expect(await findingsOf(xml)).toContainEqual(expect.objectContaining({ code, elementId }))
  })

  it('and named as its author named it', async () => {
    expect(await findingsOf(around('<bpmn:scriptTask id="t" name="跑脚本"/>'))).toContainEqual(
      expect.objectContaining({ elementName: '跑脚本' }),
    )
  })

  it('while the plain task is fine, also with colours and comments of a modeller', async () => {
    expect(await findingsOf(around(task('t')))).toEqual([])
    expect(
      await findingsOf(
        file(`${ends}${task('t').replace('/>', ' x:colour="red"/>')}<bpmn:textAnnotation id="note"/>${flow('s', 't')}${flow('t', 'e')}`),
      ),
    ).toEqual([])
  })
})

describe('conditions', () => {
  it.each([
    ['answer = "yes"', 'answer = "no"', []],
    ['answer = "yes"', 'not(answer = "yes")', []],
    ['answer = "yes"', 'answer = "maybe"', ['not-exhaustive']],
    ['answer = "yes"', '', ['condition-missing']],
    ['other = true', 'other = false', ['not-exhaustive']],
    ['n &gt; 3', 'n &lt;= 3', ['not-exhaustive']],
    ['answer =', 'answer = "no"', ['condition-syntax']],
    ['now() = answer', 'answer = "no"', ['condition-forbidden']],
    ['some a in [1] satisfies a = 1', 'answer = "no"', ['condition-forbidden']],
    ['answer.x = 1', 'answer = "no"', ['condition-forbidden']],
  ])('%s / %s → %j', async (first, second, codes) => {
    expect((await findingsOf(choice(first, second))).map((f) => f.code)).toEqual(codes)
  })

  it('a step of the court’s own is clean, and each of its rules names what breaks it', async () => {
    const own = withOwnSteps(xmlOf('scan-catalogue'))
    expect(await findingsOf(own)).toEqual([])
    const spoilt: [string | RegExp, string, FindingCode, string][] = [
      [
        'bw:stage="scan" bw:categories="complaint evidence" bw:due="PT4H" bw:nature="procedural"',
        'bw:stage="seal" bw:due="PT4H" bw:nature="procedural"',
        'stage-unknown',
        'sealCheck',
      ],
      [/<bpmn:documentation>清点前[\s\S]*?<\/bpmn:documentation>/, '', 'own-words-missing', 'sealCheck'],
      [' name="破损" bw:nameEn="Broken"', ' name="破损"', 'own-answer-unnamed', 'sealCheck'],
      ['ownSeal=intact|broken', 'ownSeal=intact|broken|torn', 'own-answer-unnamed', 'sealCheck'],
      [
        'bw:performer="court" bw:role="clerk" bw:fields="C2" bw:actions="read decide" bw:form="own-decision"',
        'bw:performer="outsourced" bw:role="operator" bw:fields="C2" bw:actions="read decide" bw:form="own-decision"',
        'form-is-judgement',
        'brokenSeal',
      ],
      // The self-check asked again by what somebody answered at the seal.
      ['selfCheck = "redo"', 'ownSeal = "broken"', 'own-answer-elsewhere', 'selfChoice'],
    ]
    for (const [from, to, code, elementId] of spoilt) {
      const xml = own.replace(from, to)
      expect(xml).not.toBe(own)
      expect(await findingsOf(xml), code).toContainEqual(expect.objectContaining({ code, elementId }))
    }
    expect(await findingsOf(own.replaceAll('ownSeal', 'selfCheck'))).toContainEqual(
      expect.objectContaining({ code: 'own-answer-name', elementId: 'sealCheck' }),
    )
  })

  it('4.1: no drawing leads round the decision to what has legal effect, not even by an operator’s answer', async () => {
    const filing = xmlOf('filing-entry')
    const forged = filing
      .replace(/<bpmn:userTask id="decision"[^>]*>/, (task) =>
        task
          .replace(
            'bw:nature="judgement" bw:performer="court" bw:role="filingOfficer"',
            'bw:nature="procedural" bw:performer="outsourced" bw:role="operator"',
          )
          .replace('bw:form="filing-decision"', 'bw:form="own-step"')
          .replace('bw:outcome="decision=', 'bw:outcome="ownDecision='),
      )
      .replaceAll('decision = "', 'ownDecision = "')
    expect(forged).toContain('bw:form="own-step"')
    expect(await findingsOf(forged)).toContainEqual(expect.objectContaining({ code: 'form-bypassed', elementId: 'numbered' }))
    const service = xmlOf('service-of-process').replace('bw:form="service-confirm"', 'bw:form="own-decision"')
    expect(await findingsOf(service)).toContainEqual(expect.objectContaining({ code: 'form-bypassed', elementId: 'effective' }))
  })

  it('a hand-made copy of the filing process cannot give the decision away', async () => {
    const xml = xmlOf('filing-entry')
    const forged = xml
      .replaceAll('bw:nature="judgement" bw:performer="court"', 'bw:nature="procedural" bw:performer="outsourced"')
      .replace(/bw:role="(filingOfficer|judge)"/g, 'bw:role="operator"')
    expect(forged).not.toBe(xml)
    expect((await findingsOf(forged)).filter((f) => f.code === 'form-is-judgement')).toHaveLength(6)
  })
})
