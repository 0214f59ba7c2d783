import { Component } from 'react'
import type { ReactNode } from 'react'
import { Button } from './ui/button'
import { EmptyState } from './ui/empty-state'

interface BoundaryState {
  readonly error: Error | null
}

/** Where this page itself broke: says so, and offers the way back. Nothing said is lost: it is kept by the controller. */
export class AppBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <main role="alert">
        <EmptyState
          title="This page broke"
          actions={
            <Button variant="primary" onClick={() => location.reload()}>
              Reload
            </Button>
          }
        >
          <p>
            Your bots go on and your conversations are kept. Reload to return to where you were.
          </p>
          <p>
            <code>{error.message}</code>
          </p>
        </EmptyState>
      </main>
    )
  }
}
