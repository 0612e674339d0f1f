#include "venues/binance/account_client.hpp"

#include "venues/binance/order_outcome.hpp"
#include "venues/binance/order_request.hpp"

namespace robson::venues::binance {
namespace {

using runtime::AccountRights;
using runtime::Balances;
using runtime::FromVenue;
using runtime::OrderOutcome;

constexpr int most_trade_pages = 20;  // 20,000 fills of one order

// These are no members, so that they live as long as they need to, whatever becomes of the client.
FromVenue<AccountRights> ask_rights(std::shared_ptr<Rest> rest, Credentials credentials) {
  const auto account = co_await fetch_account(rest, credentials);
  if (!account) co_return Unexpected(account.error());
  SignedCall question{.path = "/sapi/v1/account/apiRestrictions"};
  const auto body = co_await rest->call(std::move(question), credentials);
  if (!body) co_return Unexpected(body.error().error);
  const auto key = parse_key_restrictions(*body);
  if (!key) co_return Unexpected(unreadable("apiRestrictions", key.error()));
  co_return AccountRights{.can_trade = account->can_trade && key->may_trade,
                          .can_withdraw = key->may_withdraw,
                          .can_short = false,  // a spot account cannot borrow
                          .offers_entry_lists = true};
}

FromVenue<Balances> ask_balances(std::shared_ptr<Rest> rest, Credentials credentials) {
  auto account = co_await fetch_account(std::move(rest), std::move(credentials));
  if (!account) co_return Unexpected(std::move(account.error()));
  Balances held;
  for (const AssetBalance& balance : account->balances) {
    if (balance.free.is_zero() && balance.locked.is_zero()) continue;
    held[balance.asset] = {balance.free, balance.locked};
  }
  co_return held;
}

FromVenue<std::vector<VenueOrder>> ask_open_orders(std::shared_ptr<Rest> rest, Credentials credentials) {
  SignedCall question{.path = "/api/v3/openOrders", .weight = 80};
  const auto body = co_await rest->call(std::move(question), std::move(credentials));
  if (!body) co_return Unexpected(body.error().error);
  auto orders = read_open_orders(*body);
  if (!orders) co_return Unexpected(unreadable("openOrders", orders.error()));
  co_return std::move(*orders);
}

// All fills of an order, page by page.
net::Task<Result<std::vector<VenueFill>, VenueRefusal>> ask_fills(std::shared_ptr<Rest> rest, VenueRequest request,
                                                                  VenueOrder order, Credentials credentials) {
  std::vector<OwnTrade> trades;
  for (int page = 0; page < most_trade_pages; ++page) {
    const std::int64_t from = trades.empty() ? 0 : trades.back().trade.id + 1;
    SignedCall question = trades_call(order.symbol, order.venue_id, from);
    const auto body = co_await rest->call(std::move(question), credentials);
    if (!body) co_return Unexpected(refusal_of(request, body.error()));
    auto more = parse_own_trades(*body);
    if (!more) co_return Unexpected(unreadable_outcome(more.error()));
    trades.insert(trades.end(), more->begin(), more->end());
    if (more->size() < static_cast<std::size_t>(trades_page)) break;
  }
  co_return fills_of(order, trades);
}

net::Task<OrderOutcome> carry(std::shared_ptr<Rest> rest, VenueRequest request, Credentials credentials) {
  SignedCall call = call_of(request);
  const auto body = co_await rest->call(std::move(call), credentials);
  if (!body) co_return Unexpected(refusal_of(request, body.error()));
  auto orders = read_outcome(request, *body);
  if (!orders) co_return Unexpected(unreadable_outcome(orders.error()));
  const bool asked = std::holds_alternative<AskOrder>(request);
  if (!asked || orders->front().filled.is_zero()) co_return std::move(*orders);
  auto fills = co_await ask_fills(rest, request, orders->front(), credentials);
  if (!fills) co_return Unexpected(std::move(fills.error()));
  orders->front().fills = std::move(*fills);
  co_return std::move(*orders);
}

}  // namespace

FromVenue<AccountRights> AccountClient::rights() {
  return ask_rights(rest_, credentials_);
}

FromVenue<Balances> AccountClient::balances() {
  return ask_balances(rest_, credentials_);
}

FromVenue<std::vector<VenueOrder>> AccountClient::open_orders() {
  return ask_open_orders(rest_, credentials_);
}

net::Task<OrderOutcome> AccountClient::carry_out(VenueRequest request) {
  return carry(rest_, std::move(request), credentials_);
}

void AccountClient::watch(runtime::AccountListener& listener) {
  stop();
  stream_ = std::make_shared<UserStream>(rest_, credentials_, listener);
  stream_->start();
}

void AccountClient::stop() {
  if (stream_) stream_->stop();
  stream_.reset();
}

}  // namespace robson::venues::binance
