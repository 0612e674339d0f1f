// A venue that stands still: Binance's protocol with one market at one price, so that figures can be known beforehand.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

export async function startStillVenue({ bid = '89245.00', ask = '89246.00', last = '89245.50' } = {}) {
  const symbol = 'BTCUSDC'
  const asked = {}
  const book = { symbol, bidPrice: bid, bidQty: '1.00000', askPrice: ask, askQty: '1.00000' }
  const filters = [
    { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000.00', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000.00000', stepSize: '0.00001' },
    { filterType: 'NOTIONAL', minNotional: '5.00', applyMinToMarket: true, maxNotional: '9000000', applyMaxToMarket: false, avgPriceMins: 5 },
  ]
  const market = {
    symbol, status: 'TRADING', baseAsset: 'BTC', baseAssetPrecision: 8, quoteAsset: 'USDC', quotePrecision: 8,
    quoteAssetPrecision: 8, orderTypes: ['LIMIT', 'MARKET'], isSpotTradingAllowed: true, filters, permissions: ['SPOT'],
  }
  const candles = () => {
    const size = 900_000
    const now = Math.floor(Date.now() / size) * size
    return Array.from({ length: 100 }, (_, i) => {
      const open = now - (99 - i) * size
      return [open, last, ask, bid, last, '1.00000', open + size - 1, '89245.50', 10, '0.50000', '44622.75', '0']
    })
  }
  const routes = {
    '/api/v3/ping': () => ({}),
    '/api/v3/time': () => ({ serverTime: Date.now() }),
    '/api/v3/exchangeInfo': () => ({ timezone: 'UTC', serverTime: Date.now(), rateLimits: [], exchangeFilters: [], symbols: [market] }),
    '/api/v3/ticker/bookTicker': () => book,
    '/api/v3/ticker/price': () => ({ symbol, price: last }),
    '/api/v3/klines': () => candles(),
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://venue')
    asked[pathname] = (asked[pathname] ?? 0) + 1
    const wanted = searchParams.get('symbol')
    const unknown = wanted !== null && wanted !== symbol
    const answer = unknown ? { code: -1121, msg: 'Invalid symbol.' } : routes[pathname]?.()
    response.writeHead(answer === undefined ? 404 : unknown ? 400 : 200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(answer ?? { code: -1000, msg: 'not served here' }))
  })
  const sockets = new WebSocketServer({ server })
  let id = 1
  const tell = (socket) => {
    const combined = socket.path.startsWith('/stream')
    const send = (stream, data) => socket.send(JSON.stringify(combined ? { stream, data } : data))
    send('btcusdc@bookTicker', { u: ++id, s: symbol, b: bid, B: '1.00000', a: ask, A: '1.00000' })
    send('btcusdc@trade', { e: 'trade', E: Date.now(), s: symbol, t: id, p: last, q: '0.00100', T: Date.now(), m: false, M: true })
  }
  sockets.on('connection', (socket, request) => {
    socket.path = request.url
    socket.on('message', (text) => {
      const message = JSON.parse(text)
      if (message.id !== undefined) socket.send(JSON.stringify({ result: null, id: message.id }))
    })
    tell(socket)
  })
  const timer = setInterval(() => sockets.clients.forEach(tell), 200)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${server.address().port}`,
    asked,
    async stop() {
      clearInterval(timer)
      sockets.clients.forEach((socket) => socket.terminate())
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
