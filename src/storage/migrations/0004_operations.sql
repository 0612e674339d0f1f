-- Operations that Robson enters and leaves by itself: what is held of them, the stop that is in force now, how they
-- are followed and how they ended.
--
-- The table is made anew, because a constraint cannot be changed in SQLite. stop_loss_price stays the stop that the
-- operation began with; stop_price is the one in force, which may only be tighter. A detached or cancelled operation
-- has an end without an exit price.
-- The checks hold what Robson decides. What the venue did is real and has to be booked, so that none of them may refuse
-- it: the stop is compared with planned_price, the price that the operation was made with and which never changes, not
-- with entry_price, the average of the fills, which a falling price can bring below the stop; and held may fall below
-- zero when two exits were filled. A target may be moved to where a losing position gets out: it lies beyond the stop.
-- ends_at is closed_at for sorting: what has not ended comes behind all that has. number is id once more: SQLite bounds a
-- walk along (x, id) by x alone when id is its row number, and would pass all equal values of x again for each page.
create table operations_new (
  id {identity},
  client_id bigint not null references clients (id),
  symbol text not null,
  side text not null check (side in ('BUY', 'SELL')),
  quantity {decimal} not null check (quantity > '0'),
  held {decimal} not null,
  entry_price {decimal} not null check (entry_price > '0'),
  planned_price {decimal} not null,
  stop_loss_price {decimal} not null check (stop_loss_price > '0'),
  stop_price {decimal} not null,
  take_profit_price {decimal},
  status text not null check (status in ('PLANNED', 'ACTIVE', 'CLOSED', 'CANCELLED')),
  opened_at bigint not null,
  closed_at bigint,
  exit_price {decimal},
  exit_reason text check (exit_reason in ('STOP', 'TARGET', 'MANUAL', 'DETACHED', 'EXTERNAL')),
  realized_pnl {decimal} not null,
  fees {decimal} not null,
  fees_unvalued bigint not null check (fees_unvalued in (0, 1)),
  source text not null check (source in ('adopted', 'executed')),
  plan_id bigint,
  strategy_id bigint,
  strategy text not null,
  trailing bigint not null check (trailing in (0, 1)),
  trailing_steps bigint not null check (trailing_steps >= 0),
  closing_reason text check (closing_reason in ('STOP', 'TARGET', 'MANUAL', 'DETACHED', 'EXTERNAL')),
  closing_quantity {decimal},
  closing_limit {decimal},
  closing_by text,
  closing_at bigint,
  unprotected_us bigint not null check (unprotected_us >= 0),
  unprotected_since bigint,
  note text not null,
  ends_at bigint not null check (ends_at = coalesce(closed_at, 9223372036854775807)),
  number bigint not null check (number = id),
  unique (client_id, id),
  constraint stop_on_its_side check (
    (side = 'BUY' and stop_loss_price < planned_price) or (side = 'SELL' and stop_loss_price > planned_price)
  ),
  constraint stop_only_tighter check (
    (side = 'BUY' and stop_price >= stop_loss_price) or (side = 'SELL' and stop_price <= stop_loss_price)
  ),
  constraint stop_above_zero check (stop_price > '0'),
  constraint target_on_its_side check (
    take_profit_price is null
    or (side = 'BUY' and take_profit_price > stop_loss_price)
    or (side = 'SELL' and take_profit_price > '0' and take_profit_price < stop_loss_price)
  ),
  constraint closed_has_an_end check ((status in ('CLOSED', 'CANCELLED')) = (closed_at is not null)),
  constraint closing_is_whole check (
    (closing_at is null) = (closing_reason is null) and (closing_at is null) = (closing_by is null)
    and (closing_at is not null or (closing_quantity is null and closing_limit is null))
  )
);
insert into operations_new (id, client_id, symbol, side, quantity, held, entry_price, planned_price,
  stop_loss_price, stop_price, take_profit_price, status, opened_at, closed_at, exit_price, realized_pnl, fees,
  fees_unvalued, source, strategy, trailing, trailing_steps, unprotected_us, note, ends_at, number)
  select id, client_id, symbol, side, quantity, case when status in ('PLANNED', 'ACTIVE') then quantity else '0' end,
    entry_price, entry_price, stop_loss_price, stop_loss_price, take_profit_price, status, opened_at,
    case when status in ('CLOSED', 'CANCELLED') then coalesce(closed_at, opened_at) else null end, exit_price,
    realized_pnl, fees, 0, source, strategy, 0, 0, 0, '',
    case when status in ('CLOSED', 'CANCELLED') then coalesce(closed_at, opened_at) else 9223372036854775807 end, id
  from operations;
drop table operations;
alter table operations_new rename to operations;

-- One index for each way to sort a history.
create index operations_by_opening on operations (client_id, opened_at, number);
create index operations_by_end on operations (client_id, ends_at, number);
create index operations_by_symbol on operations (client_id, symbol, number);
create index operations_by_quantity on operations (client_id, quantity, number);
create index operations_by_result on operations (client_id, realized_pnl, number);
create index operations_by_fees on operations (client_id, fees, number);
-- And for the filters that may leave few of them. What was cancelled has no result and no fees: without the last two, a
-- walk along those would have to pass all the others.
create index operations_by_status on operations (client_id, status, number);
create index operations_by_symbol_opening on operations (client_id, symbol, opened_at, number);
create index operations_by_strategy on operations (client_id, strategy_id, opened_at, number);
create index operations_by_strategy_name on operations (client_id, strategy, opened_at, number);
create index operations_by_status_result on operations (client_id, status, realized_pnl, number);
create index operations_by_status_fees on operations (client_id, status, fees, number);
create index operations_by_number on operations (client_id, number);
