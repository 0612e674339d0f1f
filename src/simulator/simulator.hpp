#pragma once
// The whole simulator on one loop: a venue, its server, and the market that moves.
#include <memory>
#include <string>

#include "net/server.hpp"
#include "simulator/market_setup.hpp"
#include "simulator/state_folder.hpp"

namespace robson::simulator {

struct Venue;

class Simulator {
 public:
  // Keeps its state in `folder`, if there is one. Throws std::invalid_argument for a market that cannot be (see
  // LiveMarket).
  Simulator(net::Context& context, const Options& options, MarketSetup setup, const Clock& clock,
            std::optional<StateFolder> folder = {});
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  // Listens and lets the market move; the error is one sentence.
  Result<void, net::NetError> start();
  std::uint16_t port() const;
  // Says good-bye to all connections and keeps the state.
  net::Task<void> stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace robson::simulator
