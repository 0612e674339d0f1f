// The exchange's own word on an account: signed REST, asked past Robson.
import { createHmac } from 'node:crypto'

export function venueAccount(venue, key = 'demo-key', secret = 'demo-secret') {
  const signed = async (path, parameters = {}, method = 'GET') => {
    const query = new URLSearchParams({ ...parameters, timestamp: String(Date.now()), recvWindow: '60000' })
    query.append('signature', createHmac('sha256', secret).update(query.toString()).digest('hex'))
    const answer = await fetch(`http://${venue}/api/v3/${path}?${query}`, { method, headers: { 'X-MBX-APIKEY': key } })
    const body = await answer.json()
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`)
    return body
  }
  return {
    /** Free and locked together, by asset, as text. */
    async balances() {
      const { balances } = await signed('account')
      return new Map(balances.map((one) => [one.asset, one]))
    },
    orders: (symbol) => signed('allOrders', { symbol, limit: '1000' }),
    cancel: (symbol, origClientOrderId) => signed('order', { symbol, origClientOrderId }, 'DELETE'),
    openOrders: () => signed('openOrders'),
    place: (order) => signed('order', order, 'POST'),
    trades: (symbol, fromId = 0) => signed('myTrades', { symbol, limit: '1000', fromId: String(fromId) }),
  }
}

/** Exact decimals of at most 12 places, as whole numbers of 10^-12. */
export function units(text) {
  const [whole, fraction = ''] = String(text).replace('-', '').split('.')
  const value = BigInt(whole) * 10n ** 12n + BigInt(fraction.padEnd(12, '0').slice(0, 12))
  return String(text).startsWith('-') ? -value : value
}

/** A reproducible stream of numbers in [0, 1). */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
