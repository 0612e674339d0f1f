#pragma once
// The state of a tenant with its waiting signals in it. Each change of them is an ordered message; a snapshot shows
// what waits. Loop thread; reads only.
#include <functional>

#include "feed/state.hpp"

namespace robson::feed {

class SignalsState final : public State {
 public:
  // The waiting signals of a tenant: by their id, as JSON.
  using Book = std::function<std::vector<Member>(TenantId)>;
  SignalsState(const State& others, Book book) : others_(others), book_(std::move(book)) {}

  std::vector<Member> snapshot(TenantId tenant, Channel channel, Timestamp now) const override {
    return channel == Channel::approvals ? book_(tenant) : others_.snapshot(tenant, channel, now);
  }
  std::optional<std::string> data(TenantId tenant, StateKey key, Timestamp now) const override {
    return others_.data(tenant, std::move(key), now);
  }
  std::vector<StateKey> keys(TenantId tenant) const override { return others_.keys(tenant); }

 private:
  const State& others_;
  Book book_;
};

}  // namespace robson::feed
