#pragma once
// A typed client of Robson's public API (api/openapi.yaml). Loop thread.
//
// It sends the access token that its TokenFile (or its fixed token) holds. When that has run out, or the server says
// 401, it trades the refresh token for a new pair once, under the file's lock, and repeats the call; another process
// that renewed meanwhile is noticed, and its pair is used. Answers may have members that this client does not know yet.
//
// A change carries the caller's idempotency key. When its answer is lost it is sent once more under the same key, which
// the server answers as it did the first time; when that is lost too, the outcome is unknown and never called a
// failure.
#include <memory>
#include <optional>
#include <string>

#include "client/address.hpp"
#include "client/error.hpp"
#include "client/token_file.hpp"
#include "net/http_client.hpp"
#include "wire/health.hpp"
#include "wire/instruments.hpp"
#include "wire/market.hpp"
#include "wire/plan.hpp"
#include "wire/portfolio.hpp"
#include "wire/risk.hpp"
#include "wire/session.hpp"
#include "wire/strategy.hpp"
#include "wire/venue_key.hpp"

namespace robson::client {

// What came back: the values, and the document as the server wrote it.
template <class T>
struct Answer {
  T value{};
  std::string body{};
  net::Headers headers{};
};
template <class T>
using Asked = net::Task<Result<Answer<T>, Error>>;

// How this caller shows who it is: a token of its own, or the profile's session in a file. The first wins.
struct Access {
  Secret token{};
  std::optional<TokenFile> file{};
};

struct ApiOptions {
  Address address{};
  Access access{};
  Duration timeout = std::chrono::seconds(10);  // of one call
  std::string ca_file{};                        // PEM; empty: the system's
  std::string user_agent = "robson";
};

struct KlinesQuery {
  std::string symbol{};
  std::string interval = "15m";
  std::int64_t limit = 100;
};

// A change, as a document of its own.
struct Change {
  net::Method method = net::Method::POST;
  std::string path{};
  std::string body{};  // JSON; empty: none
  std::string key{};   // Idempotency-Key; with it, it is sent once more when its answer is lost
};

// The part behind '?': names and values as they are; empty values are left out.
class Query {
 public:
  Query& add(std::string_view name, std::string_view value);
  std::string on(std::string_view path) const;

 private:
  std::string text_{};
};

class Api {
 public:
  // `clock` outlives it.
  Api(net::Context& context, const Clock& clock, ApiOptions options);

  Asked<wire::Positions> positions();
  Asked<wire::Position> position(std::int64_t id);
  Asked<wire::PortfolioSummary> summary();
  Asked<wire::AccountBalance> balance();
  Asked<wire::Patrimony> patrimony();
  Asked<wire::Price> price(const std::string& symbol);
  Asked<wire::Ticker> ticker(const std::string& symbol);
  Asked<wire::Depth> depth(const std::string& symbol, std::int64_t limit);
  Asked<wire::Klines> klines(KlinesQuery query);
  Asked<wire::Session> session();
  Asked<wire::Health> health();  // without a session; an unhealthy server's 503 is an answer too

  Asked<wire::Strategies> strategies();
  Asked<wire::Strategy> strategy(std::int64_t id);
  Asked<wire::StrategyHistory> strategy_history(std::int64_t id);
  Asked<wire::Symbols> symbols(const Query& query);
  Asked<wire::Levels> levels(const std::string& symbol, const Query& query);
  Asked<wire::Plans> plans(const Query& query);
  Asked<wire::Plan> plan(std::int64_t id);
  Asked<wire::ActiveOperations> active_operations();
  Asked<wire::Operations> operations(const Query& query);
  Asked<wire::OperationDetail> operation(std::int64_t id);
  Asked<wire::Trades> trades(std::int64_t operation);
  Asked<wire::Proofs> proofs(std::int64_t operation);
  Asked<wire::Orders> orders(const Query& query);
  Asked<wire::Order> order(std::int64_t id);
  Asked<wire::Movements> movements(const Query& query);
  Asked<wire::RiskMetrics> risk();
  Asked<wire::VenueKeys> venue_keys();

