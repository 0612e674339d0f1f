import { useId } from 'react'
import { Tick } from '@/components/Field'
import { Popover } from '@/components/Popover'
import { change, palettes, resolvedTheme, themes, useSettings, type Palette, type Theme } from '@/lib/settings'

const themeWords: Record<Theme, string> = { dark: 'Dark', light: 'Light', system: 'As the system' }
const paletteWords: Record<Palette, string> = {
  'green-up': 'Green up, red down',
  'red-up': 'Red up, green down',
  'colour-blind': 'Blue up, orange down',
}

export function DisplayMenu() {
  const { theme } = useSettings()
  return (
    <Popover label={`Display: ${themeWords[theme].toLowerCase()} theme`} trigger={<span aria-hidden>{resolvedTheme(theme) === 'dark' ? '☾' : '☀'}</span>}>
      {() => <DisplayChoices />}
    </Popover>
  )
}

export function DisplayChoices() {
  const { theme, palette } = useSettings()
  const group = useId()
  return (
    <>
      <Choice legend="Theme (key t)" name={`${group}theme`} options={themes} words={themeWords} value={theme} onChoose={(next) => change({ theme: next })} />
      <Choice legend="Colours" name={`${group}palette`} options={palettes} words={paletteWords} value={palette} onChoose={(next) => change({ palette: next })} />
      <KeysChoice />
    </>
  )
}

export function KeysChoice() {
  const { singleKeys } = useSettings()
  return (
    <Tick checked={singleKeys} onChange={(on) => change({ singleKeys: on })}>
      Single-letter keys
      <span className="block text-xs text-muted">{singleKeys ? 'Such as t, 1 to 6 and ?; off for who speaks to the device' : 'Off: of the list of keys only those with Alt, the arrows and Esc are heard'}</span>
    </Tick>
  )
}

interface ChoiceProps<T extends string> {
  legend: string
  name: string
  options: readonly T[]
  words: Record<T, string>
  value: T
  onChoose: (value: T) => void
}

function Choice<T extends string>({ legend, name, options, words, value, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className="p-1">
      <legend className="text-xs text-muted">{legend}</legend>
      {options.map((option) => (
        <label key={option} className="flex min-h-8 items-center gap-2 rounded px-1 hover:bg-hover pointer-coarse:min-h-11">
          <input type="radio" name={name} className="accent-primary" checked={option === value} onChange={() => onChoose(option)} />
          {words[option]}
        </label>
      ))}
    </fieldset>
  )
}
