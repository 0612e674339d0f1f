import { afterEach, describe, expect, it, vi } from 'vitest'
import { change, currentSettings, defaults, read, watch } from './settings'

afterEach(() => change(defaults))

describe('settings', () => {
  it.each([null, '', 'no json', '[]', '7', 'null', '{"theme":"pink","interval":"2m","levelsInView":"yes"}'])(
    'fall back to their defaults: %s',
    (text) => {
      expect(read(text)).toEqual(defaults)
    },
  )

  it('are remembered and applied to the page', () => {
    change({ theme: 'light', palette: 'colour-blind' })
    expect(read(localStorage.getItem('robson.settings'))).toMatchObject({ theme: 'light', palette: 'colour-blind' })
    expect(document.documentElement.dataset).toMatchObject({ theme: 'light', palette: 'colour-blind' })
  })

  it('follow the other tabs', () => {
    const stop = watch()
    window.dispatchEvent(new StorageEvent('storage', { key: 'robson.settings', newValue: '{"interval":"4h"}' }))
    expect(currentSettings().interval).toBe('4h')
    stop()
  })

  it('survive a browser that refuses to store', () => {
    const refused = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full')
    })
    change({ interval: '1d' })
    expect(currentSettings().interval).toBe('1d')
    refused.mockRestore()
  })
})
