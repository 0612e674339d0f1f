import type { ReactNode } from 'react'
import { NumberField, SelectField } from '@/components/Field'
import { SymbolPicker } from '@/components/SymbolPicker'
import type { EntryPreview, Strategies } from '@/lib/api/types'
import { percent, price as priceText, quantityOf, unitOf, type Unit } from '@/lib/format'
import { multiply, parse, toText, trim, type DecimalText } from '@/lib/decimal'
import type { Choice, FigureErrors, Figures } from '../entry'

interface EntryFormProps {
  choice: Choice
  figures: Figures
  errors: FigureErrors
  strategies: Strategies | undefined
  preview: EntryPreview | undefined
  /** What quantities count; undefined while it is not known. */
  market: Unit | undefined
  /** What capital counts: the account's, whatever the market is paid in. */
  currency: string | undefined
  /** A plan stands: what it was made from is shown, not edited. */
  locked: boolean
  onChoice: (part: Partial<Choice>) => void
  onFigures: (part: Partial<Figures>) => void
}

const sides = [
  { side: 'BUY', words: '▲ Buy · long', look: 'aria-pressed:border-up aria-pressed:text-up-ink' },
  { side: 'SELL', words: '▼ Sell · short', look: 'aria-pressed:border-down aria-pressed:text-down-ink' },
] as const

export function EntryForm({ choice, figures, errors, strategies, preview, market, currency, locked, onChoice, onFigures }: EntryFormProps) {
  const unit = market && unitOf(market)
  const active = strategies?.strategies.filter((each) => each.active) ?? []
  return (
    <form className="flex flex-col gap-3 px-3 pb-3" onSubmit={(event) => event.preventDefault()} aria-label="Entry">
      <div className="grid grid-cols-2 gap-3">
        <SymbolPicker value={choice.symbol} disabled={locked} onChoose={(symbol) => onChoice({ symbol })} />
        <SelectField
          label="Strategy"
          disabled={locked || active.length === 0}
          value={choice.strategy ?? active[0]?.id ?? ''}
          onChange={(event) => onChoice({ strategy: Number(event.target.value) })}
        >
          {active.length === 0 && <option value="">{strategies ? 'None is active' : 'Loading…'}</option>}
          {active.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <StrategyRules strategies={strategies} id={choice.strategy} />
      <div role="group" aria-label="Side" className="grid grid-cols-2 gap-2">
        {sides.map(({ side, words, look }) => (
          <button
            key={side}
            type="button"
            disabled={locked}
            aria-pressed={choice.side === side}
            className={`min-h-9 rounded-md border border-line-strong font-semibold text-muted aria-pressed:border-2 aria-pressed:bg-hover disabled:opacity-60 pointer-coarse:min-h-11 ${look}`}
            onClick={() => onChoice({ side })}
          >
            {words}
          </button>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label="Limit price"
          disabled={locked}
          placeholder={preview && figures.limit === '' ? priceText(preview.entry_price, preview.tick_size).replaceAll(',', '') : 'at the quote'}
          hint={choice.side === 'BUY' ? 'Empty: the best ask' : 'Empty: the best bid'}
          error={errors.limit}
          value={figures.limit}
          onChange={(event) => onFigures({ limit: event.target.value })}
        />
        <NumberField
          label={currency ? `Capital in ${currency}` : 'Capital'}
          disabled={locked}
          placeholder={preview && preview.quote_asset === currency ? preview.capital : 'all equity'}
          hint="Empty: the account’s equity"
          error={errors.capital}
          value={figures.capital}
          onChange={(event) => onFigures({ capital: event.target.value })}
        />
      </div>
      <NumberField
        label={unit ? `Quantity in ${unit}` : 'Quantity'}
        disabled={locked}
        placeholder={preview?.computed_quantity ?? 'by the rule'}
        hint={sizeHint(preview)}
        error={errors.quantity}
        value={figures.quantity}
        onChange={(event) => onFigures({ quantity: event.target.value })}
      />
    </form>
  )
}

function sizeHint(preview: EntryPreview | undefined): ReactNode {
  if (!preview) return 'Empty: what follows from the stop. At most 5 % less is taken.'
  return `The rule gives ${quantityOf(preview.computed_quantity, preview)}; up to 5 % less is taken, more never.`
}

function inPercent(fraction: DecimalText): string {
  const value = trim(multiply(parse(fraction), parse('100')))
  return percent(toText(value), { places: value.scale })
}

function StrategyRules({ strategies, id }: { strategies: Strategies | undefined; id: number | null }) {
  const chosen = strategies?.strategies.find((each) => (id === null ? each.active : each.id === id))
  if (!chosen) return null
  const { rules } = chosen
  return (
    <p className="text-xs text-muted">
      Risks {inPercent(rules.risk_fraction)} of the capital, at most {inPercent(rules.max_notional_fraction)} of it in one position; stop behind
      level {rules.level}
      {Number(rules.reward_risk) > 0 ? `, target at ${trimmed(rules.reward_risk)} × the risk` : ', no target'}
      {rules.trailing ? ', trailing' : ''}.
    </p>
  )
}

function trimmed(text: DecimalText): string {
  return toText(trim(parse(text)))
}
