-- Instruments as the venue last listed them, so that positions can be shown with their units when it does not answer.
create table instruments (
  symbol text not null primary key,
  base_asset text not null,
  quote_asset text not null,
  tick {decimal} not null check (tick > '0'),
  step {decimal} not null check (step > '0'),
  min_quantity {decimal} not null,
  max_quantity {decimal} not null,
  min_notional {decimal} not null,
  contract_size {decimal} not null check (contract_size > '0')
);
