import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { SelectField } from '@/components/Field'
import { Loaded } from '@/components/Loaded'
import type { Role } from '@/lib/api/types'
import { utc } from '@/lib/format'
import type { Away } from '@/lib/bots/lastKnown'
import { roleBlocker } from '@/lib/roles'
import { useBotConfig, useBotNames } from '../api/config'
import { ConfigForm } from './ConfigForm'
import { ConfigHistory } from './ConfigHistory'

interface ConfigCardProps {
  role: Role
  /** Whose configuration is shown; the default bot's when null. */
  bot: string | null
  onBot: (bot: string) => void
}

/** What a bot may do and risk, every change of it, and the way back to any of them. */
export function BotConfigCards({ role, bot, onBot }: ConfigCardProps) {
  const names = useBotNames()
  return (
    <Loaded query={names} what="The bots" rows={12}>
      {({ bots }) => {
        const shown = bots.find(({ name }) => name === bot) ?? bots.find(({ is_default }) => is_default) ?? bots[0]
        if (!shown) return <NoBot />
        return <Cards key={shown.name} role={role} bot={shown.name} bots={bots.map(({ name }) => name)} onBot={onBot} />
      }}
    </Loaded>
  )
}

function NoBot() {
  return (
    <Card title="Bots">
      <Empty title="No bot is attached">
        <p>Start the server with the address of one; the reference bot comes with Robson:</p>
        <Command>robsond --bot default=http://127.0.0.1:8000 --bot-key-file FILE</Command>
      </Empty>
    </Card>
  )
}

interface CardsProps {
  role: Role
  bot: string
  bots: readonly string[]
  onBot: (bot: string) => void
}

function Cards({ role, bot, bots, onBot }: CardsProps) {
  const query = useBotConfig(bot)
  const config = query.data?.data ?? null
  const away = query.data?.away ?? null
  const forbidden = roleBlocker(role, 'admin') ?? (away && `${bot} does not answer`)
  const knownAt = away ? (away.cachedAt ? Date.parse(away.cachedAt) : null) : query.dataUpdatedAt || null
  return (
    <div className="grid content-start gap-2 md:gap-3 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <Card title={`Configuration of ${bot}`} stale={away !== null} confirmedAt={knownAt} aside={config && <span className="num">version {config.version}</span>}>
        <div className="flex flex-col gap-3 px-3 pt-1 pb-3">
          {bots.length > 1 && (
            <SelectField label="Bot" className="w-56" value={bot} onChange={(event) => onBot(event.target.value)}>
              {bots.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
          )}
          {away && <Absent bot={bot} known={config !== null} {...away} />}
          <Loaded query={query} what={`The configuration of ${bot}`} rows={14}>
            {({ data }) => data && <ConfigForm bot={bot} newest={data} forbidden={forbidden} />}
          </Loaded>
        </div>
      </Card>
      {config && (
        <Card title="Every change of it" className="self-start">
          <ConfigHistory bot={bot} now={config} forbidden={forbidden} />
        </Card>
      )}
    </div>
  )
}

function Absent({ bot, known, message, cachedAt }: Away & { bot: string; known: boolean }) {
  return (
    <div role="status" className="rounded border border-warning px-3 py-2 text-sm">
      <p className="font-medium text-warning-ink">
        {known ? `${bot} does not answer: this is what it ran with${cachedAt ? ` at ${utc(cachedAt)}` : ' when it last did'}.` : `${bot} does not answer, and what it runs with was never told.`}
      </p>
      <p>{message}. It can be changed once the bot is back.</p>
    </div>
  )
}
