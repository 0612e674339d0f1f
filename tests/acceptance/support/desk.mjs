// Two clients at one server, and what a trader does there.
import { ask } from './contract.mjs'
import { password, run, startServer, startSimulator, temporaryDirectory, tokenOf, until } from './programs.mjs'
import { venueAccount } from './venue_account.mjs'

const secret = 'another-password'

/** The simulator's market may be too quiet for a technical stop by the usual rules: ten average ranges always are one. */
export async function findStops(url, token) {
  const [first] = (await ask(url, '/api/strategies/', { token })).body.strategies
  const edit = { version: first.version, rules: { atr_multiple: '10', max_distance: '0.5' } }
  await ask(url, `/api/strategies/${first.id}/`, { method: 'PUT', token, json: edit })
}

/** Client 1 (demo, with an account at the simulator): admin, olga (operator), vera (viewer). Client 2: bob (admin). */
export async function openDesk({ simulatorFlags = [], env = {} } = {}) {
  const simulator = await startSimulator(simulatorFlags)
  const directory = await temporaryDirectory()
  const first = await startServer({ venue: simulator.address, directory: directory.path })
  await first.stop()
  const owner = async (...flags) => {
    const done = await run('robsond', ['--data-dir', directory.path, ...flags], { input: `${secret}\n` })
    if (done.code !== 0) throw new Error(done.err)
    return done.out.trim()
  }
  const second = await owner('client', 'add', 'Second')
  await owner('user', 'add', 'olga', '--client', '1', '--role', 'operator', '--password-stdin')
  await owner('user', 'add', 'vera', '--client', '1', '--role', 'viewer', '--password-stdin')
  await owner('user', 'add', 'bob', '--client', second, '--role', 'admin', '--password-stdin')
  // Somebody else's hand at the same account.
  const foreign = { symbol: 'BTCUSDC', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '80000.00' }
  await venueAccount(simulator.address).place({ ...foreign, newClientOrderId: 'by-hand' })
  let server = await startServer({ venue: simulator.address, directory: directory.path, env })
  const { address } = server
  const tokens = { admin: await tokenOf(server.url) }
  for (const name of ['olga', 'vera', 'bob']) tokens[name] = await tokenOf(server.url, name, secret)
  const desk = {
    url: server.url,
    venue: simulator.address,
    tokens,
    log: () => server.log(),
    child: () => server.child,
    venueChild: () => simulator.child,
    /** Ends the server with that signal, and starts it again at the same address. */
    async restart(signal = 'SIGTERM', meanwhile = () => {}) {
      await server.stop(signal)
      await meanwhile()
      server = await startServer({ venue: simulator.address, directory: directory.path, env, listen: address })
      // A session outlives the start, but counts as fresh only once its owner has proved who he is.
      for (const [name, proof] of [['admin', password], ['bob', secret]]) {
        await ask(server.url, '/api/v1/auth/step-up', { method: 'POST', token: tokens[name], json: { password: proof } })
      }
    },
    /** Until the server has read the account and hears of it. */
    async ready() {
      await until(async () => (await desk.as('admin', '/api/venue-keys/')).body.stream === 'live')
      await until(async () => (await desk.as('admin', '/api/portfolio/summary/')).body.stale === false)
    },
    /** A request of that person; answers are held to the document. */
    as: (name, target, options = {}) => ask(server.url, target, { token: tokens[name], ...options }),
    post: (name, target, json = {}, headers = {}) => ask(server.url, target, { token: tokens[name], method: 'POST', json, headers }),
    async plan(wish = {}) {
      const made = await desk.post('admin', '/api/plans/', { symbol: 'BTCUSDC', side: 'BUY', capital: '1000', ...wish })
      if (made.status !== 201) throw new Error(JSON.stringify(made.body))
      return made.body
    },
    /** A plan that may be executed. */
    async validated(wish = {}) {
      const plan = await desk.plan(wish)
      return (await desk.post('admin', `/api/plans/${plan.id}/validate/`)).body
    },
    execute: (plan, more = {}, headers = {}) =>
      desk.post('admin', `/api/plans/${plan.id}/execute/`, { live: true, acknowledge_risk: true, acknowledge_warnings: true, ...more }, headers),
    async close() {
      await server.stop()
      await simulator.stop()
      await directory.remove()
    },
  }
  for (const name of ['admin', 'bob']) await findStops(server.url, tokens[name])
  await desk.ready()
  return desk
}
