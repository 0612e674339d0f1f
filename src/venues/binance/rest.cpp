#include "venues/binance/rest.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/log.hpp"
#include "venues/binance/clock_offset.hpp"
#include "venues/binance/parse_market.hpp"

namespace robson::venues::binance {
namespace {

using runtime::VenueError;
using runtime::VenueErrorKind;

constexpr int clock_samples = 5;
constexpr int bad_timestamp = -1021;
constexpr std::size_t shown_message = 200;

// The number in a header; 0 when there is none that can be read, which every caller takes as "not said".
std::int64_t number_in(const net::Headers& headers, std::string_view name) {
  const std::string_view text = headers.get(name);
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc{} && value > 0 ? value : 0;
}

// The venue's message, short enough for a log line and never cut inside a UTF-8 sequence.
std::string shortened(std::string text) {
  if (text.size() <= shown_message) return text;
  std::size_t cut = shown_message;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  text.resize(cut);
  return text + "...";
}

Duration seconds_of(std::int64_t seconds) {
  constexpr std::int64_t longest = 7LL * 24 * 3600;  // bans last up to three days
  return std::chrono::seconds(std::min(seconds, longest));
}

VenueError rate_limited(Duration wait) {
  return {.kind = VenueErrorKind::rate_limited,
          .text = fmt::format("the venue's request limit is reached; next request in {} s",
                              std::chrono::ceil<std::chrono::seconds>(wait).count()),
          .retry_after = wait};
}

}  // namespace

VenueError unreadable(std::string_view what, const json::Fault& fault) {
  return {.kind = VenueErrorKind::invalid_answer, .text = fmt::format("the venue's {}: {}", what, fault.text())};
}

Rest::Rest(net::Context& context, Config config, Endpoints endpoints, const Clock& clock)
    : context_(context),
      config_(std::move(config)),
      endpoints_(std::move(endpoints)),
      clock_(clock),
      http_(context, endpoints_.rest, {.ca_file = config_.ca_file}),
      budget_(config_.rate_share_percent) {}

net::SocketClientOptions Rest::socket_options() const {
  return {.connect_timeout = config_.connect_timeout, .ca_file = config_.ca_file};
}

// In these coroutines every argument that is made of braces has a name first: g++ 12 destroys braced temporaries of a
// co_await expression twice.
Rest::Body Rest::get(std::string what, Parameters parameters, std::int64_t weight) {
  net::Call call{.target = "/api/v3/" + what};
  if (!parameters.empty()) call.target += '?' + encode_query(parameters);
  auto answer = co_await send(std::move(call), weight, Use::reading);
  if (!answer) co_return Unexpected(std::move(answer.error().error));
  co_return std::move(*answer);
}

Rest::Body Rest::get_signed(std::string what, Parameters parameters, std::int64_t weight, Credentials credentials) {
  SignedCall question{.path = "/api/v3/" + what, .parameters = std::move(parameters), .weight = weight};
  auto answer = co_await call(std::move(question), std::move(credentials));
  if (!answer) co_return Unexpected(std::move(answer.error().error));
  co_return std::move(*answer);
}

Rest::Answer Rest::call(SignedCall call, Credentials credentials) {
  if (auto known = co_await know_clock(); !known) {
    co_return Unexpected(Failure{.error = known.error(), .reach = Reach::not_sent});
  }
  auto answer = co_await send_signed(call, credentials);
  const bool late = !answer && answer.error().reach == Reach::refused && answer.error().error.code == bad_timestamp;
  if (!late) co_return answer;
  log::warning("venue refused our clock", {{"offset_ms", offset_.count() / 1000}});
  if (auto measured = co_await measure_clock(); !measured) {
    co_return Unexpected(Failure{.error = measured.error(), .reach = Reach::not_sent});
  }
  co_return co_await send_signed(call, credentials);
}

// Everything stands in the query, that of a POST too, so that the signature covers one text.
Rest::Answer Rest::send_signed(const SignedCall& call, const Credentials& credentials) {
  net::Call request{.method = call.method};
  request.headers.add("X-MBX-APIKEY", credentials.key.reveal());
  request.target =
      call.path + '?' + signed_query(call.parameters, credentials.secret, venue_now(), config_.receive_window);
  co_return co_await send(std::move(request), call.weight, call.use);
}

Rest::Answer Rest::send(net::Call call, std::int64_t weight, Use use) {
  if (const Duration wait = budget_.take(weight, venue_now(), use); wait > Duration{}) {
    co_return Unexpected(Failure{.error = rate_limited(wait), .reach = Reach::not_sent});
  }
  call.timeout = config_.request_timeout;
  auto reply = co_await http_.send(std::move(call));
  if (!reply) {
    const net::NetError& why = reply.error();
    co_return Unexpected(
        Failure{.error = {.kind = VenueErrorKind::unreachable, .text = why.text, .maybe_done = why.maybe_sent},
                .reach = why.maybe_sent ? Reach::unknown : Reach::not_sent});
  }
  budget_.note_used(number_in(reply->headers, "X-MBX-USED-WEIGHT-1M"), venue_now());
  if (reply->status != 200) co_return Unexpected(refused(*reply));
  co_return std::move(reply->body);
}

Failure Rest::refused(const net::Reply& reply) {
  const auto body = parse_error(reply.body);
  // 403 without the venue's own words comes from the firewall in front of it, which counts requests too.
  const bool firewall = reply.status == 403 && !body;
  if (reply.status == 429 || reply.status == 418 || firewall) {
    const Duration wait = seconds_of(number_in(reply.headers, "Retry-After"));
    budget_.note_refused(wait, venue_now());
    log::warning("venue limits our requests", {{"status", reply.status}, {"retry_after_s", wait.count() / 1'000'000}});
    Failure limited{.error = rate_limited(budget_.blocked_until() - venue_now()), .reach = Reach::not_sent};
    limited.error.code = body ? body->code : 0;
    return limited;
  }
  // "It is important to not treat HTTP 5XX as a failure operation; the execution status is unknown."
  const bool ill = reply.status >= 500;
  if (!body) {
    return {.error = {.kind = ill ? VenueErrorKind::unreachable : VenueErrorKind::invalid_answer,
                      .text = fmt::format("the venue answered with HTTP {}", reply.status),
                      .maybe_done = true},
            .reach = Reach::unknown};
  }
  return {.error = {.kind = kind_of(reply.status, body->code),
                    .text = fmt::format("the venue refused: {} ({})", shortened(body->message), body->code),
                    .code = body->code,
                    .maybe_done = ill},
          .reach = ill ? Reach::unknown : Reach::refused,
          .body = reply.body};
}

Rest::Done Rest::know_clock() {
  const bool fresh = measured_ && clock_.now() - *measured_ < config_.clock_refresh;
  if (fresh) co_return Result<void, VenueError>{};
  co_return co_await measure_clock();
}

Rest::Done Rest::measure_clock() {
  std::vector<ClockSample> samples;
  VenueError failure;
  for (int i = 0; i < clock_samples; ++i) {
    const Timestamp asked = clock_.now();
    Parameters none;
    const auto body = co_await get("time", std::move(none), 1);
    const Timestamp answered = clock_.now();
    if (!body) {
      failure = body.error();
      break;
    }
    const auto venue = parse_server_time(*body);
    if (!venue) {
      failure = unreadable("time", venue.error());
      break;
    }
    samples.push_back({asked, *venue, answered});
  }
  if (samples.empty()) co_return Unexpected(failure);
  offset_ = median_offset(std::move(samples));
  measured_ = clock_.now();
  co_return Result<void, VenueError>{};
}

}  // namespace robson::venues::binance
