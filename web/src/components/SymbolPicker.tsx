import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useSymbols } from '@/lib/api/desk'
import { price as priceText } from '@/lib/format'
import { useDebounced } from '@/lib/useDebounced'

interface SymbolPickerProps {
  value: string
  onChoose: (symbol: string) => void
  disabled?: boolean
  label?: string
  className?: string
}

/** A combobox over the exchange's markets: type a part of the name, arrow keys, Enter. */
export function SymbolPicker({ value, onChoose, disabled = false, label = 'Symbol', className = '' }: SymbolPickerProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  /** Where the arrow keys have led; null: nowhere yet. */
  const [moved, setMoved] = useState<string | null>(null)
  const open = typed !== null
  const query = useDebounced(typed ?? '', 150)
  const { data, isError, isFetching, isPlaceholderData } = useSymbols(query.trim().toUpperCase())
  const markets = data?.symbols ?? []
  // The list may still be that of what was typed before.
  const settled = data !== undefined && !isPlaceholderData && query === (typed ?? '')
  const wanted = typed?.trim().toUpperCase()
  const at = Math.max(0, markets.findIndex(({ symbol }) => symbol === (moved ?? wanted)))

  const choose = (symbol: string | undefined) => {
    setTyped(null)
    setMoved(null)
    if (symbol && symbol !== value) onChoose(symbol)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) setTyped('')
      else setMoved(markets[(at + (event.key === 'ArrowDown' ? 1 : -1) + markets.length) % Math.max(1, markets.length)]?.symbol ?? null)
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      if (settled || markets[at]?.symbol === wanted) choose(markets[at]?.symbol)
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setTyped(null)
    }
  }

  return (
    <div className={`relative flex flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <input
        ref={input}
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && markets[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={32}
        disabled={disabled}
        className="num min-h-9 w-full min-w-0 rounded-md border border-line-strong bg-page px-2.5 text-base uppercase disabled:opacity-60 pointer-coarse:min-h-11"
        value={typed ?? value}
        placeholder={value}
        onChange={(event) => {
          setTyped(event.target.value)
          setMoved(null)
        }}
        onFocus={(event) => event.target.select()}
        onClick={() => setTyped((before) => before ?? '')}
        onBlur={() => setTyped(null)}
        onKeyDown={onKey}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Markets"
        hidden={!open}
        aria-busy={!settled}
        className="absolute top-full right-0 left-0 z-30 mt-1 max-h-72 min-w-56 overflow-y-auto rounded-lg border border-line bg-card p-1 shadow-xl"
      >
        {markets.map((market, index) => (
          // Its keys are those of the input.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={market.symbol}
            tabIndex={-1}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={`flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded px-2 pointer-coarse:min-h-11 ${index === at ? 'bg-hover' : 'hover:bg-hover'}`}
            // Without the blur that would close the list under the click. A touch that scrolls the list is no click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(market.symbol)}
          >
            <span className="num font-medium">{market.symbol}</span>
            <span className="num text-sm text-muted">{market.price === null ? '' : priceText(market.price, market.tick_size)}</span>
          </div>
        ))}
        {markets.length === 0 && (
          <div className="px-2 py-1.5 text-sm text-muted" role="option" tabIndex={-1} aria-selected={false} aria-disabled>
            {isError ? 'The markets could not be read' : isFetching ? 'Searching…' : `No market has “${query}” in its name`}
          </div>
        )}
      </div>
    </div>
  )
}
