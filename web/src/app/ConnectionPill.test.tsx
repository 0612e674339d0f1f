import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { ConnectionView } from '@/lib/connection'
import { ConnectionPill } from './ConnectionPill'

it('the age of a lost connection makes room on a phone, but is told to whoever asks or listens', () => {
  render(<ConnectionPill view={{ state: 'reconnecting', label: 'Reconnecting', ageMs: 12_000, roundTripMs: null, warning: null } as ConnectionView} />)
  expect(screen.getByText('12 s').className).toContain('max-sm:sr-only')
  expect(screen.getByTestId('connection').title).toContain('nothing that happens meanwhile is lost, for 12 s')
})
