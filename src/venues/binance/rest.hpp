#pragma once
// The venue's REST side for all clients of one address: they share its weight budget and its clock. Loop thread.
// Nothing here repeats a request, but for one case: a signed one refused for its timestamp (-1021), which was therefore
// certainly not done, goes out once more after the clock has been measured again.
#include <memory>
#include <string>

#include "base/timestamp.hpp"
#include "net/http_client.hpp"
#include "net/socket_client.hpp"
#include "runtime/ports.hpp"
#include "venues/binance/config.hpp"
#include "venues/binance/endpoints.hpp"
#include "venues/binance/parse_reply.hpp"
#include "venues/binance/rate_budget.hpp"
#include "venues/binance/signing.hpp"

namespace robson::venues::binance {

// A request in an account's name. `path` is whole: "/api/v3/order".
struct SignedCall {
  net::Method method = net::Method::GET;
  std::string path{};
  Parameters parameters{};
  std::int64_t weight = 1;
  Use use = Use::reading;
};
// How far a request came that brought no 200.
enum class Reach {
  not_sent,  // never processed: unreachable before any byte left, or our own or the venue's request limit
  refused,   // the venue said no, readably; `body` is what it said
  unknown,   // it may have been carried out: no answer, an answer of HTTP 5xx, or one that cannot be read
};
struct Failure {
  runtime::VenueError error{};
  Reach reach = Reach::unknown;
  std::string body{};
};

class Rest {
 public:
  using Body = runtime::FromVenue<std::string>;
  using Answer = net::Task<Result<std::string, Failure>>;
  using Done = net::Task<Result<void, runtime::VenueError>>;

  // `context` and `clock` outlive it; every task it has begun holds it alive.
  Rest(net::Context& context, Config config, Endpoints endpoints, const Clock& clock);

  // GET /api/v3/<what>; the body of a 200.
  Body get(std::string what, Parameters parameters, std::int64_t weight);
  // The same in the account's name. `credentials` is copied for the duration.
  Body get_signed(std::string what, Parameters parameters, std::int64_t weight, Credentials credentials);
  // Any request in the account's name, reads and those that act; the body of a 200.
  Answer call(SignedCall call, Credentials credentials);

  // Measures the venue's clock if that has not been done lately.
  Done know_clock();
  Done measure_clock();
  // Now, by the venue's clock; by ours until it has been measured.
  Timestamp venue_now() const { return clock_.now() + offset_; }
  Duration clock_offset() const { return offset_; }

  // How the venue's sockets are opened.
  net::SocketClientOptions socket_options() const;
  const Config& config() const { return config_; }
  const Endpoints& endpoints() const { return endpoints_; }
  const Clock& clock() const { return clock_; }
  net::Context& context() { return context_; }
  RateBudget& budget() { return budget_; }

 private:
  Answer send(net::Call call, std::int64_t weight, Use use);
  Answer send_signed(const SignedCall& call, const Credentials& credentials);
  Failure refused(const net::Reply& reply);

  net::Context& context_;
  Config config_;
  Endpoints endpoints_;
  const Clock& clock_;
  net::HttpClient http_;
  RateBudget budget_;
  Duration offset_{};
  std::optional<Timestamp> measured_{};
};

// The error for an answer that we could not read.
runtime::VenueError unreadable(std::string_view what, const json::Fault& fault);

}  // namespace robson::venues::binance
