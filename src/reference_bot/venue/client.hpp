#pragma once
// The venues over HTTP, as the strategy's inputs. Every call has a deadline; nothing is repeated here: what to do about
// an unclear outcome is the strategy's decision. Tasks keep what they need alive and may outlive the client. Loop
// thread.
#include <memory>

#include "base/secret.hpp"
#include "net/http_client.hpp"
#include "reference_bot/venue/answers.hpp"

namespace robson::reference_bot::venue {

struct ClientOptions {
  Duration question_timeout = std::chrono::seconds(3);
  Duration act_timeout = std::chrono::seconds(5);
};

class Client {
 public:
  Client(net::Context& context, const net::Url& origin, Secret key, const Clock& clock, ClientOptions options = {});

  net::Task<Input> perp_markets() const;
  net::Task<Input> lending_markets() const;
  net::Task<Input> perp_account() const;
  net::Task<Input> lending_account() const;
  net::Task<Input> payments(std::int64_t after) const;
  net::Task<Input> liquidations(std::int64_t after) const;
  net::Task<std::optional<Input>> chains() const;
  // Does what the effect says and tells what became of it.
  net::Task<Input> carry_out(Effect effect) const;

 private:
  struct Line;
  std::shared_ptr<const Line> line_;
};

}  // namespace robson::reference_bot::venue
