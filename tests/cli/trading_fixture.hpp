#pragma once
// robson at a desk, and what it has sent.
#include "signed_in.hpp"
#include "support/client/trading_desk.hpp"

namespace robson::cli {

struct Seen {
  std::string method{};
  std::string body{};
  std::string key{};
  std::string query{};
};

struct TradingTest : SignedIn {
  std::vector<Seen> seen{};

  void note(const net::Request& request) override {
    seen.push_back({std::string(net::name(request.method)), request.body,
                    std::string(request.headers.get("Idempotency-Key")), request.query});
  }
  Seen last() {
    const std::lock_guard lock(mutex);
    return seen.empty() ? Seen{} : seen.back();
  }
};

}  // namespace robson::cli
