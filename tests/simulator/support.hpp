#pragma once
// A venue without sockets: a small market in memory, calls as the server would hand them over.
#include <gtest/gtest.h>

#include "json/value.hpp"
#include "simulator/market_setup.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {

struct HandClock final : Clock {
  Timestamp moment = Timestamp::from_ms(1'767'065'400'000);  // 2025-12-30T03:30:00Z
  Timestamp now() const override { return moment; }
};

inline Options small_options() {
  Options options;
  options.accounts = {demo_account()};
  options.past_days = 12;
  static_cast<void>(read_symbols("BTCUSDC,ETHUSDC", options));
  return options;
}

class VenueTest : public testing::Test {
 protected:
  explicit VenueTest(const Options& options = small_options()) { open(options); }

  void open(const Options& options, std::optional<KeptState> kept = {}) {
    auto setup = set_up_market(options, clock.now(), std::move(kept));
    ASSERT_TRUE(setup) << setup.error();
    venue = std::make_unique<Venue>(
        std::move(setup->symbols), setup->clock, clock, options.limits, options.seed,
        [this](Duration, std::function<void()> act) { waiting.push_back(std::move(act)); },
        setup->kept ? &*setup->kept : nullptr, std::move(setup->hedge));
    for (const AccountOption& account : options.accounts) {
      ASSERT_TRUE(venue->open(account, clock.now()));
    }
  }

  net::Response call(net::Method method, const std::string& target, const std::string& body = {},
                     const std::string& key = {}) {
    net::Request request{.method = method, .body = body, .remote = "127.0.0.1"};
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    if (!key.empty()) request.headers.add("X-MBX-APIKEY", key);
    // Shared, because a faulted answer may come after this call.
    const auto got = std::make_shared<net::Response>(net::Response{.status = -1});
    serve_rest(*venue, request, net::Respond([this, got](net::Respond::Reply reply) {
      *got = last = std::get<net::Response>(std::move(reply));
    }));
    return *got;
  }
  net::Response get(const std::string& target) { return call(net::Method::GET, target); }
  net::Response signed_call(net::Method method, const std::string& path, std::string query,
                            const std::string& secret = "demo-secret", const std::string& key = "demo-key") {
    query += (query.empty() ? "" : "&") + std::string("timestamp=") + std::to_string(clock.now().ms());
    return call(method, path + "?" + query + "&signature=" + hmac_sha256_hex(Secret(secret), query), {}, key);
  }
  // Lets `span` of time go by in steps.
  void pass(Duration span, Duration step = std::chrono::milliseconds(100)) {
    for (Duration gone{}; gone < span; gone += step) {
      clock.moment = clock.moment + step;
      venue->market.advance(clock.now());
      venue->streams.tick(clock.now(), venue->market.time(clock.now()));
    }
  }

  HandClock clock;
  std::vector<std::function<void()>> waiting;  // what asked to run later
  std::unique_ptr<Venue> venue;
  net::Response last;
};

// A WebSocket whose other end is a vector.
struct MemorySocket final : net::Socket {
  std::vector<std::string> sent{};  // payloads
  std::uint16_t closed_with = 0;
  bool aborted = false;
  bool send(const net::FramePtr& frame) override {
    sent.emplace_back(net::payload_of(*frame));
    return true;
  }
  void close(std::uint16_t code, std::string_view) override { closed_with = code; }
  void want_drained() override {}
  void abort() override { aborted = true; }
  std::size_t pending_bytes() const override { return 0; }
  const std::string& remote() const override { return address; }
  std::string address = "127.0.0.1";
};

inline json::Value parsed(const std::string& text) {
  auto value = json::parse(text, {.bytes = 16U << 20U, .depth = 16, .values = 1'000'000});
  EXPECT_TRUE(value) << text.substr(0, 200);
  return value ? *value : json::Value{};
}
inline std::string at(const json::Value& value, std::string_view name) {
  const json::Value* found = value.find(name);
  return found == nullptr                     ? "absent"
         : found->kind == json::Kind::boolean ? (found->truth ? "true" : "false")
                                              : found->text;
}

}  // namespace robson::simulator
