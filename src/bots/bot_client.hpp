#pragma once
// One bot's internal API (api/bot.yaml) over HTTP: asks, and reads what it answers. Every call has 2 s; the admin key
// goes out in a header and nowhere else. Knows nothing of what was asked before. Loop thread.
#include <functional>

#include "base/secret.hpp"
#include "bots/read_documents.hpp"
#include "hedge/words.hpp"
#include "net/http_client.hpp"
#include "net/http_stream.hpp"

namespace robson::bots {

enum class BotErrorKind {
  unreachable,  // no answer: refused, timed out, cut
  invalid,      // an answer that is none
  bad_key,      // 401
  unsupported,  // 404 without a code: this bot has no such path
  refused,      // it understood and refused; `status`, `code`, `field` are its own
  failed,       // 5xx, or a status that says nothing
  resting,      // the circuit is open: it was not asked
};
struct BotError {
  BotErrorKind kind{};
  std::string text{};  // one sentence for a person; no secrets
  int status = 0;
  std::string code{};
  std::optional<std::string> field{};
  bool maybe_done = false;  // a command that may have been carried out
};
template <class T>
using FromBot = net::Task<Result<T, BotError>>;

class BotClient {
 public:
  static constexpr Duration patience = std::chrono::seconds(2);

  // `origin` without a path.
  BotClient(net::Context& context, net::Url origin, Secret key);

  // The body of a 200 or 202.
  FromBot<std::string> get(std::string target);
  // `body`: JSON. May be repeated when it carries a request_id.
  FromBot<std::string> send(net::Method method, std::string target, std::string body);
  // The events after `after`, as a stream; its status and content type are the caller's to look at.
  net::Task<net::HttpStream::Made> events(std::int64_t after);

 private:
  net::Headers headers() const;
  net::Context& context_;
  net::Url origin_;
  Secret key_;
  net::HttpClient http_;
};

// What an answer that is no document means. `what`: "/internal/positions".
BotError unreadable(const std::string& what, const std::string& why);

}  // namespace robson::bots
