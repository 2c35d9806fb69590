/** The package ships no declarations; this is the part we use. Elements by id; which attributes differ is read from the models themselves. */
declare module 'bpmn-js-differ' {
  type Element = { id: string; $type: string; name?: string }
  export const diff: (
    before: unknown,
    after: unknown,
  ) => {
    _added: Record<string, Element>
    _removed: Record<string, Element>
    _changed: Record<string, { model: Element }>
    _layoutChanged: Record<string, Element>
  }
}
