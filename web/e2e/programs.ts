// The real programs, started on free ports of this machine and ended by their process id.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folder = process.env.ROBSON_BIN ?? join(repository, 'build/bin')
const shared = process.env.ROBSON_SHARED ?? join(repository, '../shared')
const candles = join(shared, 'data/candles/BTCUSDT-15m-2025-09_2026-02.csv')
const readyWithinMs = 20_000

export const password = 'end to end 3141'

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status < 500
  } catch {
    return false
  }
}

async function until(url: string, program: Program): Promise<void> {
  const deadline = Date.now() + readyWithinMs
  while (Date.now() < deadline) {
    if (await answers(url)) return
    if (program.process?.exitCode != null) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${url} does not answer:\n${program.output}`)
}

class Program {
  process: ChildProcess | null = null
  output = ''

  constructor(
    private readonly name: string,
    private readonly flags: string[],
    private readonly environment: Record<string, string> = {},
  ) {}

  start(): void {
    const running = spawn(join(folder, this.name), this.flags, {
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const keep = (text: Buffer) => (this.output = (this.output + text.toString()).slice(-20_000))
    running.stdout.on('data', keep)
    running.stderr.on('data', keep)
    this.process = running
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const running = this.process
    this.process = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await ended
  }
}

/** Market data of the acceptance runs where it is at hand; else the simulator's own market around 89,000. */
function market(ticksPerSecond?: number): string[] {
  if (ticksPerSecond !== undefined) return ['--ticks-per-second', String(ticksPerSecond)]
  return existsSync(candles) ? ['--replay', `BTCUSDC=${candles}`, '--start', '2025-12-30T03:30:00Z'] : []
}

export class Programs {
  private constructor(
    readonly url: string,
    private readonly venueUrl: string,
    private readonly data: string,
    private readonly simulator: Program,
    private readonly server: Program,
    /** null where none was asked for. */
    private readonly bot: { program: Program; url: string } | null,
  ) {}

  /** @param withBot also a delta-neutral bot, attached to the server under the name `default` */
  static async start({ ticksPerSecond, withBot = false }: { ticksPerSecond?: number; withBot?: boolean } = {}): Promise<Programs> {
    const [venuePort, port, botPort] = [await freePort(), await freePort(), await freePort()]
    const data = await mkdtemp(join(tmpdir(), 'robson-e2e-'))
    const venueUrl = `http://127.0.0.1:${venuePort}`
    const hedging = withBot ? ['--hedge-account', 'demo-hedge-key:100000'] : []
    const simulator = new Program('robson-sim', ['--listen', `127.0.0.1:${venuePort}`, ...hedging, ...market(ticksPerSecond)])
    const botUrl = `http://127.0.0.1:${botPort}`
    const key = join(data, 'bot.key')
    if (withBot) await writeFile(key, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    const bot = withBot
      ? {
          url: botUrl,
          program: new Program('robson-bot', ['--listen', `127.0.0.1:${botPort}`, '--venue-url', venueUrl, '--data-dir', join(data, 'bot'), '--admin-key-file', key]),
        }
      : null
    const server = new Program(
      'robsond',
      [
        '--demo',
        '--listen',
        `127.0.0.1:${port}`,
        '--data-dir',
        data,
        '--venue-url',
        venueUrl,
        ...(withBot ? ['--bot', `default=${botUrl}`, '--bot-key-file', key] : []),
      ],
      // One admin on many pages in parallel, and looks at the health until it is up: more than one person asks for.
      { ROBSON_DEMO_PASSWORD: password, ROBSON_LIMITS_ADMIN: '1000000', ROBSON_LIMITS_ANONYMOUS: '1000000' },
    )
    const programs = new Programs(`http://127.0.0.1:${port}`, venueUrl, data, simulator, server, bot)
    await programs.startVenue()
    if (bot) await programs.startBot()
    await programs.startServer()
    return programs
  }

  async startVenue(): Promise<void> {
    this.simulator.start()
    await until(`${this.venueUrl}/api/v3/ping`, this.simulator)
  }

  stopVenue = () => this.simulator.stop('SIGKILL')

  async startServer(): Promise<void> {
    this.server.start()
    await until(`${this.url}/api/v1/health`, this.server)
  }

  stopServer = () => this.server.stop('SIGKILL')

  async startBot(): Promise<void> {
    if (!this.bot) throw new Error('no bot was asked for')
    this.bot.program.start()
    await until(`${this.bot.url}/health`, this.bot.program)
  }

  stopBot = () => this.bot?.program.stop('SIGKILL')

  async end(): Promise<void> {
    await this.server.stop()
    await this.bot?.program.stop()
    await this.simulator.stop()
    await rm(this.data, { recursive: true, force: true })
  }
}
