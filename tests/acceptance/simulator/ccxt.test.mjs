// ccxt, unchanged, trades on robson-sim through its unified interface, over REST and (ccxt.pro) WebSocket.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import ccxt from "ccxt";
import { entry, key, secret, startSimulator } from "./robson_sim.mjs";

let simulator;
let exchange;
let pro;

function point(client) {
  const api = client.urls.api;
  for (const name of Object.keys(api)) {
    if (typeof api[name] === "string") api[name] = api[name].replace(/^https:\/\/[^/]+/, simulator.http);
  }
  if (api.ws) {
    api.ws.spot = `${simulator.ws}/ws`;
    api.ws["ws-api"].spot = `${simulator.ws}/ws-api/v3`;
  }
  return client;
}

const options = { apiKey: key, secret, options: { defaultType: "spot", fetchMarkets: { types: ["spot"] }, fetchMargins: false } };

before(async () => {
  simulator = await startSimulator();
  exchange = point(new ccxt.binance(options));
  await exchange.loadMarkets();
});
after(async () => {
  await pro?.close();
  await simulator.stop();
});

test("markets, currencies and limits are read", () => {
  const market = exchange.market("BTC/USDC");
  assert.equal(market.id, "BTCUSDC");
  assert.equal(market.spot, true);
  assert.equal(market.active, true);
  assert.equal(market.precision.price, 0.01);
  assert.equal(market.precision.amount, 0.00001);
  assert.equal(market.limits.cost.min, 5);
  assert.ok(exchange.market("ETH/USDC"));
  assert.ok(exchange.market("XAU/USD"));
});

test("server time and status", async () => {
  assert.ok(Math.abs((await exchange.fetchTime()) - Date.now()) < 5_000);
  assert.equal((await exchange.fetchStatus()).status, "ok");
});

test("ticker, tickers, book, trades and candles agree with each other", async () => {
  const ticker = await exchange.fetchTicker("BTC/USDC");
  assert.ok(ticker.last > 85_000 && ticker.last < 93_000);
  assert.ok(ticker.bid < ticker.ask);
  assert.ok(ticker.low <= ticker.last && ticker.last <= ticker.high);
  assert.equal(Object.keys(await exchange.fetchTickers(["BTC/USDC", "ETH/USDC"])).length, 2);
  const book = await exchange.fetchOrderBook("BTC/USDC", 20);
  assert.equal(book.bids.length, 20);
  assert.equal(book.asks.length, 20);
  assert.ok(book.bids[0][0] < book.asks[0][0]);
  const trades = await exchange.fetchTrades("BTC/USDC", undefined, 50);
  assert.equal(trades.length, 50);
  for (const timeframe of ["1m", "5m", "15m", "1h", "4h", "1d"]) {
    const candles = await exchange.fetchOHLCV("BTC/USDC", timeframe, undefined, 200);
    assert.equal(candles.length, 200, timeframe);
    for (const [, open, high, low, close] of candles) {
      assert.ok(low <= Math.min(open, close) && Math.max(open, close) <= high);
    }
  }
});

test("the balance is the demo account's", async () => {
  const balance = await exchange.fetchBalance();
  assert.equal(balance.USDC.total, 10_000);
  assert.equal(balance.BTC.total, 1);
  assert.equal(balance.ETH.total, 10);
});

test("a market order is filled and shows in my trades and the balance", async () => {
  const order = await exchange.createOrder("BTC/USDC", "market", "buy", 0.001);
  assert.equal(order.status, "closed");
  assert.equal(order.filled, 0.001);
  assert.ok(order.cost > 80);
  const trades = await exchange.fetchMyTrades("BTC/USDC");
  assert.equal(trades.at(-1).order, order.id);
  assert.equal(trades.at(-1).fee.currency, "BTC");
  const balance = await exchange.fetchBalance();
  assert.ok(Math.abs(balance.USDC.total - (10_000 - order.cost)) < 1e-6);
  assert.ok(Math.abs(balance.BTC.total - 1.000999) < 1e-9);
});

