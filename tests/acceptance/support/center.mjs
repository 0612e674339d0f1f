// The whole control center for a test: simulator, bot, server, and an admin, an operator and a viewer.
import path from 'node:path'
import { startBot } from './bot.mjs'
import { ask } from './contract.mjs'
import { run, startServer, startSimulator, temporaryDirectory, tokenOf, until } from './programs.mjs'

const secret = 'another-password'

/** Answers of the server are held to api/openapi.yaml. */
export async function openCenter({ simulatorFlags = [], botFlags = [], env = {} } = {}) {
  const home = await temporaryDirectory()
  const at = (name) => path.join(home.path, name)
  const simulator = await startSimulator(['--hedge-account', 'demo-hedge-key:100000', ...simulatorFlags])
  const botParts = { venue: simulator.address, directory: at('bot'), flags: botFlags }
  let bot = await startBot(botParts)
  const first = await startServer({ venue: simulator.address, directory: at('server') })
  await first.stop()
  for (const [name, role] of [['olga', 'operator'], ['vera', 'viewer']]) {
    const flags = ['--data-dir', at('server'), 'user', 'add', name, '--client', '1', '--role', role, '--password-stdin']
    const done = await run('robsond', flags, { input: `${secret}\n` })
    if (done.code !== 0) throw new Error(done.err)
  }
  const botAddress = bot.address
  const flags = ['--bot', `default=http://${botAddress}`, '--bot-key-file', at('bot/admin.key')]
  let server = await startServer({ venue: simulator.address, directory: at('server'), flags, env })
  const serverAddress = server.address
  const tokens = { admin: await tokenOf(server.url) }
  for (const name of ['olga', 'vera']) tokens[name] = await tokenOf(server.url, name, secret)
  const center = {
    url: server.url,
    tokens,
    venue: simulator.address,
    directory: at('server'),
    bot: () => bot,
    server: () => server,
    as: (name, target, options = {}) => ask(server.url, target, { token: tokens[name], ...options }),
    post: (name, target, json = {}, headers = {}) => ask(server.url, target, { token: tokens[name], method: 'POST', json, headers }),
    /** Asks until an answer of 200 satisfies. */
    async when(target, satisfied, patience = 20_000) {
      return until(async () => {
        const answer = await center.as('admin', target)
        return answer.status === 200 && satisfied(answer.body) && answer.body
      }, patience)
    },
    async endBot(signal) {
      await bot.stop(signal)
    },
    async startBot() {
      bot = await startBot({ ...botParts, listen: botAddress })
    },
    async restartServer(signal = 'SIGTERM') {
      await server.stop(signal)
      server = await startServer({ venue: simulator.address, directory: at('server'), flags, env, listen: serverAddress })
    },
    /** A steering request to the simulator's venues for two legs. */
    async steer(what, json) {
      const answer = await fetch(`http://${simulator.address}/sim/hedge/${what}`, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(json),
      })
      if (!answer.ok) throw new Error(`the simulator refused: ${answer.status} ${await answer.text()}`)
    },
    async close() {
      await server.stop()
      await bot.stop()
      await simulator.stop()
      await home.remove()
    },
  }
  return center
}
