// A bot that a test writes: serves api/bot.yaml from an object that the test may change at any time, and misbehaves as
// it is told. It keeps what it was commanded, each request_id once.
import { createServer } from 'node:http'
import { once } from 'node:events'

export const key = 'the-admin-key-of-the-bot'
const now = () => new Date().toISOString()

export function position(id, change = {}) {
  return {
    position_id: id, asset: 'SOL', token: 'jitoSOL', protocol: 'marginfi', status: 'open', leverage: 3,
    created_at: '2026-01-02T03:00:00.000Z', opened_at: '2026-01-02T03:04:05.000Z', closed_at: null,
    sizing: { deployed_usd: 5000, position_size_usd: 15000, collateral_usd: 5000, borrowed_usd: 10000, capital_usd: 10000 },
    asgard: {
      state: 'open', position_pda: 'Pda', collateral_usd: 15000.1234567, token_a_amount: 100, entry_price: 150, current_price: 150.00123456789,
      debt_usd: 10000, current_health_factor: 0.26, liquidation_price: 111.11, distance_to_liquidation: 0.259, detail: null,
    },
    hyperliquid: {
      state: 'open', size: -100, size_sol: -100, entry_px: 150, mark_px: 149.9, leverage: 3, margin_used: 5000, margin_fraction: 0.33,
      liquidation_px: 195, distance_to_liquidation: 0.3, funding_rate: 0.0000125, funding_received_rate: 0.0000125, detail: null,
    },
    pnl: {
      long_pnl: 10, short_pnl: 1, position_pnl: 11, funding_pnl: 40.3, borrow_cost: 3, staking_yield: 2, fees: 5, total_pnl: 45.3,
      total_pnl_pct: 0.00906, apy: 0.12,
    },
    risk: { delta: 10.123456789012, delta_ratio: 0.0007, health_status: 'healthy', distance_to_liquidation: 0.259 },
    lifecycle: [{ at: '2026-01-02T03:00:00.000Z', status: 'opening', text: 'Opening.' }],
    stuck: null, as_of: now(), ...change,
  }
}

const settings = {
  bot: {
    poll_interval_seconds: 30, scan_interval_seconds: 60, max_concurrent_positions: 5, min_opportunity_apy: 0.01,
    enable_auto_entry: true, enable_auto_exit: true, enable_circuit_breakers: true,
  },
  risk: {
    max_leverage: 4, default_leverage: 3, min_position_usd: 1000, max_position_usd: 50000, health_factor_warning: 0.2,
    health_factor_critical: 0.15, health_factor_emergency: 0.1, margin_fraction_warning: 0.1, margin_fraction_critical: 0.08,
    margin_fraction_emergency: 0.05, liquidation_threshold: 0.9, maintenance_margin: 0.025, delta_drift_warning: 0.005,
    delta_drift_critical: 0.02, critical_exit_seconds: 20, price_deviation_limit: 0.02, lst_premium_limit: 0.02,
    lst_discount_limit: 0.02, max_gas_usd: 5,
  },
}

export class ScriptedBot {
  state = 'running'
  skew_ms = 0
  positions = { p1: position('p1') }
  pauses = []
  breakers = []
  events = []
  trades = []
  payments = []
  config = { ...structuredClone(settings), version: 1, updated_at: '2026-01-01T00:00:00.000Z', updated_by: 'robson-bot' }
  streams = true
  /** path -> (request, response) => true when it has answered; or `delay_ms`, `cut`, `garbage` by path prefix. */
  faults = {}
  commands = []
  asked = {} // times by path
  #answers = new Map() // request_id -> [status, body]
  #open = new Set()
  #sockets = new Set()
  #server
  port = 0