test("each order type is created, fetched and cancelled", async () => {
  const last = (await exchange.fetchTicker("BTC/USDC")).last;
  const below = Math.floor(last * 0.9);
  const above = Math.ceil(last * 1.1);
  const cases = [
    ["limit", "buy", below, {}],
    ["LIMIT_MAKER", "sell", above, {}],
    ["STOP_LOSS", "sell", undefined, { stopPrice: below }],
    ["STOP_LOSS_LIMIT", "sell", below - 10, { stopPrice: below }],
    ["TAKE_PROFIT", "sell", undefined, { stopPrice: above }],
    ["TAKE_PROFIT_LIMIT", "sell", above, { stopPrice: above }],
  ];
  for (const [type, side, price, params] of cases) {
    const order = await exchange.createOrder("BTC/USDC", type, side, 0.01, price, params);
    assert.ok(order.id, type);
    const fetched = await exchange.fetchOrder(order.id, "BTC/USDC");
    assert.equal(fetched.status, "open", type);
    assert.equal(fetched.amount, 0.01, type);
    assert.ok((await exchange.fetchOpenOrders("BTC/USDC")).some((open) => open.id === order.id), type);
    const cancelled = await exchange.cancelOrder(order.id, "BTC/USDC");
    assert.equal(cancelled.status, "canceled", type);
  }
  const orders = await exchange.fetchOrders("BTC/USDC");
  assert.equal(orders.filter((order) => order.status === "canceled").length, cases.length);
  assert.equal((await exchange.fetchOpenOrders("BTC/USDC")).length, 0);
});

test("an order is edited by cancel and replace", async () => {
  const last = (await exchange.fetchTicker("BTC/USDC")).last;
  const order = await exchange.createOrder("BTC/USDC", "limit", "buy", 0.01, Math.floor(last * 0.9));
  const edited = await exchange.editOrder(order.id, "BTC/USDC", "limit", "buy", 0.02, Math.floor(last * 0.91));
  assert.notEqual(edited.id, order.id);
  const open = await exchange.fetchOpenOrders("BTC/USDC");
  assert.deepEqual(open.map((each) => each.amount), [0.02]);
  await exchange.cancelAllOrders("BTC/USDC");
  assert.equal((await exchange.fetchOpenOrders("BTC/USDC")).length, 0);
});

test("mistakes come as ccxt's own errors", async () => {
  await assert.rejects(exchange.createOrder("BTC/USDC", "limit", "buy", 10, 80_000), ccxt.InsufficientFunds);
  await assert.rejects(exchange.cancelOrder("999999", "BTC/USDC"), ccxt.OrderNotFound);
  await assert.rejects(exchange.createOrder("BTC/USDC", "limit", "buy", 0.00001, 80_000), /Filter failure: NOTIONAL/);
  const stranger = point(new ccxt.binance({ ...options, apiKey: "nobody" }));
  await assert.rejects(stranger.fetchBalance(), ccxt.AuthenticationError);
  const forger = point(new ccxt.binance({ ...options, secret: "wrong" }));
  await assert.rejects(forger.fetchBalance(), ccxt.AuthenticationError);
});

test("ccxt.pro watches ticker, book, trades, candles, and its own orders and balance", async () => {
  pro = point(new ccxt.pro.binance(options));
  await pro.loadHttpProxyAgent(); // what ccxt asks for where an address is ws:// and not wss://
  await pro.loadMarkets();
  assert.ok((await pro.watchTicker("BTC/USDC")).last > 85_000);
  const book = await pro.watchOrderBook("BTC/USDC");
  assert.ok(book.bids[0][0] < book.asks[0][0]);
  assert.ok((await pro.watchTrades("BTC/USDC")).length > 0);
  assert.ok((await pro.watchOHLCV("BTC/USDC", "1m")).length > 0);
  const watched = pro.watchOrders("BTC/USDC");
  const balance = pro.watchBalance();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const placed = await pro.createOrder("BTC/USDC", "limit", "buy", 0.01, 80_000);
  const [order] = await watched;
  assert.equal(order.id, placed.id);
  assert.equal(order.status, "open");
  assert.equal((await balance).USDC.used, 800);
  await pro.cancelOrder(placed.id, "BTC/USDC");
});

test("lists with a working order through its plain calls", async () => {
  await simulator.market("BTCUSDC", 90_000);
  const list = await exchange.privatePostOrderListOtoco(entry("c-1", { pendingQuantity: 0.001 }));
  assert.equal(list.contingencyType, "OTO");
  assert.equal((await exchange.fetchOrder(undefined, "BTC/USDC", { clientOrderId: "c-1-s" })).status, "open");
  await exchange.privatePostOrderListOpoco(entry("c-2"));
  assert.equal((await exchange.privateGetOpenOrderList()).length, 2);
  await exchange.cancelAllOrders("BTC/USDC");
  assert.equal((await exchange.privateGetOpenOrderList()).length, 0);
});
