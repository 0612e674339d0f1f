// Starts the real robson-sim for a test file and ends it afterwards.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import path from "node:path";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
export const binary = path.join(process.env.ROBSON_BIN ?? path.join(root, "build/bin"), "robson-sim");

export const key = "demo-key";
export const secret = "demo-secret";

/** A running robson-sim on a free port: {http, ws, market(symbol, price), control(path, options), stop(signal)}. */
export async function startSimulator(...flags) {
  const child = spawn(binary,
                      ["--listen", "127.0.0.1:0", "--weight-limit", "1000000", "--order-limit", "1000000",
                       "--log-level", "warning", ...flags],
                      { stdio: ["ignore", "pipe", "inherit"] });
  const failed = once(child, "error").then(([error]) => {
    throw new Error(`robson-sim could not be started (set ROBSON_BIN to its folder): ${error.message}`);
  });
  const address = await Promise.race([readiness(child), failed]);
  return {
    http: `http://${address}`,
    ws: `ws://${address}`,
    /** Trades the symbol at `price` at once and stands still there. */
    market: (symbol, price) => fetch(`http://${address}/sim/market`, { method: "POST",
      body: JSON.stringify({ symbol, price: String(price), still: true }) }).then((answer) => answer.json()),
    control: (target, options = {}) => fetch(`http://${address}${target}`, options).then((answer) => answer.json()),
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function readiness(child) {
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    const found = printed.match(/listening on http:\/\/(\S+)/);
    if (found) return found[1];
  }
  throw new Error(`robson-sim did not start: ${printed}`);
}

/** Resolves with the first value that `emit` is called with and that fits; rejects after `patience` ms. */
export function waitFor(subscribe, fits = () => true, patience = 10_000) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("nothing came in time")), patience);
    subscribe((value) => {
      if (!fits(value)) return;
      clearTimeout(timer);
      resolve(value);
    });
  });
}

/** The parameters of an entry that carries its own protection: buys at 90,300 or better, target 95,000, stop 88,000. */
export const entry = (name, more = {}) => ({
  symbol: "BTCUSDC", listClientOrderId: name, workingType: "LIMIT", workingSide: "BUY", workingTimeInForce: "IOC",
  workingClientOrderId: `${name}-e`, workingPrice: 90_300, workingQuantity: 0.001, pendingSide: "SELL",
  pendingAboveType: "LIMIT_MAKER", pendingAbovePrice: 95_000, pendingAboveClientOrderId: `${name}-t`,
  pendingBelowType: "STOP_LOSS", pendingBelowStopPrice: 88_000, pendingBelowClientOrderId: `${name}-s`, ...more,
});
