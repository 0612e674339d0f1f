// A producer of signals: signs as api/openapi.yaml says, by the definition and not by the code under test.
import { createHmac, randomBytes } from 'node:crypto'
import { ask } from './contract.mjs'

/** A producer that an admin made; {id, secret, passphrase}. */
export async function makeProducer(desk, wish = {}) {
  const made = await desk.post('admin', '/api/v1/producers', { name: `producer ${randomBytes(4).toString('hex')}`, ...wish })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return { id: made.body.producer.id, secret: made.body.secret, passphrase: made.body.passphrase }
}

export function signed({ id, secret }, body, { timestamp = Math.floor(Date.now() / 1000), nonce = randomBytes(12).toString('hex') } = {}) {
  const signature = createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n${body}`).digest('hex')
  return { 'X-Producer-Id': id, 'X-Timestamp': String(timestamp), 'X-Nonce': nonce, 'X-Signature': signature }
}

export const wish = (more = {}) => ({
  external_id: randomBytes(8).toString('hex'), instrument: 'BTCUSDC', side: 'BUY', price: '89250.00', volume: '0.001', confidence: '0.82', ...more,
})

/** The answer to that producer's signal. */
export function propose(url, producer, more = {}) {
  const body = JSON.stringify(wish(more))
  return ask(url, '/api/v1/signals', { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...signed(producer, body) } })
}
