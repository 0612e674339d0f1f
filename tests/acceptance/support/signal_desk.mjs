// A desk with a producer of signals, and how its people decide.
import assert from 'node:assert/strict'
import { openDesk } from './desk.mjs'
import { newProducer, wish } from './signals.mjs'

/** Its first strategy buys for a hundredth of the capital, so that many signals can be approved. */
export async function openSignalDesk() {
  const desk = await openDesk()
  const [first] = (await desk.as('admin', '/api/strategies/')).body.strategies
  const rules = { max_notional_fraction: '0.01' }
  await desk.as('admin', `/api/strategies/${first.id}/`, { method: 'PUT', json: { version: first.version, rules } })
  const bot = await newProducer(desk.url, desk.tokens.admin, 'sma-bot')
  return {
    desk,
    bot,
    decide: (name, signal, decision = 'approved', more = {}, headers = {}) =>
      desk.post(name, '/api/v1/approvals', { signal_id: signal, decision, ...more }, headers),
    async propose(more = {}) {
      const made = await bot.propose(wish(more))
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body
    },
    pending: async (name = 'olga') => (await desk.as(name, '/api/v1/approvals/pending')).body.signals,
  }
}

export function refused(answer, status, code, field) {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assert.equal(answer.body.code, code)
  if (field) assert.equal(answer.body.field, field)
}
