// The venue's own npm package @binance/spot, unchanged, on robson-sim: REST, streams, WebSocket API.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Spot } from "@binance/spot";
import { entry, key, secret, startSimulator, waitFor } from "./robson_sim.mjs";

let simulator;
let client;
const closing = [];

before(async () => {
  simulator = await startSimulator();
  client = new Spot({
    configurationRestAPI: { apiKey: key, apiSecret: secret, basePath: simulator.http, retries: 0 },
    configurationWebsocketAPI: { apiKey: key, apiSecret: secret, wsURL: `${simulator.ws}/ws-api/v3` },
    configurationWebsocketStreams: { wsURL: simulator.ws },
  });
});
after(async () => {
  for (const each of closing) await each.disconnect();
  await simulator.stop();
});

const rest = async (call, parameters) => (await client.restAPI[call](parameters)).data();

test("REST: market data", async () => {
  assert.ok(Math.abs(Number((await rest("time")).serverTime) - Date.now()) < 5_000);
  assert.equal((await rest("exchangeInfo", { symbol: "BTCUSDC" })).symbols[0].baseAsset, "BTC");
  assert.equal((await rest("depth", { symbol: "BTCUSDC", limit: 5 })).bids.length, 5);
  assert.equal((await rest("klines", { symbol: "BTCUSDC", interval: "15m", limit: 10 })).length, 10);
  assert.ok(Number((await rest("tickerPrice", { symbol: "BTCUSDC" })).price) > 85_000);
  assert.ok(Number((await rest("tickerBookTicker", { symbol: "BTCUSDC" })).bidPrice) > 85_000);
  assert.ok(Number((await rest("ticker24hr", { symbol: "BTCUSDC" })).volume) > 0);
  assert.equal((await rest("getTrades", { symbol: "BTCUSDC", limit: 3 })).length, 3);
});

test("REST: orders, order lists, cancel-replace, account", async () => {
  const last = Number((await rest("tickerPrice", { symbol: "BTCUSDC" })).price);
  const low = Math.floor(last * 0.9);
  const high = Math.ceil(last * 1.1);
  const filled = await rest("newOrder", { symbol: "BTCUSDC", side: "BUY", type: "MARKET", quantity: 0.001 });
  assert.equal(filled.status, "FILLED");
  const placed = await rest("newOrder", { symbol: "BTCUSDC", side: "BUY", type: "LIMIT", timeInForce: "GTC", price: low, quantity: 0.01 });
  const replaced = await rest("orderCancelReplace", { symbol: "BTCUSDC", side: "BUY", type: "LIMIT", timeInForce: "GTC", price: low + 1,
                                                      quantity: 0.01, cancelReplaceMode: "STOP_ON_FAILURE", cancelOrderId: placed.orderId });
  assert.equal(replaced.cancelResult, "SUCCESS");
  assert.equal(replaced.newOrderResult, "SUCCESS");
  const found = await rest("getOrder", { symbol: "BTCUSDC", orderId: replaced.newOrderResponse.orderId });
  assert.equal(found.status, "NEW");
  assert.equal((await rest("deleteOrder", { symbol: "BTCUSDC", orderId: found.orderId })).status, "CANCELED");
  const oco = await rest("orderListOco", { symbol: "BTCUSDC", side: "SELL", quantity: 0.01, aboveType: "LIMIT_MAKER", abovePrice: high,
                                           belowType: "STOP_LOSS_LIMIT", belowStopPrice: low, belowPrice: low - 10, belowTimeInForce: "GTC" });
  assert.equal(oco.listOrderStatus, "EXECUTING");
  assert.equal((await rest("deleteOrderList", { symbol: "BTCUSDC", orderListId: oco.orderListId })).listOrderStatus, "ALL_DONE");
  assert.equal((await rest("getAccount")).balances.find((each) => each.asset === "ETH").free, "10.00000000");
  assert.ok((await rest("myTrades", { symbol: "BTCUSDC" })).length > 0);
  assert.ok((await rest("allOrders", { symbol: "BTCUSDC" })).length >= 5);
});

test("REST: lists with a working order, and the stop that a fall of the price triggers", async () => {
  await simulator.market("BTCUSDC", 90_000);
  const status = async (name) => (await rest("getOrder", { symbol: "BTCUSDC", origClientOrderId: name })).status;
  const list = await rest("orderListOpoco", entry("spot-1"));
  assert.equal(list.contingencyType, "OTO");
  assert.deepEqual(list.orderReports.map((each) => each.status), ["FILLED", "PENDING_NEW", "PENDING_NEW"]);
  assert.equal(await status("spot-1-s"), "NEW");
  const otoco = await rest("orderListOtoco", entry("spot-2", { pendingQuantity: 0.001, workingTimeInForce: "GTC", workingPrice: 89_000 }));
  assert.equal(await status("spot-2-t"), "PENDING_NEW");
  const single = { symbol: "BTCUSDC", workingType: "LIMIT_MAKER", workingSide: "BUY", workingPrice: 88_500, workingQuantity: 0.001,
                   pendingSide: "SELL", pendingType: "LIMIT_MAKER", pendingPrice: 96_000 };
  assert.equal((await rest("orderListOto", { ...single, pendingQuantity: 0.001 })).orders.length, 2);
  const opo = await rest("orderListOpo", single);
  await simulator.market("BTCUSDC", 87_990);
  assert.equal(await status("spot-1-s"), "FILLED");
  assert.equal(await status("spot-1-t"), "EXPIRED");
  assert.equal((await rest("getOrderList", { orderListId: otoco.orderListId })).listOrderStatus, "ALL_DONE", "entered and stopped, or expired");
  assert.equal((await rest("getOrder", { symbol: "BTCUSDC", orderId: opo.orders[1].orderId })).status, "NEW");
  await simulator.market("BTCUSDC", 90_000);
  await rest("deleteOpenOrders", { symbol: "BTCUSDC" });
});

