// robson policy: what a strategy asks of signals before one may be approved.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/documents.hpp"
#include "cli/commands/producer.hpp"
#include "cli/views/fields.hpp"
#include "cli/views/signals.hpp"
#include "json/write.hpp"

namespace robson::cli {

// All three together are the policy; null: it asks nothing of that kind.
struct PolicyWish {
  std::optional<std::string> min_confidence{};
  std::optional<std::int64_t> cooldown_seconds{};
  std::optional<std::int64_t> daily_cap{};
};
BOOST_DESCRIBE_STRUCT(PolicyWish, (), (min_confidence, cooldown_seconds, daily_cap))

namespace {

constexpr std::int64_t a_day_seconds = 86'400;
constexpr std::int64_t most_a_day = 1000;
constexpr const char* path = "/api/v1/signal-policies";

std::optional<std::int64_t> number_at(const json::Value& document, std::string_view name) {
  const auto value = Decimal::parse(text_at(document, name));
  return value ? std::optional(static_cast<std::int64_t>(value->units() / Decimal::integer(1).units())) : std::nullopt;
}

PolicyWish policy_in_force(const json::Value& policies, std::int64_t strategy) {
  const auto rows = rows_at(policies, "policies");
  const auto found =
      std::ranges::find_if(rows, [&](const json::Value* row) { return number_at(*row, "strategy_id") == strategy; });
  if (found == rows.end()) return {};
  PolicyWish wish{.min_confidence = {},
                  .cooldown_seconds = number_at(**found, "cooldown_seconds"),
                  .daily_cap = number_at(**found, "daily_cap")};
  if (std::string least = text_at(**found, "min_confidence"); !least.empty()) wish.min_confidence = std::move(least);
  return wish;
}

Read<void> put_number(const Invocation& asked, std::string_view name, std::int64_t most,
                      std::optional<std::int64_t>& into) {
  if (!asked.has(name)) return {};
  if (asked.value(name) == "none") {
    into.reset();
    return {};
  }
  const auto number = number_of(asked, name, 0, most, 0);
  if (!number) return Unexpected(number.error());
  into = *number;
  return {};
}

// What was typed over what is in force.
Read<void> change(const Invocation& asked, PolicyWish& wish) {
  if (asked.value("--min-confidence") == "none") {
    wish.min_confidence.reset();
  } else {
    const auto least = confidence_of(asked, "--min-confidence");
    if (!least) return Unexpected(least.error());
    if (*least) wish.min_confidence = **least;
  }
  if (auto put = put_number(asked, "--cooldown", a_day_seconds, wish.cooldown_seconds); !put) return put;
  return put_number(asked, "--daily-cap", most_a_day, wish.daily_cap);
}

}  // namespace

PageAsked fetch_policies(Desk& desk) {
  return fetch_document(desk, std::string(path) + "?decimals=string", "policies", policies_table);
}

net::Task<Exit> set_policy(Desk& desk) {
  if (!desk.asked.has("--min-confidence") && !desk.asked.has("--cooldown") && !desk.asked.has("--daily-cap")) {
    co_return desk.usage("nothing to set: say --min-confidence, --cooldown or --daily-cap");
  }
  PolicyWish wish;
  if (auto typed = change(desk.asked, wish); !typed) co_return desk.fail(typed.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const auto strategy = co_await strategy_of(desk, "STRATEGY");
  if (!strategy) co_return desk.fail(strategy.error());
  const auto body = co_await desk.server().document(std::string(path) + "?decimals=string");
  if (!body) co_return desk.fail(body.error());
  wish = policy_in_force(page_of(*body).document, **strategy);
  if (auto typed = change(desk.asked, wish); !typed) co_return desk.fail(typed.error());
  client::Change put{.method = net::Method::PUT,
                     .path = fmt::format("{}/{}?decimals=string", path, **strategy),
                     .body = json::text_of(wish),
                     .key = *key};
  co_return co_await tell_and_show(desk, std::move(put), "", policy_lines);
}

}  // namespace robson::cli