  // Nothing is made or kept, yet the server takes it as a POST.
  Asked<wire::EntryPreview> calculate_entry(const wire::EntryRequest& request);
  Asked<wire::Strategy> create_strategy(const wire::StrategyRequest& request, const std::string& key);
  Asked<wire::Strategy> edit_strategy(std::int64_t id, const wire::StrategyEdit& edit);
  Asked<wire::Plan> create_plan(const wire::EntryRequest& request, const std::string& key);
  Asked<wire::Plan> validate_plan(std::int64_t id, const std::string& key);
  Asked<wire::Execution> execute_plan(std::int64_t id, const wire::ExecuteRequest& request, const std::string& key);
  Asked<wire::Operation> close_position(std::int64_t id, const wire::CloseRequest& request, const std::string& key);
  Asked<wire::Operation> move_stop(std::int64_t id, const wire::StopRequest& request, const std::string& key);
  Asked<wire::Operation> move_target(std::int64_t id, const wire::TargetRequest& request, const std::string& key);
  Asked<wire::Operation> detach_position(std::int64_t id, const wire::ReasonRequest& request, const std::string& key);
  Asked<wire::Order> cancel_order(std::int64_t id, const std::string& key);
  Asked<wire::RiskSwitches> set_kill_switch(const wire::KillSwitchRequest& request, const std::string& key);
  Asked<wire::RiskSwitches> resume_trading(const wire::ReasonRequest& request, const std::string& key);
  Asked<wire::RiskSwitches> enable_trading(const wire::TradingRequest& request, const std::string& key);
  Asked<wire::VenueKeys> put_venue_key(const wire::VenueKeyRequest& request);
  Asked<wire::VenueKeys> remove_venue_key();

  // Documents as they stand, for commands that show them by the names of their members.
  net::Task<Result<std::string, Error>> document(std::string path);
  net::Task<Result<std::string, Error>> tell(Change change);
  // A producer's request: `signature` in place of a session. Sent once, for its nonce is good once.
  net::Task<Result<std::string, Error>> tell_signed(Change change, net::Headers signature);
  // Proves once more who is asking, for a change that was refused with STEP_UP_REQUIRED.
  net::Task<Result<void, Error>> step_up(Secret password);

  // Any path of the API, as it is. The Reply may have any status.
  net::Task<Result<net::Reply, Error>> get(std::string target);

  // Signs in and keeps the session in the file. The password lives in `credentials` only.
  net::Task<Result<void, Error>> login(wire::Credentials credentials);
  // Asks the server who the key's program is, and keeps the key in the file in place of a session. It is sent as
  // X-API-Key from then on.
  net::Task<Result<void, Error>> login_with_key(Secret key);
  // Ends the session at the server and forgets it here; here it is forgotten in any case. A key is only forgotten.
  net::Task<Result<void, Error>> logout();

  // A token that was good a moment ago: renewed when it has run out. login_needed when there is none.
  net::Task<Result<Secret, Error>> token();
  // The API key that this caller shows in place of a token; empty: none.
  Result<Secret, Error> api_key() const;
  // Another token in place of `rejected`, which the server refused.
  net::Task<Result<Secret, Error>> renew(Secret rejected);

  const ApiOptions& options() const { return options_; }
  net::Context& context() { return context_; }

 private:
  enum class Session { needed, none };
  net::Task<Result<net::Reply, Error>> send(net::Call call);
  net::Task<Result<net::Reply, Error>> send_signed(net::Call call);
  net::Task<Result<net::Reply, Error>> ask(std::string path, Session session);
  template <class T>
  Asked<T> read(std::string path, Session session = Session::needed);
  // Repeatable: an answer that is lost is asked for once more.
  enum class Repeat { once, never };
  template <class T>
  Asked<T> change(net::Call call, Repeat repeat);
  template <class T, class Body>
  Asked<T> post(std::string path, const Body& body, const std::string& key);
  net::Task<Result<net::Reply, Error>> send_change(net::Call call, Repeat repeat);
  net::Task<Result<FileLock, Error>> lock();
  net::Task<Result<Secret, Error>> renew_locked(Tokens stored);
  Result<std::optional<Tokens>, Error> stored() const;
  net::Context& context_;
  const Clock& clock_;
  ApiOptions options_;
  std::unique_ptr<net::HttpClient> http_;
};

}  // namespace robson::client
