import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ApiError } from '@/lib/api/error'
import { Problem } from './Problem'

const silence = new ApiError('timeout', 'The server did not answer within 10 s', null, null, 'web-1')
const refusal = new ApiError('problem', 'Not now.', 409, 'BUSY', 'c-42', 3)
const said = () => screen.getByRole('alert').textContent

describe('why an act failed', () => {
  it('after silence says that nobody knows, not that nothing was done', () => {
    render(<Problem error={silence} what="The key was not made" act="making the key" unsure="Look at the list first." />)
    expect(said()).toBe('Whether it was done is not known: making the keyThe server did not answer within 10 s. Look at the list first. · web-1')
  })

  it('calls a repetition harmless only where the same key goes out again', () => {
    const { rerender } = render(<Problem error={silence} what="It was not closed" act="closing it" keyed />)
    expect(said()).toContain('Trying again here, with nothing changed, does it once at most.')
    rerender(<Problem error={silence} what="It was not closed" act="closing it" />)
    expect(said()).toContain('Look whether it was done before you try again.')
    expect(said()).not.toContain('once at most')
  })

  it('knows no more from a page that is not the server’s', () => {
    render(<Problem error={new ApiError('unreadable', 'The server answered 502 without a reason', 502, null, null)} what="It was not closed" act="closing it" />)
    expect(said()).toContain('Whether it was done is not known: closing it')
  })

  it('says of a refusal that it was not done, and of a question that it was not answered', () => {
    const { rerender } = render(<Problem error={refusal} what="The key was not made" act="making the key" />)
    expect(said()).toBe('The key was not madeNot now. Try again in 3 s.BUSY · c-42')
    rerender(<Problem error={silence} what="Plan #7 could not be read" act={null} />)
    expect(said()).toBe('Plan #7 could not be readThe server did not answer within 10 s · web-1')
  })
})
