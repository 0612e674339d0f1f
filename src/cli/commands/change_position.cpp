#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/figures.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

Decimal worth_at(const wire::Position& position, Decimal quantity, Decimal price) {
  const Decimal units = multiply(quantity, position.contract_size, Rounding::half_away_from_zero);
  return multiply(units, price, Rounding::half_away_from_zero);
}

// "LONG 0.00033 BTC of position 1 (BTCUSDC), worth $29.45 now, P&L +$0.13 (+0.46%)"
std::string named(const wire::Position& position, Decimal size, const Style& style) {
  std::string text = fmt::format("{} {} of position {} ({})", direction_of(position.side),
                                 quantity_of(size, position, style), position.id, clean(position.symbol));
  if (position.current_price) {
    text += fmt::format(", worth {} now",
                        money(worth_at(position, size, position.current_price->value), position.quote_asset, style));
  }
  if (position.unrealized_pnl_exact) {
    text +=
        fmt::format(", P&L {} ({})", money(*position.unrealized_pnl_exact, position.quote_asset, style, Sign::always),
                    percent(position.unrealized_pnl_percent, style));
  }
  return text;
}

std::string close_effect(const wire::Position& position, const wire::CloseRequest& request, const Style& style) {
  const Decimal size = request.quantity.value_or(position.quantity);
  std::string text = fmt::format(
      "This closes {},\n  {}.\n", named(position, size, style),
      request.limit_price
          ? fmt::format("at {} or better, immediate or cancel",
                        price({*request.limit_price, request.limit_price->places()}, position.quote_asset, style))
          : std::string("at market"));
  return text + (size < position.quantity ? "  What is left keeps its stop at the exchange, placed anew.\n"
                                          : "  Its stop and target at the exchange are cancelled.\n");
}

Read<wire::CloseRequest> close_request(const Desk& desk) {
  const auto size = positive_of(desk.asked, "--quantity");
  if (!size) return Unexpected(size.error());
  const auto limit = positive_of(desk.asked, "--limit");
  if (!limit) return Unexpected(limit.error());
  const auto wait = wait_of(desk);
  if (!wait) return Unexpected(wait.error());
  return wire::CloseRequest{.quantity = *size, .limit_price = *limit, .wait_ms = *wait};
}

// How a close ended: what is still under way is not known, what was not sold at its limit was not done.
Exit exit_of_close(Desk& desk, const wire::Operation& now, Decimal held_before) {
  if (now.closing) {
    desk.note(fmt::format("It is still being left. Look again with: robson operations show {}", now.id));
    return Exit::outcome_unknown;
  }
  if (now.status == OperationStatus::CLOSED || now.held < held_before) return Exit::ok;
  desk.note("Nothing was sold at that price; the position stands as before.");
  return Exit::failure;
}

Page operation_page(client::Answer<wire::Operation> answer) {
  Page page = page_of(answer.body);
  page.view = [operation = std::move(answer.value)](const Look& look) { return operation_now(operation, look); };
  return page;
}

struct Protect {
  std::optional<Decimal> stop{};
  std::optional<Decimal> target{};
  bool no_target = false;
  std::int64_t wait_ms = 0;
  std::string key{};
};

Read<Protect> protect_request(const Desk& desk) {
  const auto stop = positive_of(desk.asked, "--stop");
  if (!stop) return Unexpected(stop.error());
  const auto target = positive_of(desk.asked, "--target");
  if (!target) return Unexpected(target.error());
  const bool no_target = desk.asked.has("--no-target");
  if (*target && no_target) return invalid("--target and --no-target contradict each other");
  if (!*stop && !*target && !no_target)
    return invalid("say what to change: --stop PRICE, --target PRICE or --no-target");
  const auto wait = wait_of(desk);
  if (!wait) return Unexpected(wait.error());
  const auto key = key_of(desk);
  if (!key) return Unexpected(key.error());
  return Protect{.stop = *stop, .target = *target, .no_target = no_target, .wait_ms = *wait, .key = *key};
}