test("a bad signature and an unknown key are refused with the venue's codes", async () => {
  for (const [credentials, code] of [[{ apiKey: key, apiSecret: "wrong" }, -1022], [{ apiKey: "nobody", apiSecret: secret }, -2015]]) {
    const wrong = new Spot({ configurationRestAPI: { ...credentials, basePath: simulator.http, retries: 0 } });
    await assert.rejects(wrong.restAPI.getAccount(), (error) => error.code === code || error.message.includes(String(code)) ||
                         /Signature|API-key/.test(error.message));
  }
});

test("streams of the market", async () => {
  const connection = await client.websocketStreams.connect();
  closing.push(connection);
  const streams = { trade: connection.trade({ symbol: "btcusdc" }), aggTrade: connection.aggTrade({ symbol: "btcusdc" }),
                    bookTicker: connection.bookTicker({ symbol: "btcusdc" }), kline: connection.kline({ symbol: "btcusdc", interval: "1m" }),
                    ticker: connection.ticker({ symbol: "btcusdc" }),
                    depth: connection.diffBookDepth({ symbol: "btcusdc", updateSpeed: "100ms" }) };
  await Promise.all(Object.values(streams).map((stream) =>
    waitFor((emit) => stream.on("message", emit), (event) => event.s === "BTCUSDC")));
});

test("WebSocket API: an entry with its protection, told by the user data stream", async () => {
  await simulator.market("BTCUSDC", 90_000);
  const connection = await client.websocketAPI.connect();
  closing.push(connection);
  const subscribed = await connection.userDataStreamSubscribeSignature();
  const told = [];
  const done = waitFor((emit) => subscribed.stream.on("message", (message) => {
    const event = message.event ?? message;
    if (event.e === "executionReport" && event.c.startsWith("ws-1")) told.push(`${event.c} ${event.x}/${event.X}`);
    if (event.e === "listStatus") told.push(`list ${event.c} ${event.L}`);
    emit(told);
  }), () => told.filter((each) => each.endsWith("ALL_DONE")).length === 1);
  const placed = (await connection.orderListPlaceOpoco(entry("ws-1"))).data;
  assert.equal(placed.listClientOrderId, "ws-1");
  assert.equal((await connection.orderListCancel({ symbol: "BTCUSDC", orderListId: placed.orderListId })).data.listOrderStatus, "ALL_DONE");
  await done;
  assert.deepEqual(told, ["ws-1-e NEW/NEW", "ws-1-s NEW/PENDING_NEW", "ws-1-t NEW/PENDING_NEW", "list OTO EXECUTING",
                          "ws-1-e TRADE/FILLED", "ws-1-s NEW/NEW", "ws-1-t NEW/NEW", "list OTO ALL_DONE"]);
  assert.equal((await connection.orderListPlaceOtoco(entry("ws-2", { pendingQuantity: 0.001 }))).data.orders.length, 3);
  const single = { symbol: "BTCUSDC", workingType: "LIMIT", workingSide: "BUY", workingTimeInForce: "FOK", workingPrice: 80_000,
                   workingQuantity: 0.001, pendingSide: "SELL", pendingType: "MARKET" };
  assert.equal((await connection.orderListPlaceOpo(single)).data.listOrderStatus, "ALL_DONE", "never filled");
  assert.equal((await connection.orderListPlaceOto({ ...single, pendingQuantity: 0.001 })).data.orderReports[1].status, "EXPIRED");
  await connection.openOrdersCancelAll({ symbol: "BTCUSDC" });
});

test("WebSocket API: order place, status and cancel, with the user data stream", async () => {
  const connection = await client.websocketAPI.connect();
  closing.push(connection);
  assert.ok((await connection.time()).data.serverTime > 0);
  const subscribed = await connection.userDataStreamSubscribeSignature();
  const report = waitFor((emit) => subscribed.stream.on("message", (event) => emit(event.event ?? event)),
                         (event) => event.e === "executionReport" && event.x === "NEW");
  const placed = await connection.orderPlace({ symbol: "BTCUSDC", side: "BUY", type: "LIMIT", timeInForce: "GTC", price: 80_000, quantity: 0.01 });
  assert.equal((await report).i, placed.data.orderId);
  assert.equal((await connection.orderStatus({ symbol: "BTCUSDC", orderId: placed.data.orderId })).data.status, "NEW");
  assert.equal((await connection.openOrdersStatus({ symbol: "BTCUSDC" })).data.length, 1);
  assert.equal((await connection.orderCancel({ symbol: "BTCUSDC", orderId: placed.data.orderId })).data.status, "CANCELED");
  assert.ok((await connection.accountStatus()).data.balances.length >= 3);
  assert.ok(Number((await connection.tickerBook({ symbol: "BTCUSDC" })).data.bidPrice) > 85_000);
});
