import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findingsIn } from '../definitions.ts'
import { recommendedFindings } from './recommended.ts'

const xmlOf = (key: string): string => readFileSync(new URL(`../../../standard/processes/${key}.bpmn`, import.meta.url), 'utf8')

describe('bpmnlint, recommended', () => {
  test.each(['filing-entry', 'scan-catalogue', 'service-of-process', 'materials'])('%s is clean, alone and after others', async (key) => {
    expect(await recommendedFindings(xmlOf(key))).toEqual([])
    expect((await findingsIn(xmlOf(key))).findings).toEqual([])
  })
  test('a step without its drawing, and one flow drawn twice, are found with their element', async () => {
    const xml = xmlOf('scan-catalogue')
    const undrawn = xml.replace(/<bpmndi:BPMNShape [^>]*bpmnElement="scan"[\s\S]*?<\/bpmndi:BPMNShape>/, '')
    expect(undrawn).not.toBe(xml)
    expect((await findingsIn(undrawn)).findings).toContainEqual({
      code: 'modelled-no-drawing',
      elementId: 'scan',
      elementName: '扫描上传',
      detail: 'UserTask',
    })
    const flow = /<bpmn:sequenceFlow id="([^"]*)"[^>]*sourceRef="receive"[^>]*\/>/.exec(xml)!
    const twice = xml.replace(flow[0], `${flow[0]}\n${flow[0].replace(flow[1]!, 'again')}`)
    expect((await recommendedFindings(twice)).map((f) => f.code)).toContain('modelled-duplicate-flow')
  })
})
