import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Failure } from './Failure'

interface Props {
  what: string
  children: ReactNode
}

export class CardBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(`${this.props.what} failed to draw`, error, info.componentStack)
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return (
      <Failure
        what={`${this.props.what} could not be drawn`}
        error={this.state.error}
        onRetry={() => this.setState({ error: null })}
      />
    )
  }
}
