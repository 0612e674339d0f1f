// A producer of signals: signs by itself, with node's HMAC, what api/openapi.yaml says is to be signed.
import { createHmac, randomBytes } from 'node:crypto'
import { ask } from './contract.mjs'

export const nonceOf = () => randomBytes(12).toString('base64url')
export const secondsNow = () => Math.floor(Date.now() / 1000)
export const signatureOf = (secret, timestamp, nonce, body) =>
  createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n`).update(body).digest('hex')

let count = 0
/** A wish that is fine, with another name each time. */
export const wish = (more = {}) =>
  ({ external_id: `test-${process.pid}-${++count}`, instrument: 'BTCUSDC', side: 'BUY', price: '89250.00', volume: '0.001', confidence: '0.82', ...more })

/** The headers of a signed request. */
export function signed({ id, secret }, body, { timestamp = secondsNow(), nonce = nonceOf() } = {}) {
  return {
    'Content-Type': 'application/json',
    'X-Producer-Id': id,
    'X-Timestamp': String(timestamp),
    'X-Nonce': nonce,
    'X-Signature': signatureOf(secret, timestamp, nonce, body),
  }
}

/** {id, secret, passphrase, propose, cancel}; every answer is held to the document. */
export async function newProducer(url, token, name, more = {}) {
  const made = await ask(url, '/api/v1/producers', { method: 'POST', token, json: { name, ...more } })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  const producer = { id: made.body.producer.id, secret: made.body.secret, passphrase: made.body.passphrase, row: made.body.producer }
  return {
    ...producer,
    propose(json, { headers = {}, ...how } = {}) {
      const body = typeof json === 'string' ? json : JSON.stringify(json)
      return ask(url, '/api/v1/signals', { method: 'POST', body, headers: { ...signed(producer, body, how), ...headers } })
    },
    cancel(signal, how = {}) {
      const body = '{"status":"CANCELLED"}'
      return ask(url, `/api/v1/signals/${signal}`, { method: 'PATCH', body, headers: signed(producer, body, how) })
    },
  }
}
