/** The package ships no declarations its `exports` would show; this is the part we use. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: unknown[] }>
    toXML(element: unknown, options?: { format?: boolean }): Promise<{ xml: string }>
    // biome-ignore lint/suspicious/noExplicitAny: moddle properties are known by the meta-model only
    create(type: string, properties?: Record<string, unknown>): any
  }
}
