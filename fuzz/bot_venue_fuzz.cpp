// What the bot's venues answer: the first byte picks the question and the status, the rest is the body.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "reference_bot/api/requests.hpp"
#include "reference_bot/venue/answers.hpp"

namespace {
using namespace robson;
using namespace robson::reference_bot;
using namespace robson::reference_bot::venue;

void check_silence(const Input& input) {
  if (const auto* silent = std::get_if<VenueSilent>(&input)) ensure(!silent->why.empty(), "a silence says why");
}

void check_short(const ShortAnswered& answered) {
  ensure((answered.outcome == Outcome::told) == answered.order.has_value(), "an order is there when it is told");
  if (!answered.order) return;
  ensure(answered.order->client_id == answered.client_id, "the order is ours");
  ensure(answered.order->filled_size <= answered.order->size, "no more is filled than was wanted");
}

void check_long(const LongAnswered& answered) {
  ensure((answered.outcome == Outcome::told) == answered.position.has_value(), "a position is there when it is told");
  if (answered.position) ensure(answered.position->client_id == answered.client_id, "the position is ours");
}

void check_command(const Command& command) {
  if (!command) ensure(command.error().status == 422, "a command that cannot be read is the caller's fault");
}

void check(unsigned which, const Got& got, std::string_view body) {
  switch (which % 14) {
    case 0: return check_silence(perp_markets_seen(got));
    case 1: return check_silence(lending_markets_seen(got));
    case 2: return check_silence(perp_account_seen(got, {}));
    case 3: return check_silence(lending_account_seen(got, got, {}));
    case 4: return check_silence(payments_seen(got, 3));
    case 5: return check_silence(liquidations_seen(got, 3));
    case 6: return static_cast<void>(chains_seen(got));
    case 7: return check_short(short_answered({.client_id = "a", .coin = "SOL"}, got));
    case 8: return check_long(long_opened({.client_id = "a", .asset = "SOL", .token = "SOL"}, got));
    case 9: return check_long(long_closed({.position_id = "p", .client_id = "a", .close_id = "c"}, got));
    case 10: return check_short(short_asked("a", got));
    case 11: return check_long(long_asked("a", {}, got));
    case 12: check_command(open_command(body)); return check_command(config_command(body));
    default: check_command(pause_command(body)); return check_command(resume_command(body));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr int statuses[] = {200, 200, 200, 201, 400, 404, 409, 429, 500, 503};
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Got got = net::Reply{.status = statuses[(data[0] / 14U) % 10U], .headers = {}, .body = body};
  check(data[0], got, body);
  return 0;
}
