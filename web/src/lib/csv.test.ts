import { describe, expect, it } from 'vitest'
import { csv } from './csv'

describe('a file of rows', () => {
  it('quotes what needs it, and leaves unknown cells empty', () => {
    expect(csv(['a', 'b'], [{ a: 'x,"y"', b: null }])).toBe('a,b\r\n"x,""y""",\r\n')
  })

  it('keeps figures exact, negative ones too', () => {
    expect(csv(['a'], [{ a: '-0.10' }, { a: '12345678901234567890.12' }])).toBe('a\r\n-0.10\r\n12345678901234567890.12\r\n')
  })

  it.each(['=1+1', '+1', '-1+2', '@x', '\tx'])('does not let a spreadsheet run %j', (text) => {
    expect(csv(['a'], [{ a: text }])).toContain(`'${text}`)
  })
})
