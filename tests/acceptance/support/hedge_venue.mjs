// Both venues of a two-legged position, scripted: one market each at prices that stand still, so that figures can be
// known beforehand, and any answer can be lost, late, cut or garbage.
import { createServer } from 'node:http'

export const hedgeKey = 'demo-hedge-key'

/** `spoil` of an answer: (pathname, method, answer) => {status, body} | 'hang' | 'drop' | undefined (as it is). */
export async function startHedgeVenue({ usd = 100_000, port = 0 } = {}) {
  const market = { mark: 150, oracle: 150, rate: 0.00003, token: 180, pool: 1.2, borrow: 0.06 }
  const chains = { solana: { connected: true, gas_usd: 0.01 }, arbitrum: { connected: true, gas_usd: 0.1 } }
  const orders = new Map()
  const positions = new Map()
  const payments = []
  const liquidations = []
  const acts = [] // each act that reached the venue: what, id
  let perp = { size: 0, cost: 0, margin: 0, leverage: 1, funding: 0 }
  let perpFree = usd
  let lendingUsd = usd
  let height = 1_000
  const steering = { spoil: null, refuse: null }
  const now = () => new Date().toISOString()
  const round = (value) => Number(value.toFixed(9))

  const perpPosition = () => {
    const unrealized = perp.size * market.mark - perp.cost
    return {
      coin: 'SOL', size: round(perp.size), entry_price: round(perp.cost / perp.size), mark_price: market.mark, leverage: perp.leverage,
      margin: round(perp.margin), unrealized_pnl: round(unrealized), funding: round(perp.funding),
      margin_fraction: round((perp.margin + unrealized) / Math.abs(perp.size * market.mark)), liquidation_price: round(market.mark * 1.3),
    }
  }
  const view = (position) => ({
    ...position,
    value_usd: position.status === 'OPEN' ? round(position.token_amount * market.token) : 0,
    health_factor: position.status === 'OPEN' ? round(1 - position.debt_usd / (position.token_amount * market.token * 0.9)) : null,
    liquidation_price: position.status === 'OPEN' ? round(position.debt_usd / (position.token_amount * market.pool * 0.9)) : null,
  })

  function order(asked) {
    const known = orders.get(asked.client_id)
    if (known) return [200, known]
    acts.push(`${asked.side} ${asked.client_id}`)
    const signed = asked.side === 'BUY' ? asked.size : -asked.size
    const refused = steering.refuse?.(asked.reduce_only ? 'close short' : 'open short')
    const filled = refused ? 0 : asked.reduce_only ? Math.min(asked.size, Math.abs(perp.size)) * Math.sign(signed) : signed
    const reducing = perp.size !== 0 && Math.sign(filled) !== Math.sign(perp.size)
    if (filled !== 0 && reducing) {
      const part = Math.abs(filled / perp.size)
      perpFree += perp.margin * part + (perp.size * market.mark - perp.cost) * part
      perp = { ...perp, size: round(perp.size + filled), cost: perp.cost * (1 - part), margin: perp.margin * (1 - part) }
    } else if (filled !== 0) {
      const leverage = asked.leverage ?? 1
      const margin = Math.abs(filled * market.mark) / leverage
      perpFree -= margin
      perp = { ...perp, size: round(perp.size + filled), cost: perp.cost + filled * market.mark, margin: perp.margin + margin, leverage }
    }
    const done = {
      client_id: asked.client_id, coin: asked.coin, side: asked.side, size: asked.size, filled_size: round(Math.abs(filled)),
      average_price: filled === 0 ? null : market.mark, fee: round(Math.abs(filled) * market.mark * 0.00045),
      status: refused ? 'REJECTED' : filled === 0 ? 'CANCELLED' : 'FILLED', reason: refused ? 'ON_REQUEST' : null, time: now(),
    }
    orders.set(asked.client_id, done)
    return [200, done]
  }
  function open(asked) {
    const known = positions.get(asked.client_id)
    if (known) return [200, view(known)]
    acts.push(`open ${asked.client_id}`)
    const refused = steering.refuse?.('open long')
    const size = asked.collateral_usd * asked.leverage
    if (!refused) lendingUsd -= asked.collateral_usd
    const position = {
      client_id: asked.client_id, position_pda: `pda-${positions.size + 1}`, asset: asked.asset, token: asked.token, protocol: 'marginfi',
      token_amount: refused ? 0 : round((size * 0.9995) / market.token), entry_price: market.token, collateral_usd: asked.collateral_usd,
      debt_usd: refused ? 0 : round(size - asked.collateral_usd), status: refused ? 'REJECTED' : 'OPEN', reason: refused ? 'ON_REQUEST' : null,
      fee: refused ? 0 : round(size * 0.0005), interest_paid: 0, opened_at: now(), closed_at: null, proceeds_usd: null, exit_price: null,
    }
    positions.set(asked.client_id, position)
    return [200, view(position)]
  }
  function close(id, asked) {
    const position = positions.get(id)
    if (!position) return [404, { code: 'UNKNOWN_POSITION', message: 'no such position' }]
    if (position.close_id === asked.close_id || position.status !== 'OPEN') return [200, view(position)]
    acts.push(`close ${id}`)
    if (steering.refuse?.('close long')) return [400, { code: 'ON_REQUEST', message: 'refused' }]
    const value = position.token_amount * market.token
    const proceeds = value * 0.9995 - position.debt_usd
    lendingUsd += proceeds
    Object.assign(position, {
      status: 'CLOSED', close_id: asked.close_id, closed_at: now(), proceeds_usd: round(proceeds), exit_price: market.token,
      fee: round(position.fee + value * 0.0005),
    })
    return [200, view(position)]
  }

  function answer(method, pathname, query, body) {
    const after = Number(query.get('after') ?? 0)
    if (pathname === '/perp/v1/markets') {
      return [200, { time: now(), markets: [{
        coin: 'SOL', mark_price: market.mark, oracle_price: market.oracle, bid: market.mark, ask: market.mark, funding_rate: market.rate,
        premium: 0, open_interest: 1000, next_funding_time: now(), max_leverage: 20, maintenance_margin: 0.025, size_step: 0.01, price_tick: 0.01,
      }] }]
    }
    if (pathname === '/lending/v1/markets') {
      return [200, { time: now(), markets: [{
        asset: 'SOL', protocol: 'marginfi', token: 'jitoSOL', oracle_price: market.oracle, token_market_price: market.token, pool_rate: market.pool,
        borrow_rate: market.borrow, supply_rate: 0.01, staking_rate: 0.07, liquidation_threshold: 0.9, available_usd: 10_000_000, max_leverage: 5,
      }] }]
    }
    if (pathname === '/chains/v1') {
      height += 1
      return [200, Object.fromEntries(Object.entries(chains).map(([name, chain]) => [name, { ...chain, block_height: height, age_ms: 400 }]))]
    }
    if (pathname === '/perp/v1/account') {
      const open = perp.size === 0 ? [] : [perpPosition()]
      return [200, { time: now(), account_value: round(perpFree + perp.margin), free: round(perpFree), margin_used: round(perp.margin), positions: open }]
    }
    if (pathname === '/lending/v1/account') return [200, { time: now(), usd: round(lendingUsd) }]
    if (pathname === '/perp/v1/payments') return [200, { payments: payments.filter((each) => each.id > after).slice(0, Number(query.get('limit') ?? 500)) }]
    if (pathname === '/perp/v1/liquidations') return [200, { liquidations: liquidations.filter((each) => each.id > after) }]
    if (pathname === '/perp/v1/orders' && method === 'POST') return order(body)
    if (pathname.startsWith('/perp/v1/orders/')) {
      const found = orders.get(decodeURIComponent(pathname.split('/').at(-1)))
      return found ? [200, found] : [404, { code: 'UNKNOWN_ORDER', message: 'no such order' }]
    }
    if (pathname === '/lending/v1/positions') return method === 'POST' ? open(body) : [200, { positions: [...positions.values()].map(view) }]
    const [, id, closing] = pathname.match(/^\/lending\/v1\/positions\/([^/]+)(\/close)?$/) ?? []
    if (id && closing) return close(decodeURIComponent(id), body)
    const found = id && positions.get(decodeURIComponent(id))
    return found ? [200, view(found)] : [404, { code: 'UNKNOWN_POSITION', message: 'no such position' }]
  }

  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { pathname, searchParams } = new URL(request.url, 'http://venue')
    const spoiled = (done) => steering.spoil?.(pathname, request.method, done)
    if (request.headers['x-api-key'] !== hedgeKey) {
      response.writeHead(401, { 'Content-Type': 'application/json' })
      return response.end('{"code":"UNKNOWN_KEY","message":"unknown key"}')
    }
    if (spoiled(null) === 'lost') return request.socket.destroy() // not done, answer lost
    const [status, done] = answer(request.method, pathname, searchParams, text ? JSON.parse(text) : {})
    const how = spoiled(done)
    if (how === 'drop') return request.socket.destroy() // done, answer lost
    if (how === 'hang') return
    response.writeHead(how?.status ?? status, { 'Content-Type': 'application/json', ...(how?.length ? { 'Content-Length': how.length } : {}) })
    response.end(how?.body ?? JSON.stringify(done))
  })
  const listen = (on) => new Promise((resolve) => server.listen(on, '127.0.0.1', resolve))
  await listen(port)
  const address = `127.0.0.1:${server.address().port}`
  return {
    address, market, chains, acts, orders, positions, payments, liquidations, steering,
    short: () => perp.size,
    held: () => [...positions.values()].filter((each) => each.status === 'OPEN').length,
    pay(amount) {
      payments.push({ id: payments.length + 1, coin: 'SOL', time: now(), size: round(perp.size), mark_price: market.oracle, rate: market.rate, amount })
    },
    async goAway() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    comeBack: () => listen(Number(address.split(':')[1])),
    async stop() {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}
