// The npm package `binance-api-node`, unchanged, on robson-sim: REST, streams and the user data stream.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import connect from "binance-api-node";
import { key, secret, startSimulator, waitFor } from "./robson_sim.mjs";

let simulator;
let client;
const cleaning = [];

before(async () => {
  simulator = await startSimulator();
  const make = connect.default ?? connect;
  client = make({ apiKey: key, apiSecret: secret, httpBase: simulator.http, wsBase: `${simulator.ws}/ws`,
                  wsApi: `${simulator.ws}/ws-api/v3` });
});
after(async () => {
  for (const clean of cleaning) clean();
  await simulator.stop();
});

test("market data", async () => {
  assert.equal(await client.ping(), true);
  assert.ok(Math.abs((await client.time()) - Date.now()) < 5_000);
  const info = await client.exchangeInfo();
  assert.deepEqual(info.symbols.map((each) => each.symbol).sort(), ["BNBUSDC", "BTCUSDC", "ETHUSDC", "SOLUSDC", "XAUUSD", "XRPUSDC"]);
  const book = await client.book({ symbol: "BTCUSDC", limit: 20 });
  assert.ok(Number(book.bids[0].price) < Number(book.asks[0].price));
  assert.equal((await client.candles({ symbol: "BTCUSDC", interval: "15m", limit: 100 })).length, 100);
  assert.equal((await client.aggTrades({ symbol: "BTCUSDC", limit: 5 })).length, 5);
  assert.ok(Number((await client.prices()).BTCUSDC) > 85_000);
  assert.ok(Number((await client.dailyStats({ symbol: "BTCUSDC" })).volume) > 0);
  assert.ok(Number((await client.allBookTickers()).BTCUSDC.askPrice) > 85_000);
  assert.ok(Number((await client.avgPrice({ symbol: "BTCUSDC" })).price) > 85_000);
});

test("orders of each type are placed, found and cancelled; trades and balances follow", async () => {
  const last = Number((await client.prices({ symbol: "BTCUSDC" })).BTCUSDC);
  const low = String(Math.floor(last * 0.9));
  const high = String(Math.ceil(last * 1.1));
  const filled = await client.order({ symbol: "BTCUSDC", side: "BUY", type: "MARKET", quantity: "0.001" });
  assert.equal(filled.status, "FILLED");
  assert.equal((await client.myTrades({ symbol: "BTCUSDC" })).at(-1).orderId, filled.orderId);
  const kinds = [
    { side: "BUY", type: "LIMIT", price: low },
    { side: "SELL", type: "LIMIT_MAKER", price: high },
    { side: "SELL", type: "STOP_LOSS", stopPrice: low },
    { side: "SELL", type: "STOP_LOSS_LIMIT", stopPrice: low, price: low, timeInForce: "GTC" },
    { side: "SELL", type: "TAKE_PROFIT", stopPrice: high },
    { side: "SELL", type: "TAKE_PROFIT_LIMIT", stopPrice: high, price: high, timeInForce: "GTC" },
  ];
  for (const kind of kinds) {
    assert.deepEqual({ ...(await client.orderTest({ symbol: "BTCUSDC", quantity: "0.01", ...kind })) }, {}, kind.type);
    const placed = await client.order({ symbol: "BTCUSDC", quantity: "0.01", ...kind });
    const found = await client.getOrder({ symbol: "BTCUSDC", orderId: placed.orderId });
    assert.equal(found.type, kind.type);
    assert.equal((await client.openOrders({ symbol: "BTCUSDC" })).length, 1);
    assert.equal((await client.cancelOrder({ symbol: "BTCUSDC", orderId: placed.orderId })).status, "CANCELED");
  }
  const oco = await client.orderOco({ symbol: "BTCUSDC", side: "SELL", quantity: "0.01", price: high, stopPrice: low,
                                      stopLimitPrice: low, stopLimitTimeInForce: "GTC" });
  assert.equal(oco.orderReports.length, 2);
  assert.equal((await client.cancelOpenOrders({ symbol: "BTCUSDC" })).length, 1);
  assert.ok((await client.allOrders({ symbol: "BTCUSDC" })).length >= kinds.length + 3);
  assert.ok((await client.accountInfo()).balances.some((each) => each.asset === "USDC"));
});

test("a wrong order is refused with the venue's code", async () => {
  await assert.rejects(client.order({ symbol: "NOPE", side: "BUY", type: "MARKET", quantity: "1" }), { code: -1121 });
  await assert.rejects(client.order({ symbol: "BTCUSDC", side: "BUY", type: "LIMIT", quantity: "100", price: "80000" }),
                       { code: -2010 });
});

test("streams: trades, aggregate trades, candles, depth, ticker", async () => {
  for (const [name, ...args] of [["trades", ["BTCUSDC"]], ["aggTrades", ["BTCUSDC"]], ["candles", "BTCUSDC", "1m"], ["depth", "BTCUSDC"],
                                 ["partialDepth", { symbol: "BTCUSDC", level: 5 }], ["ticker", "BTCUSDC"]]) {
    const event = await waitFor((emit) => cleaning.push(client.ws[name](...args, emit)));
    assert.equal(event.symbol, "BTCUSDC", name);
  }
});

test("the user data stream reports an order's life and the balance", async () => {
  const events = [];
  const all = waitFor(async (emit) => {
    cleaning.push(await client.ws.user((event) => {
      events.push(event);
      emit(events);
    }));
    const placed = await client.order({ symbol: "BTCUSDC", side: "BUY", type: "LIMIT", quantity: "0.01", price: "80000" });
    await client.cancelOrder({ symbol: "BTCUSDC", orderId: placed.orderId });
  }, (seen) => seen.some((event) => event.executionType === "CANCELED"));
  await all;
  assert.equal(events.find((event) => event.eventType === "executionReport").executionType, "NEW");
  assert.ok(events.some((event) => event.eventType === "outboundAccountPosition"));
});
