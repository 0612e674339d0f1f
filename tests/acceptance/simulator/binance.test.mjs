// The npm package `binance` (tiagosiebler), unchanged, on robson-sim: REST, streams, WebSocket API, user data.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import WebSocket from "ws";
import { MainClient, WebsocketClient, WebsocketAPIClient } from "binance";
import { entry, key, secret, startSimulator, waitFor } from "./robson_sim.mjs";

let simulator;
let client;
const closing = [];
const silent = { trace() {}, info() {}, error() {}, debug() {}, notice() {}, warning() {}, silly() {} };

before(async () => {
  simulator = await startSimulator();
  client = new MainClient({ api_key: key, api_secret: secret, baseUrl: simulator.http, disableTimeSync: true });
});
after(async () => {
  for (const each of closing) each.closeAll(true);
  await simulator.stop();
});

test("market data", async () => {
  await client.testConnectivity();
  const info = await client.getExchangeInfo({ symbol: "BTCUSDC" });
  assert.deepEqual(info.symbols.map((each) => each.symbol), ["BTCUSDC"]);
  const ticker = await client.getSymbolOrderBookTicker({ symbol: "BTCUSDC" });
  assert.ok(Number(ticker.bidPrice) < Number(ticker.askPrice));
  const book = await client.getOrderBook({ symbol: "BTCUSDC", limit: 10 });
  assert.equal(book.bids.length, 10);
  assert.equal((await client.getKlines({ symbol: "BTCUSDC", interval: "15m", limit: 1000 })).length, 1000);
  assert.equal((await client.getRecentTrades({ symbol: "BTCUSDC", limit: 10 })).length, 10);
  assert.equal((await client.getAggregateTrades({ symbol: "BTCUSDC", limit: 10 })).length, 10);
  assert.ok(Number((await client.get24hrChangeStatistics({ symbol: "BTCUSDC" })).volume) > 0);
  assert.ok(Number((await client.getAvgPrice({ symbol: "BTCUSDC" })).price) > 0);
});

test("an entry that carries its protection: filled, protected, replaced on one leg", async () => {
  await simulator.market("BTCUSDC", 90_000);
  const prefix = client.getOrderIdPrefix();  // this client warns of ids without it
  const list = await client.submitNewOrderListOPOCO(entry(`${prefix}1`));
  assert.equal(list.contingencyType, "OTO");
  const stop = await client.getOrder({ symbol: "BTCUSDC", origClientOrderId: `${prefix}1-s` });
  assert.deepEqual([stop.status, stop.origQty], ["NEW", "0.00100000"]);
  const replaced = await client.replaceOrder({ symbol: "BTCUSDC", side: "SELL", type: "MARKET", quantity: 0.001, newOrderRespType: "FULL",
                                               cancelReplaceMode: "STOP_ON_FAILURE", cancelOrderId: stop.orderId });
  assert.equal(replaced.cancelResponse.listOrderStatus, "ALL_DONE");
  assert.equal(replaced.newOrderResponse.status, "FILLED");
  assert.ok(replaced.newOrderResponse.fills.length > 0);
  const otoco = await client.submitNewOrderListOTOCO(entry(`${prefix}2`, { pendingQuantity: 0.001, workingTimeInForce: "GTC", workingPrice: 89_000 }));
  assert.equal((await client.cancelOCO({ symbol: "BTCUSDC", orderListId: otoco.orderListId })).orderReports.length, 3);
  assert.equal((await client.getOpenOrders()).length, 0);
});

test("a stop that the price has passed, and one conditional order too many", async () => {
  await simulator.market("BTCUSDC", 90_000);
  const stop = (stopPrice) => client.submitNewOrder({ symbol: "BTCUSDC", side: "SELL", type: "STOP_LOSS", quantity: 0.001, stopPrice });
  await assert.rejects(stop(91_000), (error) => error.code === -2010 && /Stop price would trigger immediately/.test(error.message));
  for (let i = 0; i < 5; ++i) await stop(80_000 + i);
  await assert.rejects(stop(80_100), (error) => error.code === -1013 && /MAX_NUM_ALGO_ORDERS/.test(error.message));
  await client.cancelAllSymbolOrders({ symbol: "BTCUSDC" });
});

