// Short names of the contract's shapes; schema.d.ts is generated from api/openapi.yaml before each build.
import type { components } from './schema'

type Schemas = components['schemas']

export type Session = Schemas['Session']
export type Credentials = Schemas['Credentials']
export type VenueKind = Schemas['VenueKind']
export type Side = Schemas['Side']
export type Position = Schemas['Position']
export type Positions = Schemas['Positions']
export type PortfolioSummary = Schemas['PortfolioSummary']
export type AccountBalance = Schemas['AccountBalance']
export type AssetBalance = Schemas['AssetBalance']
export type Price = Schemas['Price']
export type PriceUpdate = Schemas['PriceUpdate']
export type Kline = Schemas['Kline']
export type Klines = Schemas['Klines']
export type Problem = Schemas['Problem']
