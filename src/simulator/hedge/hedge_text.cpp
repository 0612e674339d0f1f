#include "simulator/hedge/hedge_text.hpp"

namespace robson::simulator {

struct OrderBody {
  std::string client_id{};
  std::string coin{};
  std::string side{};
  Quantity size{};
  std::optional<Decimal> leverage{};
  std::optional<bool> reduce_only{};
  std::optional<Price> limit_price{};
};
BOOST_DESCRIBE_STRUCT(OrderBody, (), (client_id, coin, side, size, leverage, reduce_only, limit_price))
struct PositionBody {
  std::string client_id{};
  std::string asset{};
  std::string token{};
  Money collateral_usd{};
  Decimal leverage{};
};
BOOST_DESCRIBE_STRUCT(PositionBody, (), (client_id, asset, token, collateral_usd, leverage))
struct CloseBody {
  std::string close_id{};
};
BOOST_DESCRIBE_STRUCT(CloseBody, (), (close_id))

namespace {

// Beyond that sums and products of amounts would not fit.
constexpr Decimal most = Decimal::integer(1'000'000'000);

Unexpected<std::string> wrong(std::string why) {
  return Unexpected(std::move(why));
}

}  // namespace

Result<PerpOrderRequest, std::string> read_order(std::string_view body) {
  auto read = json::read<OrderBody>(body);
  if (!read) return wrong(read.error().text());
  if (read->side != "BUY" && read->side != "SELL") return wrong("side: expected one of BUY, SELL");
  if (!read->size.value.is_positive() || read->size.value > most) return wrong("size: expected above 0, at most 1e9");
  if (read->limit_price && (!read->limit_price->value.is_positive() || read->limit_price->value > most)) {
    return wrong("limit_price: expected above 0, at most 1e9");
  }
  if (read->leverage && (!read->leverage->is_positive() || *read->leverage > most)) {
    return wrong("leverage: expected above 0");
  }
  return PerpOrderRequest{std::move(read->client_id),
                          std::move(read->coin),
                          read->side == "BUY" ? Side::BUY : Side::SELL,
                          read->size,
                          read->leverage,
                          read->reduce_only.value_or(false),
                          read->limit_price};
}

Result<LendingRequest, std::string> read_position(std::string_view body) {
  auto read = json::read<PositionBody>(body);
  if (!read) return wrong(read.error().text());
  const Decimal collateral = read->collateral_usd.value;
  if (!collateral.is_positive() || collateral > most) return wrong("collateral_usd: expected above 0, at most 1e9");
  if (!read->leverage.is_positive() || read->leverage > most) return wrong("leverage: expected above 0");
  return LendingRequest{std::move(read->client_id), std::move(read->asset), std::move(read->token),
                        read->collateral_usd, read->leverage};
}

Result<std::string, std::string> read_close(std::string_view body) {
  auto read = json::read<CloseBody>(body);
  if (!read) return wrong(read.error().text());
  return std::move(read->close_id);
}

}  // namespace robson::simulator