test("orders of each type, and an OCO in both forms", async () => {
  const last = Number((await client.getSymbolPriceTicker({ symbol: "BTCUSDC" })).price);
  const low = Math.floor(last * 0.9);
  const high = Math.ceil(last * 1.1);
  const filled = await client.submitNewOrder({ symbol: "BTCUSDC", side: "BUY", type: "MARKET", quantity: 0.00033 });
  assert.equal(filled.status, "FILLED");
  assert.equal(filled.fills[0].commissionAsset, "BTC");
  const spent = await client.submitNewOrder({ symbol: "BTCUSDC", side: "BUY", type: "MARKET", quoteOrderQty: 100 });
  assert.ok(Number(spent.cummulativeQuoteQty) <= 100 && Number(spent.cummulativeQuoteQty) > 99);
  const kinds = [
    { side: "BUY", type: "LIMIT", timeInForce: "GTC", price: low },
    { side: "BUY", type: "LIMIT_MAKER", price: low },
    { side: "SELL", type: "STOP_LOSS", stopPrice: low },
    { side: "SELL", type: "STOP_LOSS_LIMIT", timeInForce: "GTC", stopPrice: low, price: low - 10 },
    { side: "SELL", type: "TAKE_PROFIT", stopPrice: high },
    { side: "SELL", type: "TAKE_PROFIT_LIMIT", timeInForce: "GTC", stopPrice: high, price: high },
  ];
  for (const kind of kinds) {
    const placed = await client.submitNewOrder({ symbol: "BTCUSDC", quantity: 0.01, newOrderRespType: "RESULT", ...kind });
    assert.equal(placed.status, "NEW", kind.type);
    const found = await client.getOrder({ symbol: "BTCUSDC", orderId: placed.orderId });
    assert.equal(found.type, kind.type);
    const gone = await client.cancelOrder({ symbol: "BTCUSDC", orderId: placed.orderId });
    assert.equal(gone.status, "CANCELED");
  }
  const oco = await client.submitNewOrderList({
    symbol: "BTCUSDC", side: "SELL", quantity: 0.01,
    aboveType: "LIMIT_MAKER", abovePrice: high, belowType: "STOP_LOSS", belowStopPrice: low,
  });
  assert.equal(oco.listOrderStatus, "EXECUTING");
  assert.equal(oco.orders.length, 2);
  assert.equal((await client.getOCO({ orderListId: oco.orderListId })).contingencyType, "OCO");
  assert.equal((await client.cancelOCO({ symbol: "BTCUSDC", orderListId: oco.orderListId })).listOrderStatus, "ALL_DONE");
  const older = await client.submitNewOCO({
    symbol: "BTCUSDC", side: "SELL", quantity: 0.01, price: high, stopPrice: low, stopLimitPrice: low - 10, stopLimitTimeInForce: "GTC",
  });
  assert.equal((await client.getAllOpenOCO()).length, 1);
  assert.equal((await client.cancelAllSymbolOrders({ symbol: "BTCUSDC" })).length, 1);
  assert.ok((await client.getAllOCO()).some((each) => each.orderListId === older.orderListId));
  assert.ok((await client.getAccountTradeList({ symbol: "BTCUSDC" })).length >= 2);
  assert.equal((await client.getAccountInformation()).accountType, "SPOT");
});

test("streams of the market arrive on one socket", async () => {
  const sockets = new WebsocketClient({ beautify: false, wsUrl: `${simulator.ws}` }, silent);
  closing.push(sockets);
  const seen = new Set();
  sockets.on("error", () => {});
  const all = waitFor((emit) => sockets.on("message", (message) => {
    const event = message.data ?? message;
    if (event.e) seen.add(event.e);
    if (event.b && event.a && event.u && !event.e) seen.add("bookTicker");
    emit(seen);
  }), (set) => ["trade", "aggTrade", "kline", "24hrTicker", "depthUpdate", "bookTicker"].every((each) => set.has(each)), 20_000);
  await sockets.subscribe(["btcusdc@trade", "btcusdc@aggTrade", "btcusdc@kline_1m", "btcusdc@ticker", "btcusdc@depth@100ms",
                           "btcusdc@bookTicker"], "main");
  await all;
});

test("the WebSocket API places an order and tells of it in the user data stream", async () => {
  const api = new WebsocketAPIClient({ api_key: key, api_secret: secret, beautify: false, attachEventListeners: false,
                                       wsUrl: simulator.ws }, silent); // it adds /ws-api/v3 itself
  const sockets = api.getWSClient();
  closing.push(sockets);
  sockets.on("exception", () => {});
  const report = waitFor((emit) => sockets.on("message", (message) => emit(message.event ?? message)),
                         (event) => event.e === "executionReport" && event.x === "NEW");
  await api.subscribeUserDataStream("mainWSAPI");
  const placed = await api.submitNewSpotOrder({ symbol: "BTCUSDC", side: "BUY", type: "LIMIT", timeInForce: "GTC", price: "80000",
                                                quantity: "0.01", timestamp: Date.now() });
  assert.equal(placed.result.status, "NEW");
  assert.equal((await report).i, placed.result.orderId);
  const gone = await api.cancelSpotOrder({ symbol: "BTCUSDC", orderId: placed.result.orderId, timestamp: Date.now() });
  assert.equal(gone.result.status, "CANCELED");
});

test("the older user data stream by listen key tells of orders, too", async () => {
  const { listenKey } = await client.getSpotUserDataListenKey();
  await client.keepAliveSpotUserDataListenKey(listenKey);
  const socket = new WebSocket(`${simulator.ws}/ws/${listenKey}`);
  await waitFor((emit) => socket.addEventListener("open", emit));
  const report = waitFor((emit) => socket.addEventListener("message", (message) => emit(JSON.parse(message.data))),
                         (event) => event.e === "executionReport" && event.x === "TRADE");
  const filled = await client.submitNewOrder({ symbol: "BTCUSDC", side: "BUY", type: "MARKET", quantity: 0.001 });
  const event = await report;
  assert.equal(event.i, filled.orderId);
  assert.equal(event.N, "BTC");
  socket.close();
  await client.closeSpotUserDataListenKey(listenKey);
});
