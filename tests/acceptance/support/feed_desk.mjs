// A desk at which people trade, with what its feed's tests do again and again: enter, leave, read the log, compare a
// reader's knowledge with the API.
import assert from 'node:assert/strict'
import { openDesk } from './desk.mjs'
import { openFeed } from './feed.mjs'
import { until } from './programs.mjs'

export const everything = ['positions', 'pause_state', 'stats', 'orders', 'operations', 'alerts', 'approvals', 'equity', 'bots']
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

// What moves by itself: left out of comparisons between two moments.
export const moving = new Set(['as_of', 'price_time', 'price_age_ms', 'stale', 'unprotected_seconds', 'current_price', 'unrealized_pnl',
  'unrealized_pnl_percent', 'unrealized_pnl_exact', 'value', 'distance_to_stop_percent', 'distance_to_target_percent',
  'price_source', 'closing'])
const settled = (one) => Object.fromEntries(Object.entries(one).filter(([name]) => !moving.has(name)))
const byId = (list, key) => Object.fromEntries(list.map((one) => [one[key], settled(one)]))
const mapped = (view) => Object.fromEntries(Object.entries(view ?? {}).map(([key, one]) => [key, settled(one)]))

export async function openFeedDesk() {
  const desk = await openDesk()
  const open = (name = 'admin', options = {}) => openFeed(desk.url, { token: desk.tokens[name], ...options })
  const still = (on) => fetch(`http://${desk.venue}/sim/market`, { method: 'POST', body: JSON.stringify({ symbol: 'BTCUSDC', still: on }) })

  /** Plan, validate, execute: the operation's id once its stop stands at the venue. */
  async function enter() {
    const done = await desk.execute(await desk.validated(), { wait_ms: 10000 })
    assert.equal(done.body.outcome, 'filled', JSON.stringify(done.body))
    const id = done.body.operation_id
    await until(async () => (await desk.as('admin', `/api/portfolio/positions/${id}/`)).body.protection === 'AT_VENUE')
    return id
  }
  const leave = (id) => desk.post('admin', `/api/portfolio/positions/${id}/close/`, { wait_ms: 10000 })
  const killSwitch = (on) => desk.post('admin', '/api/risk/kill-switch/', on ? { on, reason: 'a look at the news' } : { on })

  /** Every ordered event of the log from that seq on, of those channels. */
  async function logged(name, fromSeq, channels) {
    const events = []
    for (let cursor = ''; cursor !== null;) {
      const more = cursor && `&cursor=${encodeURIComponent(cursor)}`
      const { status, body } = await desk.as(name, `/api/v1/events?limit=7&from_seq=${fromSeq}${channels ? `&channels=${channels}` : ''}${more}`)
      assert.equal(status, 200, JSON.stringify(body))
      events.push(...body.events)
      cursor = body.next_cursor
    }
    return events
  }

  /** Waits until what the reader knows is what the API answers. */
  async function agreesWithApi(feed, name = 'admin') {
    const { view } = feed.knowledge
    const get = async (target) => (await desk.as(name, target)).body
    const compare = async () => {
      feed.assertSound?.()
      assert.deepEqual(mapped(view.positions), byId((await get('/api/portfolio/positions/')).positions, 'id'))
      const orders = (await get('/api/orders/?status=open&limit=1000')).orders
      assert.deepEqual(mapped(view.orders), byId(orders, 'client_order_id'))
      assert.deepEqual(mapped(view.operations), byId((await get('/api/operations/active/')).operations, 'id'))
      const risk = await get('/api/risk/metrics/')
      assert.equal(view.pause_state.paused, risk.kill_switch !== null || risk.loss_pause !== null || !risk.trading_enabled || !risk.server_trading_enabled)
      assert.deepEqual(view.alerts.alarms, risk.alarms)
      const summary = await get('/api/portfolio/summary/')
      for (const figure of ['num_positions', 'realized_pnl', 'worst_case', 'currency']) assert.deepEqual(view.stats[figure], summary[figure], figure)
      assert.equal(view.equity.realized_pnl, summary.realized_pnl)
    }
    let why
    await until(() => compare().then(() => true, (error) => { why = error; return false }), 20_000).catch(() => { throw why })
  }

  return Object.assign(desk, { open, still, enter, leave, killSwitch, logged, agreesWithApi })
}
