#include "storage/instruments.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql upsert =
    "insert into instruments (symbol, base_asset, quote_asset, tick, step, min_quantity, max_quantity, min_notional, "
    "contract_size, max_algo_orders) values (:symbol, :base_asset, :quote_asset, :tick, :step, :min_quantity, "
    ":max_quantity, "
    ":min_notional, :contract_size, :max_algo_orders) on conflict (symbol) do update set base_asset = "
    "excluded.base_asset, "
    "quote_asset = excluded.quote_asset, tick = excluded.tick, step = excluded.step, "
    "min_quantity = excluded.min_quantity, max_quantity = excluded.max_quantity, "
    "min_notional = excluded.min_notional, contract_size = excluded.contract_size, "
    "max_algo_orders = excluded.max_algo_orders";
constexpr Sql select_all =
    "select symbol, base_asset, quote_asset, tick, step, min_quantity, max_quantity, min_notional, contract_size, "
    "max_algo_orders from instruments order by symbol limit 10000";

}  // namespace

void put_instrument(Session& session, Installation, const Instrument& instrument) {
  session.run(upsert, instrument.symbol, instrument.base, instrument.quote, instrument.tick, instrument.step,
              instrument.min_quantity, instrument.max_quantity, instrument.min_notional, instrument.contract_size,
              instrument.max_algo_orders);
}

std::vector<Instrument> instruments(Session& session, Installation) {
  std::vector<Instrument> found;
  Instrument row;
  session.each(select_all,
               into(row.symbol, row.base, row.quote, row.tick, row.step, row.min_quantity, row.max_quantity,
                    row.min_notional, row.contract_size, row.max_algo_orders),
               [&] { found.push_back(row); });
  return found;
}

}  // namespace robson::storage
