#include "reference_bot/api/requests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/read.hpp"

namespace robson::reference_bot {

struct OpenBody {
  std::string asset{};
  std::optional<Decimal> size_usd{};
  std::optional<Decimal> leverage{};
  std::optional<std::string> reason{};
  std::optional<std::string> by{};
  std::string request_id{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(OpenBody, (), (asset, size_usd, leverage, reason, by, request_id, api_key))
struct ReasonedBody {
  std::string reason{};
  std::optional<std::string> by{};
  std::string request_id{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(ReasonedBody, (), (reason, by, request_id, api_key))
struct PauseBody {
  std::string reason{};
  hedge::PauseScope scope{};
  std::optional<bool> including_emergency{};
  std::optional<std::string> by{};
  std::optional<std::string> request_id{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(PauseBody, (), (reason, scope, including_emergency, by, request_id, api_key))
struct ResumeBody {
  std::optional<std::vector<hedge::PauseScope>> scopes{};
  std::optional<std::string> reason{};
  std::optional<std::string> by{};
  std::optional<std::string> request_id{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(ResumeBody, (), (scopes, reason, by, request_id, api_key))
struct StopBody {
  std::string reason{};
  hedge::StopMode mode{};
  std::optional<std::string> by{};
  std::optional<std::string> request_id{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(StopBody, (), (reason, mode, by, request_id, api_key))
struct ConfigBody {
  hedge::BotSettings bot{};
  hedge::RiskConfig risk{};
  std::int64_t expected_version = 0;
  std::optional<std::string> by{};
  std::optional<std::string> request_id{};
};
BOOST_DESCRIBE_STRUCT(ConfigBody, (), (bot, risk, expected_version, by, request_id))

namespace {

constexpr std::size_t longest_reason = 300;
constexpr std::size_t longest_by = 64;
constexpr std::size_t longest_id = 64;
constexpr std::size_t most_scopes = 16;
constexpr Decimal most_usd =
    Decimal::integer(1'000'000'000);  // what is beyond all bounds; the strategy has tighter ones
constexpr Decimal most_leverage = Decimal::integer(100);
constexpr json::Limits limits{.bytes = std::size_t{64} << 10U, .depth = 8, .values = 1'000};

// Characters, not bytes: continuation bytes of UTF-8 do not count.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// The value itself is not repeated: it may be a key in the wrong place.
template <class Body>
Result<Body, Problem> read(std::string_view text) {
  auto body = json::read<Body>(text, json::Unknown::refused, limits);
  if (!body) return Unexpected(wrong(body.error().path, body.error().expected));
  return std::move(*body);
}

std::optional<Problem> fault_of_reason(const std::string& reason, std::size_t least) {
  const std::size_t length = length_of(reason);
  if (length >= least && length <= longest_reason) return {};
  return wrong("reason", fmt::format("{} to {} characters", least, longest_reason));
}

// Checks what every command carries.
Result<Asked, Problem> asked(const std::optional<std::string>& by, const std::optional<std::string>& request_id) {
  if (by && length_of(*by) > longest_by)
    return Unexpected(wrong("by", fmt::format("at most {} characters", longest_by)));
  if (request_id && !is_id(*request_id)) {
    return Unexpected(wrong("request_id", fmt::format("1 to {} letters, digits, - or _", longest_id)));
  }
  return Asked{.request_id = request_id.value_or(""), .by = by.value_or("api")};
}

}  // namespace

Command open_command(std::string_view body) {
  auto asks = read<OpenBody>(body);
  if (!asks) return Unexpected(asks.error());
  auto who = asked(asks->by, asks->request_id);
  if (!who) return Unexpected(who.error());
  if (auto fault = fault_of_reason(asks->reason.value_or(""), 0)) return Unexpected(*fault);
  if (asks->asset.empty() || asks->asset.size() > 32) return Unexpected(wrong("asset", "an asset's name, such as SOL"));
  const Decimal one = Decimal::integer(1);
  if (asks->size_usd && !(asks->size_usd->is_positive() && *asks->size_usd <= most_usd)) {
    return Unexpected(wrong("size_usd", "more than 0, and at most " + most_usd.text()));
  }
  if (asks->leverage && (*asks->leverage < one || *asks->leverage > most_leverage)) {
    return Unexpected(wrong("leverage", "1 to " + most_leverage.text()));
  }
  return Input{OpenPosition{.asked = std::move(*who),
                            .asset = std::move(asks->asset),
                            .size_usd = asks->size_usd,
                            .leverage = asks->leverage,
                            .reason = asks->reason.value_or("")}};
}

Command close_command(std::string_view body, std::string position_id) {
  auto asks = read<ReasonedBody>(body);
  if (!asks) return Unexpected(asks.error());
  auto who = asked(asks->by, asks->request_id);
  if (!who) return Unexpected(who.error());
  if (auto fault = fault_of_reason(asks->reason, 1)) return Unexpected(*fault);
  return Input{ClosePosition{
      .asked = std::move(*who), .position_id = std::move(position_id), .reason = std::move(asks->reason)}};
}

Command pause_command(std::string_view body) {
  auto asks = read<PauseBody>(body);
  if (!asks) return Unexpected(asks.error());
  auto who = asked(asks->by, asks->request_id);
  if (!who) return Unexpected(who.error());
  if (auto fault = fault_of_reason(asks->reason, 1)) return Unexpected(*fault);
  return Input{PauseBot{.asked = std::move(*who),
                        .scope = asks->scope,
                        .reason = std::move(asks->reason),
                        .including_emergency = asks->including_emergency.value_or(false)}};
}

Command resume_command(std::string_view body) {
  auto asks = read<ResumeBody>(body.empty() ? std::string_view("{}") : body);
  if (!asks) return Unexpected(asks.error());
  auto who = asked(asks->by, asks->request_id);
  if (!who) return Unexpected(who.error());
  if (auto fault = fault_of_reason(asks->reason.value_or(""), 0)) return Unexpected(*fault);
  if (asks->scopes && asks->scopes->size() > most_scopes) return Unexpected(wrong("scopes", "each scope once"));
  // No scope named in a list clears none; no list at all clears all.
  if (asks->scopes && asks->scopes->empty()) return Unexpected(wrong("scopes", "at least one scope, or no `scopes`"));
  return Input{ResumeBot{.asked = std::move(*who),
                         .scopes = asks->scopes.value_or(std::vector<hedge::PauseScope>{}),
                         .reason = asks->reason.value_or("")}};
}

Command stop_command(std::string_view body) {
  auto asks = read<StopBody>(body);
  if (!asks) return Unexpected(asks.error());
  auto who = asked(asks->by, asks->request_id);
  if (!who) return Unexpected(who.error());
  if (auto fault = fault_of_reason(asks->reason, 1)) return Unexpected(*fault);
  return Input{EmergencyStop{.asked = std::move(*who), .mode = asks->mode, .reason = std::move(asks->reason)}};
}

Command resolve_command(std::string_view body, hedge::BreakerType breaker) {
  auto asks = read<ReasonedBody>(body);
  if (!asks) return Unexpected(asks.error());
  auto who = asked(asks->by, asks->request_id);
  if (!who) return Unexpected(who.error());
  if (auto fault = fault_of_reason(asks->reason, 1)) return Unexpected(*fault);
  return Input{ResolveBreaker{.asked = std::move(*who), .breaker = breaker, .reason = std::move(asks->reason)}};
}

Command config_command(std::string_view body) {
  auto asks = read<ConfigBody>(body);
  if (!asks) return Unexpected(asks.error());
  auto who = asked(asks->by, asks->request_id);
  if (!who) return Unexpected(who.error());
  if (auto fault = hedge::fault_of(asks->bot)) return Unexpected(wrong(fault->field, fault->expected));
  if (auto fault = hedge::fault_of(asks->risk)) return Unexpected(wrong(fault->field, fault->expected));
  if (asks->risk.max_position_usd > most_usd) {
    return Unexpected(wrong("risk.max_position_usd", "at most " + most_usd.text()));
  }
  if (asks->risk.max_gas_usd > most_usd) return Unexpected(wrong("risk.max_gas_usd", "at most " + most_usd.text()));
  return Input{PutConfig{
      .asked = std::move(*who), .bot = asks->bot, .risk = asks->risk, .expected_version = asks->expected_version}};
}

std::string key_in(std::string_view body) {
  const auto tree = json::parse(body, limits);
  if (!tree || tree->kind != json::Kind::object) return {};
  const json::Value* key = tree->find("api_key");
  return key != nullptr && key->kind == json::Kind::text ? key->text : std::string();
}

}  // namespace robson::reference_bot
