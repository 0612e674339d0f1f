#pragma once
// One suite for every implementation of an account: a venue with one market that the test moves, and one account at it.
// The account begins with 10,000 USDC and nothing else.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>

#include "net/loop.hpp"
#include "runtime/ports.hpp"

namespace robson::contract {

using namespace std::chrono_literals;

// A loop that the test turns while it waits.
class Loop {
 public:
  net::Context context{1};
  // False when `done` did not come true within `limit`.
  bool until(const std::function<bool()>& done, Duration limit = 5s) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      if (context.stopped()) context.restart();
      if (context.poll() == 0) context.run_one_for(2ms);
    }
    return true;
  }
  template <class T>
  T run(net::Task<T> task) {
    auto result = std::make_shared<std::optional<T>>();
    net::spawn(context, "test", keep(std::move(task), result));
    if (!until([&] { return result->has_value(); }, 20s)) throw std::runtime_error("the task did not end");
    return std::move(**result);
  }

 private:
  template <class T>
  static net::Task<void> keep(net::Task<T> task, std::shared_ptr<std::optional<T>> into) {
    into->emplace(co_await std::move(task));
  }
};

inline const Symbol symbol{"BTCUSDC"};

class Venue {
 public:
  virtual ~Venue() = default;
  virtual runtime::VenueAccount& account() = 0;
  // The last trade, and with it the best bid; the best ask is 1 above. `last` is a whole number.
  virtual void move_to(const char* last) = 0;
  // The next order that takes gets no more than that. False when this venue fills in full only.
  virtual bool cap_next_fill(const char* quantity) = 0;
  Loop loop{};
};
using MakeVenue = std::unique_ptr<Venue> (*)();
std::unique_ptr<Venue> make_simulated_venue();  // Binance's adapter against the simulator over loopback
std::unique_ptr<Venue> make_paper_venue();

// What the account's listener was told, in order.
struct Heard final : runtime::AccountListener {
  std::vector<VenueOrder> orders{};
  Balances balances{};  // as last told
  bool live = false;
  void on_balances(const Balances& changed) override {
    for (const auto& [asset, balance] : changed) balances[asset] = balance;
  }
  void on_order(const VenueOrder& order) override { orders.push_back(order); }
  void on_stream_state(runtime::StreamState state, std::string_view) override {
    live = state == runtime::StreamState::live;
  }
  const VenueOrder* last_of(const std::string& client_id) const {
    for (auto order = orders.rbegin(); order != orders.rend(); ++order) {
      if (order->client_id == client_id) return &*order;
    }
    return nullptr;
  }
  bool has(const std::string& client_id, VenueOrderStatus status) const {
    const VenueOrder* order = last_of(client_id);
    return order != nullptr && order->status == status;
  }
};

}  // namespace robson::contract
