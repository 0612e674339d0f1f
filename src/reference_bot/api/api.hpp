#pragma once
// The bot's internal API, api/bot.yaml to the letter. Every handler answers at once, from the strategy's state or from
// what is kept. Loop thread.
#include <functional>
#include <string>

#include "base/secret.hpp"
#include "net/router.hpp"
#include "net/server.hpp"
#include "reference_bot/api/event_streams.hpp"
#include "reference_bot/api/problem.hpp"
#include "reference_bot/shell/runner.hpp"

namespace robson::reference_bot {

// Whether `given` is the key, in a time that does not depend on how much of it is right.
bool is_key(std::string_view given, const Secret& key);

class Api {
 public:
  // `runner` must outlive it.
  Api(Runner& runner, Secret admin_key, const Clock& clock);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  // Answers a request, now; for a net::Server.
  net::Respond::Reply serve(const net::Request& request);
  EventStreams& streams() { return streams_; }

 private:
  using Served = net::Respond::Reply;
  using Handler = std::function<Served(const net::Request&, const net::PathParameters&)>;

  void add_documents();
  void add_rows();
  void add_commands();
  bool is_admitted(const net::Request& request) const;
  Served submit(const Result<Input, Problem>& command);
  Served page(const net::Request& request, const Row& row, std::string_view name) const;
  Served events(const net::Request& request);

  Runner& runner_;
  Secret key_;
  EventStreams streams_;
  net::Router<Handler> router_{};
};

}  // namespace robson::reference_bot
