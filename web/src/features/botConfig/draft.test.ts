import { describe, expect, it } from 'vitest'
import { botConfig } from '@/testing/access'
import { bodyOf, changesOf, draftOf, fieldOf, readDraft, saidChange, valuesOf, type Draft } from './draft'
import { allFields } from './fields'

const values = valuesOf(botConfig)
const draft = draftOf(values)
const typed = (part: Partial<Draft>) => readDraft({ ...draft, ...part })

describe('the configuration of a bot', () => {
  it('has every figure that the contract has, and only those', () => {
    const contract = (['bot', 'risk'] as const).flatMap((part) => Object.keys(botConfig[part]).map((name) => `${part}.${name}`))
    expect(allFields.map(({ path }) => path).sort()).toEqual(contract.sort())
  })

  it('is typed in percent and goes back as exact fractions, whole numbers as numbers', () => {
    expect([draft['risk.health_factor_warning'], draft['risk.delta_drift_warning'], draft['risk.max_leverage'], draft['bot.poll_interval_seconds']]).toEqual(['20', '0.5', '4', '30'])
    const { values: read } = typed({ 'risk.delta_drift_warning': '0.35', 'bot.poll_interval_seconds': '15' })
    const body = bodyOf(read!)
    expect([body.risk.delta_drift_warning, body.bot.poll_interval_seconds, body.risk.critical_exit_seconds, body.bot.enable_auto_entry]).toEqual(['0.0035', 15, 20, true])
  })

  it('comes back unchanged when nothing is typed', () => {
    expect(changesOf(values, readDraft(draft).values!)).toEqual([])
  })

  it('is refused where a figure cannot be read, is out of range, or has too many digits', () => {
    const { values: none, errors } = typed({ 'risk.max_gas_usd': '1,5', 'bot.max_concurrent_positions': '51', 'bot.scan_interval_seconds': '2.5', 'risk.min_position_usd': '0', 'risk.lst_premium_limit': '0.12345678901' })
    expect(none).toBeNull()
    expect(errors).toEqual({
      'risk.max_gas_usd': 'A number, such as 0.5',
      'bot.max_concurrent_positions': 'Out of range: 1 to 50',
      'bot.scan_interval_seconds': 'A whole number',
      'risk.min_position_usd': 'Out of range: Over 0',
      'risk.lst_premium_limit': 'At most 10 digits behind the point',
    })
  })

  it.each<[Partial<Draft>, string]>([
    [{ 'risk.max_leverage': '2' }, 'risk.max_leverage'],
    [{ 'risk.max_position_usd': '999' }, 'risk.max_position_usd'],
    [{ 'risk.health_factor_critical': '20' }, 'risk.health_factor_warning'],
    [{ 'risk.health_factor_emergency': '11' }, 'risk.health_factor_critical'],
    [{ 'risk.margin_fraction_critical': '11' }, 'risk.margin_fraction_warning'],
    [{ 'risk.margin_fraction_emergency': '5' }, 'risk.margin_fraction_critical'],
    [{ 'risk.maintenance_margin': '3' }, 'risk.margin_fraction_emergency'],
    [{ 'risk.delta_drift_critical': '0.5' }, 'risk.delta_drift_critical'],
  ])('keeps its thresholds in order: %o is the fault of %s', (part, field) => {
    expect(Object.keys(typed(part).errors)).toEqual([field])
  })

  it('allows a usual leverage that is the highest', () => {
    expect(typed({ 'risk.default_leverage': '4' }).errors).toEqual({})
  })

  it('names each change with both values and units, and which of them risk more', () => {
    const { values: next } = typed({ 'risk.max_leverage': '3', 'risk.max_position_usd': '60000', 'risk.health_factor_warning': '15', 'bot.enable_circuit_breakers': false, 'risk.critical_exit_seconds': '10' })
    expect(changesOf(values, next!).map(({ label, from, to, bolder }) => [label, from, to, bolder])).toEqual([
      ['Circuit breakers', 'on', 'off', true],
      ['Highest leverage', '4×', '3×', false],
      ['Largest position', '$50,000.00', '$60,000.00', true],
      ['Health warning under', '20%', '15%', true],
      ['Critical health may last', '20 s', '10 s', false],
    ])
  })

  it('finds the field that the server names, however it does', () => {
    expect([fieldOf('risk.max_leverage'), fieldOf('/bot/poll_interval_seconds'), fieldOf('max_gas_usd'), fieldOf('reason'), fieldOf(null)]).toEqual(['risk.max_leverage', 'bot.poll_interval_seconds', 'risk.max_gas_usd', null, null])
  })

  it('tells a change of the history in the same words, and one of an unknown field as it is', () => {
    expect(saidChange({ field: 'risk.health_factor_critical', from: '0.10', to: '0.08' })).toEqual({ label: 'Health critical under', from: '10%', to: '8%' })
    expect(saidChange({ field: 'bot.enable_auto_exit', from: null, to: 'true' })).toEqual({ label: 'Close positions by itself', from: '—', to: 'on' })
    expect(saidChange({ field: 'bot.newer', from: 'a', to: 'b' })).toEqual({ label: 'bot.newer', from: 'a', to: 'b' })
  })
})
