// robson-sim's hedge venues through the real program: funding, loans, faults, chains, and a restart that loses nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { binary, startSimulator } from "./robson_sim.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "robson-sim-hedge-"));
after(() => rmSync(folder, { recursive: true }));

const key = "demo-hedge-key";
const account = ["--hedge-account", `${key}:100000`];

/** {status, body} of one call; the text is kept, so that decimals can be compared digit by digit. */
async function call(simulator, method, target, body, as = key) {
  const answer = await fetch(`${simulator.http}${target}`, {
    method, headers: as ? { "X-API-Key": as } : {}, body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) };
}
async function done(simulator, method, target, body) {
  const answer = await call(simulator, method, target, body);
  assert.equal(answer.status, 200, `${method} ${target}: ${answer.text}`);
  return answer;
}
const steer = (simulator, what, body) => done(simulator, "POST", `/sim/hedge/${what}`, body);
const short = (id, size = 20) => ({ client_id: id, coin: "SOL", side: "SELL", size, leverage: 3 });
const loan = (id) => ({ client_id: id, asset: "SOL", token: "jitoSOL", collateral_usd: 1000, leverage: 3 });
const answers = async (simulator) => Object.fromEntries(await Promise.all(
  ["/perp/v1/account", "/perp/v1/payments", "/perp/v1/orders/s1", "/lending/v1/positions", "/lending/v1/account"]
    .map(async (target) => [target, (await done(simulator, "GET", target)).text.replace(/"time":"[^"]*",?/, "")])));
/** Prices stand, so that answers can be compared over time, and the next full hour is far away. */
async function hold(simulator) {
  const { market_time: now } = (await done(simulator, "GET", "/sim/hedge/clock")).body;
  const left = 3600 - Math.floor(Date.parse(now) / 1000) % 3600;
  if (left < 1800) await steer(simulator, "clock", { advance_seconds: left + 60 });
  await steer(simulator, "market", { coin: "SOL", oracle_price: 150, mark_price: 150, funding_rate: 0.00003, hold: true });
  await steer(simulator, "market", { borrow_rate: 0 });
}

test("a delta-neutral position earns funding by the hour, to the last digit", async () => {
  const simulator = await startSimulator(...account);
  await hold(simulator);
  const opened = (await done(simulator, "POST", "/lending/v1/positions", loan("l1"))).body;
  assert.equal(opened.status, "OPEN");
  const order = (await done(simulator, "POST", "/perp/v1/orders", short("s1"))).body;
  assert.equal(order.status, "FILLED");
  assert.equal(order.average_price, 149.99);
  await steer(simulator, "clock", { advance_seconds: 24 * 3600 });
  const { payments } = (await done(simulator, "GET", "/perp/v1/payments")).body;
  assert.equal(payments.length, 24);
  for (const payment of payments) assert.equal(payment.amount, 0.09);  // 20 x 150 x 0.00003
  const position = (await done(simulator, "GET", "/perp/v1/account")).body.positions[0];
  assert.equal(position.funding, 2.16);
  assert.deepEqual(payments.map(({ id }) => id), Array.from({ length: 24 }, (_, i) => i + 1));
  const closed = (await done(simulator, "POST", "/lending/v1/positions/l1/close", { close_id: "c1" })).body;
  assert.equal(closed.status, "CLOSED");
  await simulator.stop();
});

test("a lost answer and its repetition are one order; a chain that is down refuses acts, not reads", async () => {
  const simulator = await startSimulator(...account);
  await steer(simulator, "fault", { venue: "perp", what: "timeout" });
  await assert.rejects(call(simulator, "POST", "/perp/v1/orders", short("s1")));
  assert.equal((await done(simulator, "GET", "/perp/v1/orders/s1")).body.status, "FILLED");
  await done(simulator, "POST", "/perp/v1/orders", short("s1"));
  assert.equal((await call(simulator, "POST", "/perp/v1/orders", short("s1", 21))).status, 409);
  assert.equal((await done(simulator, "GET", "/perp/v1/account")).body.positions[0].size, -20);
  await steer(simulator, "chain", { chain: "solana", down: true });
  const refused = await call(simulator, "POST", "/lending/v1/positions", loan("l1"));
  assert.deepEqual([refused.status, refused.body.code], [503, "CHAIN_DOWN"]);
  const first = (await done(simulator, "GET", "/lending/v1/markets")).body.time;
  await sleep(20);
  assert.equal((await done(simulator, "GET", "/lending/v1/markets")).body.time, first);
  assert.equal((await call(simulator, "GET", "/perp/v1/account", undefined, "wrong")).status, 401);
  await simulator.stop();
});

test("a crash of the price liquidates the leg that it hurts", async () => {
  const simulator = await startSimulator(...account);
  await hold(simulator);
  await done(simulator, "POST", "/lending/v1/positions", loan("l1"));
  await done(simulator, "POST", "/perp/v1/orders", short("s1"));
  await steer(simulator, "market", { coin: "SOL", oracle_price: 110 });
  const { positions } = (await done(simulator, "GET", "/lending/v1/positions")).body;
  assert.equal(positions[0].status, "LIQUIDATED");
  await steer(simulator, "market", { coin: "SOL", oracle_price: 200, mark_price: 200 });
  const { liquidations } = (await done(simulator, "GET", "/perp/v1/liquidations")).body;
  assert.equal(liquidations.length, 1);
  assert.equal((await done(simulator, "GET", "/perp/v1/orders/liquidation-1")).body.reason, "LIQUIDATION");
  await simulator.stop();
});

for (const signal of ["SIGTERM", "SIGKILL"]) {
  test(`after ${signal} and a start on the same directory accounts, orders and payments are there, ids act once`, async () => {
    const flags = [...account, "--data-dir", path.join(folder, signal)];
    let simulator = await startSimulator(...flags);
    await hold(simulator);
    await done(simulator, "POST", "/lending/v1/positions", loan("l1"));
    await done(simulator, "POST", "/perp/v1/orders", short("s1"));
    await steer(simulator, "clock", { advance_seconds: 2 * 3600 });
    await done(simulator, "POST", "/lending/v1/positions", loan("l2"));
    await done(simulator, "POST", "/lending/v1/positions/l2/close", { close_id: "c" });
    if (signal === "SIGKILL") await sleep(1500);
    const before = await answers(simulator);
    const kept = JSON.parse(before["/perp/v1/payments"]).payments;
    assert.ok(kept.length >= 2);
    await simulator.stop(signal);

    simulator = await startSimulator(...flags);
    await steer(simulator, "market", { coin: "SOL", oracle_price: 150, mark_price: 150, hold: true });
    const now = await answers(simulator);
    assert.deepEqual(JSON.parse(now["/perp/v1/payments"]).payments.slice(0, kept.length), kept);
    assert.equal(now["/perp/v1/orders/s1"], before["/perp/v1/orders/s1"]);
    assert.equal(now["/lending/v1/account"], before["/lending/v1/account"]);
    const was = (await done(simulator, "POST", "/perp/v1/orders", short("s1"))).text.replace(/"time":"[^"]*",?/, "");
    assert.equal(was, before["/perp/v1/orders/s1"]);
    await done(simulator, "POST", "/lending/v1/positions/l2/close", { close_id: "c" });
    assert.equal((await done(simulator, "GET", "/perp/v1/account")).body.positions[0].size, -20);
    assert.equal((await done(simulator, "GET", "/lending/v1/account")).text.replace(/"time":"[^"]*",?/, ""), before["/lending/v1/account"]);
    await simulator.stop();
  });
}

test("recorded candles and rates are played, and a broken file is one sentence and exit code 2", async () => {
  const candles = path.join(folder, "candles.csv");
  const rates = path.join(folder, "rates.csv");
  const rows = Array.from({ length: 40 }, (_, i) => `${i * 900_000},${100 + i},${100 + i},${100 + i},${100 + i},1`);
  writeFileSync(candles, `open_time_ms,open,high,low,close,volume\n${rows.join("\n")}\n`);
  writeFileSync(rates, "time_ms,funding_rate\n3600007,0.0001\n7200001,-0.00005\n14400000,0.0002\n");
  const simulator = await startSimulator(...account, "--perp-replay", `SOL=${candles}`, "--funding-replay", `SOL=${rates}`);
  await done(simulator, "POST", "/perp/v1/orders", short("s1"));
  await steer(simulator, "clock", { advance_seconds: 4 * 3600 });
  // A full hour's price says which hour it was: 104, 108, 112 (without a rate) and 116.
  const { payments } = (await done(simulator, "GET", "/perp/v1/payments")).body;
  const paid = payments.filter(({ mark_price: price }) => price > 104 && price <= 116);
  assert.deepEqual(paid.map(({ mark_price: price, rate, amount }) => [price, rate, amount]),
                   [[108, -0.00005, -0.108], [116, 0.0002, 0.464]]);
  await simulator.stop();

  writeFileSync(rates, "time_ms,funding_rate\nsoon,0.0001\n");
  const child = spawn(binary, ["--listen", "127.0.0.1:0", "--funding-replay", `SOL=${rates}`]);
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  assert.equal(code, 2);
  assert.match(said, /rates\.csv:2: the time must be milliseconds since 1970, got "soon"/);
});
