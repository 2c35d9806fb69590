import { Button } from 'antd'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { freshKey, Problem } from './call.ts'
import { i18n } from './i18n.ts'

/** Catches what a screen throws; shows a trace id that the console carries too. React asks for a class here. */
export class FaultBoundary extends Component<{ children: ReactNode; at?: string }, { error: Error | null; id: string }> {
  override state: { error: Error | null; id: string } = { error: null, id: '' }
  static getDerivedStateFromError(error: Error): { error: Error; id: string } {
    return { error, id: error instanceof Problem && error.traceId ? error.traceId : freshKey() }
  }
  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(this.state.id, error, info.componentStack)
  }
  override componentDidUpdate(before: { at?: string }): void {
    if (before.at !== this.props.at && this.state.error) this.setState({ error: null })
  }
  override render(): ReactNode {
    if (!this.state.error) return this.props.children
    // A screen's file is gone: the server was updated while this page stood open.
    const stale = /dynamically imported module|module script failed|Importing a module/i.test(this.state.error.message)
    return (
      <div className="bw-fault" role="alert">
        <h1>{i18n.t(stale ? 'ui:error.newVersion' : 'ui:error.title')}</h1>
        {stale ? null : <p>{i18n.t('ui:error.text')}</p>}
        {stale ? null : <p className="bw-quiet bw-figures">{i18n.t('ui:refusal.trace', { id: this.state.id })}</p>}
        <Button type="primary" onClick={() => location.reload()}>
          {i18n.t('ui:act.reload')}
        </Button>
      </div>
    )
  }
}