std::string protect_effect(const wire::Position& position, const Protect& wish, const Style& style) {
  const auto shown = [&](Decimal value) {
    return price({value, std::max(2, value.places())}, position.quote_asset, style);
  };
  std::string text = fmt::format("This changes {}:\n", named(position, position.quantity, style));
  if (wish.stop) {
    const bool is_long = position.side == Side::BUY;
    const Decimal step = is_long ? position.entry_price.value - *wish.stop : *wish.stop - position.entry_price.value;
    const Decimal result = -worth_at(position, position.quantity, step);
    text += fmt::format("  stop {} -> {}; if it fills: {}\n", price(position.stop_loss, position.quote_asset, style),
                        shown(*wish.stop), money(result, position.quote_asset, style, Sign::always));
  }
  const std::string old =
      position.take_profit ? price(*position.take_profit, position.quote_asset, style) : std::string("none");
  if (wish.target) text += fmt::format("  target {} -> {}\n", old, shown(*wish.target));
  if (wish.no_target) text += fmt::format("  target {} -> none\n", old);
  return text + "  The orders at the exchange are replaced.\n";
}

// Stop and target are two changes, each with a key of its own.
client::Asked<wire::Operation> apply(Desk& desk, std::int64_t id, Protect wish) {
  if (wish.stop) {
    const wire::StopRequest request{.stop_price = *wish.stop, .wait_ms = wish.wait_ms};
    auto moved = co_await desk.server().move_stop(id, request, wish.key + "-stop");
    if (!moved || (!wish.target && !wish.no_target)) co_return moved;
  }
  const wire::TargetRequest request{.target_price = wish.target, .wait_ms = wish.wait_ms};
  auto moved = co_await desk.server().move_target(id, request, wish.key + "-target");
  if (!moved && wish.stop) desk.note("The stop was moved; the target was not.");
  co_return moved;
}

bool stands(const wire::Operation& now, const Protect& wish) {
  if (wish.stop && now.stop_price.value != *wish.stop) return false;
  if (wish.no_target) return !now.target_price;
  return !wish.target || (now.target_price && now.target_price->value == *wish.target);
}

}  // namespace

net::Task<Exit> close_position(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  const auto request = close_request(desk);
  if (!request) co_return desk.fail(request.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const auto position = co_await desk.server().position(*id);
  if (!position) co_return desk.fail(position.error());
  const std::string effect = close_effect(position->value, *request, desk.error_style());
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  auto answer = co_await desk.server().close_position(*id, *request, *key);
  if (!answer) co_return desk.fail(answer.error());
  const Exit exit = exit_of_close(desk, answer->value, position->value.quantity);
  Page page = operation_page(std::move(*answer));
  page.exit = exit;
  co_return show(desk, page);
}

net::Task<Exit> protect_position(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  const auto wish = protect_request(desk);
  if (!wish) co_return desk.fail(wish.error());
  const auto position = co_await desk.server().position(*id);
  if (!position) co_return desk.fail(position.error());
  const std::string effect = protect_effect(position->value, *wish, desk.error_style());
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  auto answer = co_await apply(desk, *id, *wish);
  if (!answer) co_return desk.fail(answer.error());
  const bool is_done = stands(answer->value, *wish);
  if (!is_done) desk.note(fmt::format("It is not confirmed yet. Look again with: robson positions show {}", *id));
  Page page = operation_page(std::move(*answer));
  page.exit = is_done ? Exit::ok : Exit::outcome_unknown;
  co_return show(desk, page);
}

net::Task<Exit> detach_position(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  const auto reason = text_of_option(desk.asked, "--reason", 200);
  if (!reason) co_return desk.fail(reason.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const auto position = co_await desk.server().position(*id);
  if (!position) co_return desk.fail(position.error());
  const std::string effect = fmt::format(
      "This lets go of {}.\n  Its stop and target are cancelled. The coins stay in the account, and nothing watches "
      "them.\n",
      named(position->value, position->value.quantity, desk.error_style()));
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  const wire::ReasonRequest request{*reason};
  auto answer = co_await desk.server().detach_position(*id, request, *key);
  if (!answer) co_return desk.fail(answer.error());
  const Page page = operation_page(std::move(*answer));
  co_return show(desk, page);
}

}  // namespace robson::cli
