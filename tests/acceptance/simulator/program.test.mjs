// The program robson-sim as a user meets it: flags and their mistakes, replayed files, faults on real sockets, its end.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";
import { binary, startSimulator, waitFor } from "./robson_sim.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const shared = path.join(process.env.ROBSON_SHARED ?? path.join(root, "../shared"), "data/candles");
const folder = mkdtempSync(path.join(tmpdir(), "robson-sim-"));
after(() => rmSync(folder, { recursive: true }));

async function run(...flags) {
  const child = spawn(binary, flags);
  let said = "";
  let printed = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  child.stdout.on("data", (chunk) => (printed += chunk));
  const [code] = await once(child, "close");
  return { code, said, printed };
}

test("a wrong flag is one sentence and exit code 2", async () => {
  const cases = [
    [["--listen", "nowhere"], /--listen "nowhere" is not allowed: expected ADDRESS:PORT/],
    [["--seed", "x"], /--seed "x" is not allowed: expected a whole number from 0/],
    [["--speed", "0"], /--speed "0" is not allowed: expected a whole number from 1 to 100000/],
    [["--account", "key:hush:1"], /--account "key:\*\*\*" is not allowed/],
    [["--log-level", "loud"], /--log-level "loud" is not allowed: expected debug/],
    [["--start", "2025-12-30T03:30:00Z"], /--start is for replays only/],
    [["--replay", "BTCUSDC=/nowhere.csv"], /cannot read the replay file \/nowhere.csv/],
    [["--data-dir", ""], /--data-dir is empty/],
    [["--data-dir", "/dev/null"], /--data-dir \/dev\/null cannot be used/],
    [["--nonsense"], /--nonsense/],
  ];
  for (const [flags, wanted] of cases) {
    const { code, said } = await run(...flags);
    assert.equal(code, 2, flags.join(" "));
    assert.match(said, wanted);
    assert.doesNotMatch(said, /hush/);
  }
});

test("help and version", async () => {
  const help = await run("--help");
  assert.equal(help.code, 0);
  for (const flag of ["--listen", "--symbols", "--seed", "--account", "--replay", "--start", "--speed", "--historical-times",
                      "--ticks-per-second", "--weight-limit", "--data-dir", "--log-level"]) {
    assert.ok(help.printed.includes(flag), flag);
  }
  assert.match((await run("--version")).printed, /^robson-sim \d+\.\d+\.\d+\n$/);
});

test("a broken row of a replay file is named with file and line", async () => {
  const file = path.join(folder, "broken.csv");
  writeFileSync(file, "open_time_ms,open,high,low,close,volume\n0,10,11,9,10,1\n900000,10,9,9,10,1\n");
  const { code, said } = await run("--replay", `BTCUSDC=${file}`);
  assert.equal(code, 2);
  assert.ok(said.includes(`${file}:3: high 9 is below open 10`), said);
});

test("a port in use is one sentence and exit code 1", async () => {
  const simulator = await startSimulator();
  const { code, said } = await run("--listen", simulator.http.replace("http://", ""), "--log-level", "off");
  assert.equal(code, 1);
  assert.match(said, /cannot listen on 127\.0\.0\.1:\d+: .*in use/i);
  await simulator.stop();
});

test("SIGTERM ends it cleanly, with a socket open", async () => {
  const child = spawn(binary, ["--listen", "127.0.0.1:0", "--log-level", "off"]);
  const [line] = await once(child.stdout, "data");
  const address = String(line).match(/http:\/\/(\S+)/)[1];
  const socket = new WebSocket(`ws://${address}/ws/btcusdc@trade`);
  await once(socket, "message");
  child.kill("SIGTERM");
  const [[code], [closed]] = await Promise.all([once(child, "exit"), once(socket, "close")]);
  assert.equal(code, 0);
  assert.equal(closed, 1001);
});

const real = path.join(shared, "BTCUSDT-15m-2025-09_2026-02.csv");
test("a real file replayed: history equals its rows, and the present is now", { skip: existsSync(real) ? false : "shared/data is not here" },
     async () => {
  const simulator = await startSimulator("--replay", `BTCUSDC=${real}`, "--start", "2025-12-30T03:30:00Z", "--symbols", "BTCUSDC");
  const rows = readFileSync(real, "utf8").trim().split("\n").slice(1).map((line) => line.split(","));
  const present = rows.findIndex(([time]) => Number(time) === Date.parse("2025-12-30T03:30:00Z"));
  const klines = await simulator.control("/api/v3/klines?symbol=BTCUSDC&interval=15m&limit=1000");
  assert.equal(klines.length, 1000);
  const now = Date.now();
  assert.equal(klines.at(-1)[0], now - (now % 900_000));
  for (let back = 1; back < 1000; ++back) {
    const candle = klines[klines.length - 1 - back];
    const row = rows[present - back];
    for (let column = 1; column <= 5; ++column) assert.equal(Number(candle[column]), Number(row[column]), `row ${present - back}`);
    assert.equal((candle[0] - Number(row[0])) % 900_000, 0);
  }
  const { symbols } = await simulator.control("/sim/state");
  const off = Date.parse(symbols[0].source_time) - Date.parse("2025-12-30T03:30:00Z");
  assert.ok(off >= 0 && off < 900_000 + 5_000, `${off}`);
  const last = Number(symbols[0].last);
  const minute = rows[present];
  assert.ok(last >= Number(minute[3]) && last <= Number(minute[2]));
  await simulator.stop();
});

