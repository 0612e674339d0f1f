#pragma once
// The running bot on one loop: asks the venues, lets the strategy decide, carries out what it wants, serves its API.
// Home: the loop thread. It must outlive the run of its loop, and may be destroyed only after that.
#include "reference_bot/api/api.hpp"
#include "reference_bot/shell/runner.hpp"
#include "reference_bot/venue/client.hpp"

namespace robson::reference_bot {

struct BotSetup {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  Duration poll = std::chrono::seconds(5);
  Secret admin_key{};
};

class Bot {
 public:
  // How long acts that are out are waited for at the end.
  static constexpr Duration farewell = std::chrono::seconds(5);

  Bot(net::Context& context, BotSetup setup, Strategy strategy, Store store, venue::Client client, const Clock& clock);
  Bot(const Bot&) = delete;
  Bot& operator=(const Bot&) = delete;

  // Listens and begins to work; the error is one sentence.
  Result<void, std::string> start();
  std::uint16_t port() const { return server_.port(); }
  // Begins nothing new, waits for the acts that are out, writes everything.
  net::Task<void> stop();

 private:
  net::Task<void> pass_time();
  net::Task<void> watch(net::Task<Input> (venue::Client::*question)() const);
  net::Task<void> watch_payments();
  net::Task<void> watch_liquidations();
  net::Task<void> watch_chains();
  net::Task<void> act(Effect effect);
  void carry_out(Effect effect);
  void hear(const Input& input);

  net::Context& context_;
  Duration poll_;
  venue::Client client_;
  Runner runner_;
  Api api_;
  net::Server server_;
  std::size_t acts_out_ = 0;
  bool stopping_ = false;
  bool perp_silent_ = false;
  bool lending_silent_ = false;
};

}  // namespace robson::reference_bot