  async start(port = this.port) {
    this.#server = createServer((request, response) => this.#serve(request, response))
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.port = this.#server.address().port
    return this
  }
  get address() {
    return `http://127.0.0.1:${this.port}`
  }
  async stop() {
    if (!this.#server) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    this.#open.clear()
    await closed
    this.#server = undefined
  }

  tell(type, text, { severity = 'info', position_id = null, asset = null, data = {} } = {}) {
    const event = { id: (this.events.at(-1)?.id ?? 0) + 1, at: now(), type, severity, position_id, asset, text, data }
    this.events.push(event)
    for (const stream of this.#open) stream.write(`id: ${event.id}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`)
    return event
  }
  pause(scope, reason, by, { including_emergency = false, source = 'manual', breaker = null } = {}) {
    const one = { id: (this.pauses.at(-1)?.id ?? 0) + 1, scope, source, breaker, reason, by, at: now(), until: null, including_emergency }
    this.pauses.push(one)
    return one
  }
  pauseState() {
    const order = ['all', 'entry', 'exit', 'asgard', 'hyperliquid']
    const widest = [...this.pauses].sort((a, b) => order.indexOf(a.scope) - order.indexOf(b.scope))[0]
    return {
      paused: this.pauses.length > 0, scope: widest?.scope ?? null, reason: widest?.reason ?? null, paused_at: widest?.at ?? null,
      paused_by: widest?.by ?? null, active_breakers: this.breakers.filter((one) => !one.resolved_at).map((one) => one.breaker_type),
      pauses: this.pauses,
    }
  }

  async #serve(request, response) {
    const url = new URL(request.url, 'http://bot')
    const path = url.pathname
    this.asked[path] = (this.asked[path] ?? 0) + 1
    let text = ''
    for await (const chunk of request) text += chunk
    const fault = Object.entries(this.faults).find(([prefix]) => path.startsWith(prefix))?.[1]
    if (typeof fault === 'function' && (await fault(request, response, text))) return
    if (fault?.delay_ms) await new Promise((resolve) => setTimeout(resolve, fault.delay_ms))
    const say = (status, body) => {
      const json = typeof body === 'string' ? body : JSON.stringify(body)
      if (fault?.die_after) setTimeout(() => this.stop(), 20)
      if (fault?.cut) {
        response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) })
        response.write(json.slice(0, json.length / 2))
        return setTimeout(() => response.destroy(), 20)
      }
      response.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json' })
      response.end(fault?.garbage ?? json)
    }
    const problem = (status, code, detail, field) => say(status, { title: code, status, code, detail, ...(field ? { field } : {}) })
    if (path !== '/health' && request.headers['x-api-key'] !== key) return problem(401, 'BAD_KEY', 'That is not the key.')
    if (request.method === 'GET') return this.#get(url, request, response, say, problem)
    const asked = JSON.parse(text || '{}')
    if (asked.request_id && this.#answers.has(asked.request_id)) return say(...this.#answers.get(asked.request_id))
    const answer = this.#act(request.method, path, asked)
    if (asked.request_id) this.#answers.set(asked.request_id, answer)
    say(...answer)
  }

  #get(url, request, response, say, problem) {
    const after = Number(url.searchParams.get('after') ?? 0)
    const rest = (rows) => rows.filter((row) => row.id > after).slice(0, Number(url.searchParams.get('limit') ?? 500))
    const time = new Date(Date.now() + this.skew_ms).toISOString()
    switch (url.pathname) {
      case '/health':
        return say(200, {
          status: 'ok', state: this.state, version: '1.2.3', time,
          recovery_progress: this.state === 'recovering' ? { step: 'reading legs', done: 1, total: 3 } : null, detail: null,
        })
      case '/internal/stats':
        return say(200, {
          state: this.state, environment: 'paper', started_at: '2026-01-01T00:00:00.000Z', time, realized_pnl_usd: 120.5, unrealized_pnl_usd: 45.3,
          funding_pnl_usd: 140, position_pnl_usd: 25.8, closed_positions: 3, winning_positions: 2, current_apy: 0.1234, scans: 7,
          last_scan_at: time, last_monitor_at: time, opportunities: [], of_the_future: { any: 'thing' },
        })
      case '/internal/positions':
        return say(200, Object.fromEntries(Object.entries(this.positions).map(([id, one]) => [id, { ...one, as_of: time }])))
      case '/internal/pause-state':
        return say(200, this.pauseState())
      case '/internal/circuit-breakers':
        return say(200, { circuit_breakers: this.breakers })
      case '/internal/chains':
        return say(200, { solana: { connected: true, block_height: 250000000, age_ms: 400 }, arbitrum: { connected: false, block_height: null, age_ms: null } })
      case '/internal/config':
        return say(200, this.config)
      case '/internal/trades':
        return say(200, { trades: rest(this.trades) })
      case '/internal/funding':
        return say(200, { payments: rest(this.payments) })
      case '/internal/events': {
        const newest = this.events.at(-1)?.id ?? 0
        if (after > newest) return problem(410, 'GONE', 'That id is from the future.')
        if (!this.streams || !request.headers.accept?.includes('text/event-stream')) return say(200, { events: rest(this.events), newest })
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        response.write(': hello\n\n')
        for (const event of rest(this.events)) response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
        this.#open.add(response)
        return response.on('close', () => this.#open.delete(response))
      }
    }
    const id = url.pathname.match(/^\/internal\/positions\/([^/]+)$/)?.[1]
    if (id && this.positions[id]) return say(200, this.positions[id])
    if (id) return problem(404, 'UNKNOWN_POSITION', 'There is no such position.')
    return say(404, '')
  }

  /** [status, body] */
  #act(method, path, asked) {
    this.commands.push({ method, path, ...asked })
    const problem = (status, code, detail, field) => [status, { title: code, status, code, detail, ...(field ? { field } : {}) }]
    if (path === '/internal/control/pause') {
      const one = this.pause(asked.scope, asked.reason, asked.by, { including_emergency: asked.including_emergency })
      this.tell('pause_added', `Paused ${asked.scope}.`)
      return [200, { success: true, paused_at: one.at, scope: one.scope, reason: one.reason, pause_id: one.id }]
    }
    if (path === '/internal/control/resume') {
      const gone = this.pauses.filter((one) => one.source === 'manual' && (!asked.scopes || asked.scopes.includes(one.scope)))
      this.pauses = this.pauses.filter((one) => !gone.includes(one))
      this.tell('pause_cleared', 'Resumed.')
      return [200, { success: true, resumed_at: now(), cleared: gone.map((one) => one.id) }]
    }
    if (path === '/internal/control/emergency-stop') {
      this.pause('all', asked.reason, asked.by)
      const closing = asked.mode === 'flatten' ? Object.keys(this.positions) : []
      this.tell('emergency_stop', `Stopped: ${asked.mode}.`, { severity: 'critical' })
      return [200, { success: true, accepted_at: now(), mode: asked.mode, closing }]
    }
    if (path === '/internal/positions' && asked.asset === 'DOGE') return problem(422, 'UNKNOWN_ASSET', 'DOGE is not traded.', 'asset')
    if (path === '/internal/positions') return [202, { success: true, position_id: 'p2', status: 'opening', message: 'Opening.' }]
    const closing = path.match(/^\/internal\/positions\/([^/]+)\/close$/)?.[1]
    if (closing && !this.positions[closing]) return problem(404, 'UNKNOWN_POSITION', 'There is no such position.')
    if (closing) return [202, { success: true, position_id: closing, status: 'closing', message: 'Closing.' }]
    const breaker = path.match(/^\/internal\/circuit-breakers\/([^/]+)\/resolve$/)?.[1]
    if (breaker && !this.breakers.some((one) => one.breaker_type === breaker && !one.resolved_at)) {
      return problem(404, 'BREAKER_NOT_OPEN', 'That breaker is not open.')
    }
    if (breaker) {
      for (const one of this.breakers) if (one.breaker_type === breaker) Object.assign(one, { resolved_at: now(), resolved_by: asked.by })
      return [200, { circuit_breakers: this.breakers.filter((one) => !one.resolved_at) }]
    }
    if (path === '/internal/config' && asked.expected_version !== this.config.version) {
      return problem(409, 'VERSION_CONFLICT', `The configuration has version ${this.config.version}.`, 'expected_version')
    }
    if (path === '/internal/config') {
      this.config = { bot: asked.bot, risk: asked.risk, version: this.config.version + 1, updated_at: now(), updated_by: asked.by }
      this.tell('config_changed', 'Configured.')
      return [200, this.config]
    }
    return [404, '']
  }
}