test("a fast replay closes candles equal to the file's rows while one watches", { skip: existsSync(real) ? false : "shared/data is not here" },
     async () => {
  const simulator = await startSimulator("--replay", `BTCUSDC=${real}`, "--start", "2025-12-30T03:30:00Z", "--symbols", "BTCUSDC",
                                         "--historical-times", "--speed", "1800");
  const socket = new WebSocket(`${simulator.ws}/ws/btcusdc@kline_15m`);
  const closed = [];
  await waitFor((emit) => socket.on("message", (message) => {
    const { k } = JSON.parse(message);
    if (k.x) closed.push(k);
    emit(closed.length);
  }), (count) => count >= 6, 30_000);
  socket.terminate();
  const rows = new Map(readFileSync(real, "utf8").trim().split("\n").slice(1).map((line) => [Number(line.split(",")[0]), line.split(",")]));
  for (const { t, o, h, l, c, v } of closed) {
    assert.deepEqual([o, h, l, c, v].map(Number), rows.get(t).slice(1, 6).map(Number));
  }
  await simulator.stop();
});

test("faults on real connections: a dropped socket, a lost answer, a refused request", async () => {
  const simulator = await startSimulator();
  const fault = (body) => simulator.control("/sim/faults", { method: "POST", body: JSON.stringify(body) });
  const socket = new WebSocket(`${simulator.ws}/ws/btcusdc@trade`);
  await once(socket, "message");
  const cut = once(socket, "close");
  assert.deepEqual(await fault({ kind: "drop", scope: "stream" }), { dropped: 1 });
  assert.equal((await cut)[0], 1006);
  await fault({ kind: "refuse", scope: "rest", count: 1 });
  await assert.rejects(fetch(`${simulator.http}/api/v3/ping`));
  assert.equal((await fetch(`${simulator.http}/api/v3/ping`)).status, 200);
  await fault({ kind: "refuse", scope: "stream", count: 1 });
  await assert.rejects(once(new WebSocket(`${simulator.ws}/ws`), "open"));
  await fault({ kind: "delay", scope: "rest", count: 1, delay_ms: 300 });
  const begun = Date.now();
  await fetch(`${simulator.http}/api/v3/ping`);
  assert.ok(Date.now() - begun >= 290);
  await simulator.stop();
});

test("accounts of two tenants and their keys, by flag and while it runs", async () => {
  const simulator = await startSimulator("--account", "one:s1:1000USDC", "--account", "two:s2:2000USDC,0.5BTC:withdraw",
                                         "--account", "look:s3:=one:read");
  const ask = (key, secret, method, target, query = "") => {
    const signed = `${query}${query && "&"}timestamp=${Date.now()}`;
    const signature = createHmac("sha256", secret).update(signed).digest("hex");
    return fetch(`${simulator.http}${target}?${signed}&signature=${signature}`, { method, headers: { "X-MBX-APIKEY": key } })
      .then(async (answer) => ({ status: answer.status, body: await answer.json() }));
  };
  const restrictions = "/sapi/v1/account/apiRestrictions";
  const may = async (key, secret) => {
    const { body } = await ask(key, secret, "GET", restrictions);
    return [body.enableReading, body.enableSpotAndMarginTrading, body.enableWithdrawals];
  };
  assert.deepEqual(await may("one", "s1"), [true, true, false]);
  assert.deepEqual(await may("two", "s2"), [true, true, true]);
  assert.deepEqual(await may("look", "s3"), [true, false, false]);
  const order = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&price=80000&quantity=0.001";
  assert.equal((await ask("look", "s3", "POST", "/api/v3/order", order)).body.code, -2015);
  assert.equal((await ask("one", "s1", "POST", "/api/v3/order", order)).status, 200);
  assert.equal((await ask("look", "s3", "GET", "/api/v3/openOrders")).body.length, 1);
  assert.equal((await ask("two", "s2", "GET", "/api/v3/openOrders")).body.length, 0);
  const keys = await simulator.control("/sim/accounts", { method: "POST",
    body: JSON.stringify({ key: "three", secret: "s4", balances: "3USDC" }) });
  assert.deepEqual(keys.map((each) => each.key), ["demo-key", "look", "one", "three", "two"]);
  assert.equal((await ask("three", "s4", "GET", "/api/v3/account")).body.balances[0].free, "3.00000000");
  await simulator.stop();
});
