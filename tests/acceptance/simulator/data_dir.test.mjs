// robson-sim --data-dir: what accounts have and did is there again after an end, and after a kill.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { binary, key, secret, startSimulator } from "./robson_sim.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "robson-sim-state-"));
after(() => rmSync(folder, { recursive: true }));

async function call(simulator, method, target, query = "", as = { key, secret }) {
  const signed = `${query}${query && "&"}timestamp=${Date.now()}`;
  const signature = createHmac("sha256", as.secret).update(signed).digest("hex");
  const answer = await fetch(`${simulator.http}${target}?${signed}&signature=${signature}`,
                             { method, headers: { "X-MBX-APIKEY": as.key } });
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  return body;
}
const order = (simulator, query) => call(simulator, "POST", "/api/v3/order", `symbol=BTCUSDC&${query}`);
const rest = (simulator, name) => order(simulator, `side=BUY&type=LIMIT&timeInForce=GTC&price=60000&quantity=0.001&newClientOrderId=${name}`);
const answers = async (simulator) => ({
  open: await call(simulator, "GET", "/api/v3/openOrders"),
  orders: await call(simulator, "GET", "/api/v3/allOrders", "symbol=BTCUSDC"),
  trades: await call(simulator, "GET", "/api/v3/myTrades", "symbol=BTCUSDC"),
  lists: await call(simulator, "GET", "/api/v3/allOrderList"),
  account: await call(simulator, "GET", "/api/v3/account"),
});
const price = async (simulator) => Number((await simulator.control("/api/v3/ticker/price?symbol=BTCUSDC")).price);

async function trade(simulator) {
  await order(simulator, "side=BUY&type=MARKET&quantity=0.002&newClientOrderId=bought");
  await rest(simulator, "resting");
  await order(simulator, "side=SELL&type=STOP_LOSS&stopPrice=70000&quantity=0.001&newClientOrderId=stop");
  await call(simulator, "POST", "/api/v3/orderList/oco", "symbol=BTCUSDC&side=SELL&quantity=0.001&aboveType=LIMIT_MAKER" +
    "&abovePrice=120000&belowType=STOP_LOSS&belowStopPrice=65000&listClientOrderId=pair");
}

test("ended by a signal and started again: the same answers, the price near, ids go on, stops trigger", async () => {
  const data = path.join(folder, "ended");
  let simulator = await startSimulator("--data-dir", data);
  await trade(simulator);
  await simulator.control("/sim/accounts", { method: "POST", body: JSON.stringify({ key: "late", secret: "s", balances: "7USDC" }) });
  const before = await answers(simulator);
  const stood = await price(simulator);
  await simulator.stop("SIGINT");
  assert.equal(statSync(path.join(data, "state")).mode & 0o777, 0o600);
  assert.equal(statSync(data).mode & 0o777, 0o700);

  simulator = await startSimulator("--data-dir", data);
  assert.deepEqual(await answers(simulator), before);
  assert.ok(Math.abs((await price(simulator)) - stood) < stood / 100);
  assert.equal((await call(simulator, "GET", "/api/v3/account", "", { key: "late", secret: "s" })).balances[0].free, "7.00000000");
  const next = await rest(simulator, "next");
  assert.equal(next.orderId, Math.max(...before.orders.map((each) => each.orderId)) + 1);
  await simulator.market("BTCUSDC", 69_000);
  const stop = await call(simulator, "GET", "/api/v3/order", "symbol=BTCUSDC&origClientOrderId=stop");
  assert.equal(stop.status, "FILLED");
  await simulator.stop();
});

test("killed, it goes on from what was written within a second of the order", async () => {
  const data = path.join(folder, "killed");
  let simulator = await startSimulator("--data-dir", data);
  await trade(simulator);
  await sleep(1500);
  const before = await answers(simulator);
  await simulator.stop("SIGKILL");
  simulator = await startSimulator("--data-dir", data);
  assert.deepEqual(await answers(simulator), before);
  const next = await rest(simulator, "next");
  assert.ok(next.orderId > Math.max(...before.orders.map((each) => each.orderId)));
  await simulator.stop();
});

test("a damaged state and a directory in use are one sentence and exit code 2", async () => {
  const data = path.join(folder, "damaged");
  const refused = async () => {
    const child = spawn(binary, ["--listen", "127.0.0.1:0", "--data-dir", data]);
    let said = "";
    child.stderr.on("data", (chunk) => (said += chunk));
    const [code] = await once(child, "close");
    assert.equal(code, 2);
    return said;
  };
  const simulator = await startSimulator("--data-dir", data);
  assert.match(await refused(), /--data-dir \S+ cannot be used: another robson-sim works on it/);
  await simulator.stop();
  const file = path.join(data, "state");
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.replace("10000", "90000"));
  assert.match(await refused(), /state cannot be gone on from: its checksum does not fit; move it away to begin anew/);
  writeFileSync(file, whole.slice(0, 200));
  assert.match(await refused(), /its checksum does not fit/);
});
